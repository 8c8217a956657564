import type { Level } from '../../schemas/text/reading/reading.ts'
import { exchangeWords } from '../app/language/exchange.ts'
import { say } from '../app/language/language.svelte.ts'

/** What a source block can become: a level of the text, or left out of it. */
export type BlockPlace = '0' | '1' | '2' | '3' | '4' | 'out'

/** The choices of a level field, in words. */
export function placeChoices(): { readonly value: BlockPlace; readonly label: string }[] {
  return [
    { value: '0', label: say(exchangeWords.level0) },
    { value: '1', label: say(exchangeWords.level1) },
    { value: '2', label: say(exchangeWords.level2) },
    { value: '3', label: say(exchangeWords.level3) },
    { value: '4', label: say(exchangeWords.level4) },
    { value: 'out', label: say(exchangeWords.leftOut) },
  ]
}

const LEVELS: Readonly<Record<Exclude<BlockPlace, 'out'>, Level>> = { 0: 0, 1: 1, 2: 2, 3: 3, 4: 4 }

/** The level behind a choice; null for leaving the block out. */
export function levelOfPlace(place: BlockPlace): Level | null {
  return place === 'out' ? null : LEVELS[place]
}

/** The choice a level is shown as. */
export function placeOfLevel(level: Level, isTaken: boolean): BlockPlace {
  if (!isTaken) return 'out'
  return (['0', '1', '2', '3', '4'] as const)[level]
}
