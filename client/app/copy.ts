import type { Alerts } from './alerts.svelte.ts'
import { alertWords } from './language/alerts.ts'
import { say, type Word } from './language/language.svelte.ts'

/** Copies `text` and says so. False when the browser does not allow it; the person is told what to do instead. */
export async function copyText(alerts: Alerts, text: string, done: Word): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    // Refused by the browser, or no clipboard on an insecure origin: the alert is what is done about it.
    alerts.show('warn', () => say(alertWords.copyFailed), { key: 'copy' })
    return false
  }
  alerts.show('done', () => say(done), { key: 'copy' })
  return true
}
