import { say } from '../language/language.svelte.ts'
import { shellWords } from '../language/shell.ts'
import type { Connection } from './connection-state.ts'

/** The word for it. Reactive inside components. */
export function connectionText(connection: Connection): string {
  switch (connection) {
    case 'online':
      return say(shellWords.online)
    case 'connecting':
      return say(shellWords.connecting)
    case 'offline':
      return say(shellWords.offline)
    case 'signed-out':
      return say(shellWords.signedOut)
  }
}
