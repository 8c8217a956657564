import type { Conflict, Doubt } from '../../schemas/text/reading/reading.ts'
import { conflictWords, doubtWords } from '../app/language/exchange.ts'
import { say } from '../app/language/language.svelte.ts'
import { printedDay } from '../plan/printed-day.ts'

/** One thing a person should look at. */
export interface CheckItem {
  readonly id: string
  readonly text: string
  /** What the reading went on with, or what it counted. */
  readonly note: string
  /** Where it stands, in the words of the source. */
  readonly places: readonly { readonly block: number | null; readonly words: string }[]
}

/** A contradiction in words: what differs, both places, and which one was used. */
export function conflictItem(conflict: Conflict, index: number): CheckItem {
  const { said, counted } = conflict.data
  const counts =
    typeof said === 'number' && typeof counted === 'number' ? say(conflictWords.counted, said, counted) : ''
  return {
    id: `conflict-${index}`,
    text: say(conflictWords[conflict.code]),
    note: conflict.used === null ? counts : say(conflictWords.used, printedDay(conflict.used)),
    places: conflict.places,
  }
}

/** A doubt in words, with the words it concerns. */
export function doubtItem(doubt: Doubt, index: number): CheckItem {
  return {
    id: `doubt-${index}`,
    text: say(doubtWords[doubt.code]),
    note: '',
    places: doubt.words === '' ? [] : [{ block: doubt.block, words: doubt.words }],
  }
}
