import type { Millis } from '../../../schemas/ids.ts'
import type { StorageCause } from '../../replica/storage-cause.ts'
import type { SaveState } from '../../sync/save-state.ts'
import type { Connection } from './connection-state.ts'

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
