import type { Millis } from '../../schemas/ids.ts'
import type { StorageCause } from '../replica/storage-cause.ts'

/** Where what this person wrote stands: one truth, for one place in the interface. */
export type SaveState =
  /** Everything is acknowledged by the server. */
  | { readonly at: 'server' }
  /** Everything is on this device; `count` edits since `since` are only there. Offline with nothing unsent: count 0. */
  | {
      readonly at: 'device'
      readonly count: number
      readonly since: Millis | null
      readonly offline: boolean
    }
  /** `count` edits are in this page's memory only, and why. */
  | { readonly at: 'memory'; readonly count: number; readonly cause: StorageCause }
  /** The server refused edits; they are kept as rescues. */
  | { readonly at: 'refused'; readonly rescues: number }

/** Edits of one room that wait for the server: when each was made. */
export interface Waiting {
  readonly times: readonly Millis[]
}

/** Edits made within this span of each other are one 处 to a person: a word is typed key by key. */
const ONE_EDIT_WITHIN_MS = 3_000

/** How many edits a person would say wait, out of the times of their updates. */
export function countEdits(times: readonly Millis[]): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted.filter((time, index) => {
    const before = sorted[index - 1]
    return before === undefined || time - before > ONE_EDIT_WITHIN_MS
  }).length
}

/** Decides the save state. The worst that is true is what is said. */
export function saveStateOf(facts: {
  readonly inMemory: number
  readonly cause: StorageCause | null
  readonly waiting: readonly Waiting[]
  readonly rescues: number
  readonly isOnline: boolean
}): SaveState {
  const { inMemory, cause, waiting, rescues, isOnline } = facts
  if (cause !== null && inMemory > 0) return { at: 'memory', count: inMemory, cause }
  if (rescues > 0) return { at: 'refused', rescues }
  const times = waiting.flatMap((room) => room.times)
  const count = waiting.reduce((sum, room) => sum + countEdits(room.times), 0)
  if (count === 0 && isOnline) return { at: 'server' }
  return {
    at: 'device',
    count,
    since: times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b)),
    offline: !isOnline,
  }
}
