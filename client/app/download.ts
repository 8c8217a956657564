import { saveWords } from './language/shell.ts'
import { say } from './language/language.svelte.ts'
import type { Workspace } from './workspace.svelte.ts'

/** Hands a file to the browser's downloads. */
export function downloadBlob(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // The download has its own hold on the data once it was started; the address may go after this task.
  setTimeout(() => URL.revokeObjectURL(link.href), 0)
}

/** Downloads everything on this device that has not reached the server, rescues included. */
export async function downloadRescue(workspace: Workspace): Promise<void> {
  const day = new Date().toISOString().slice(0, 10)
  downloadBlob(await workspace.session.rescueBundle(), `${say(saveWords.bundleName)}-${day}.json`)
}
