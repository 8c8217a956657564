import type { Millis } from '../../../schemas/ids.ts'
import type { StorageCause } from '../../replica/storage-cause.ts'
import type { SaveState } from '../../sync/save-state.ts'
import { sinceText, type Viewpoint } from '../dates.ts'
import { say } from '../language/language.svelte.ts'
import { saveWords, shellWords } from '../language/shell.ts'
import type { Connection } from './connection.ts'

/** The one thing the save state says. */
export type SaveView =
  | { readonly at: 'server' }
  | { readonly at: 'saving' }
  | { readonly at: 'connecting' }
  | { readonly at: 'device'; readonly count: number; readonly since: Millis }
  | { readonly at: 'offline' }
  | { readonly at: 'not-saved'; readonly why: StorageCause | 'refused' }

/** Edits on their way for no longer than this are "being saved"; longer, and the person is told where they are. */
export const ON_ITS_WAY_MS = 3_000

/** What may truthfully be said of how things stand; "at the server" only when nothing at all waits. [U10] */
export function saveView(state: SaveState, connection: Connection, now: Millis): SaveView {
  if (state.at === 'memory') return { at: 'not-saved', why: state.cause }
  if (state.at === 'refused') return { at: 'not-saved', why: 'refused' }
  if (state.at === 'server') return { at: 'server' }
  if (state.count === 0) return { at: connection === 'connecting' ? 'connecting' : 'offline' }
  const since = state.since ?? now
  const isOnItsWay = connection === 'online' && now - since < ON_ITS_WAY_MS
  return isOnItsWay ? { at: 'saving' } : { at: 'device', count: state.count, since }
}

/** The words for it (interface.md, Behaviour). Reactive inside components. */
export function saveText(view: SaveView, seen: Viewpoint): string {
  switch (view.at) {
    case 'server':
      return say(saveWords.atServer)
    case 'saving':
      return say(saveWords.saving)
    case 'connecting':
      return say(shellWords.connecting)
    case 'device':
      return say(saveWords.onDevice, view.count, sinceText(view.since, seen))
    case 'offline':
      return say(saveWords.offline)
    case 'not-saved':
      return say(saveWords.notSaved, say(WHY[view.why]))
  }
}

const WHY = {
  full: saveWords.storageFull,
  blocked: saveWords.storageBlocked,
  failed: saveWords.storageFailed,
  refused: saveWords.rescues,
} as const
