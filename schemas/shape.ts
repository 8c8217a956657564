import * as Y from 'yjs'
import { ID_PATTERN } from './ids.ts'

/**
 * Reads of Y values that believe nothing: any client may have written anything under any key. A read that does not find
 * what it looks for answers null (or nothing), never throws and never writes.
 */

/** Longest single value taken from a room, in characters. A plan of 1,000,000 characters is one body, not one value. */
const VALUE_LENGTH_MAX = 100_000

/** A Y.Map of the room's top level. Asking for it writes nothing that is ever sent. */
export function mapOf(doc: Y.Doc, name: string): Y.Map<unknown> {
  return doc.getMap<unknown>(name)
}

/** A throw-away copy of a room: reading it can never touch the original (incident 13 of the lessons). */
export function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc({ gc: false })
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc), 'copy')
  return copy
}

/** The nested Y.Map under `key`, or null. */
export function nestedMap(map: Y.Map<unknown>, key: string): Y.Map<unknown> | null {
  const value = map.get(key)
  return value instanceof Y.Map ? value : null
}

/** The nested entries of a map whose keys are ids; whatever else stands there is passed over. */
export function entriesOf(map: Y.Map<unknown>): [string, Y.Map<unknown>][] {
  const entries: [string, Y.Map<unknown>][] = []
  for (const [id, value] of map.entries()) {
    if (value instanceof Y.Map && ID_PATTERN.test(id)) entries.push([id, value])
  }
  return entries
}

/** The words under `key`, kept in a register or in a Y.Text; null when there are none of either. */
export function wordsAt(map: Y.Map<unknown>, key: string): string | null {
  const value = map.get(key)
  if (typeof value === 'string') return wellFormed(value)
  return value instanceof Y.Text ? wellFormed(plainTextOf(value)) : null
}

/** The characters of a Y.Text; embeds are left out. */
export function plainTextOf(text: Y.Text): string {
  return text.toString()
}

/** Whole, bounded text: half surrogates cannot be put into canonical JSON. */
export function wellFormed(text: string): string {
  return text.slice(0, VALUE_LENGTH_MAX).toWellFormed()
}

/** The register under `key` when it is words. */
export function stringAt(map: Y.Map<unknown>, key: string): string | null {
  const value = map.get(key)
  return typeof value === 'string' ? wellFormed(value) : null
}

/** The register under `key` when it is a finite number. */
export function numberAt(map: Y.Map<unknown>, key: string): number | null {
  const value = map.get(key)
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** The register under `key` when it is one of `choices`. */
export function choiceAt<Choice extends string>(
  map: Y.Map<unknown>,
  key: string,
  choices: readonly Choice[],
): Choice | null {
  const value = map.get(key)
  return choices.find((choice) => choice === value) ?? null
}

/** The register under `key` when it looks like an id. */
export function idAt(map: Y.Map<unknown>, key: string): string | null {
  const value = map.get(key)
  return typeof value === 'string' && ID_PATTERN.test(value) ? value : null
}

/** The ids in the array under `key`, each once, in their order. */
export function idsAt(map: Y.Map<unknown>, key: string): string[] {
  const value = map.get(key)
  if (!Array.isArray(value)) return []
  return [...new Set(value.filter((id): id is string => typeof id === 'string' && ID_PATTERN.test(id)))]
}

/** A calendar day that exists, `YYYY-MM-DD`, or null. */
export function dayAt(map: Y.Map<unknown>, key: string): string | null {
  const value = map.get(key)
  return typeof value === 'string' && isDay(value) ? value : null
}

/** Whether `text` is a day of the calendar, written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (parts === null) return false
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

/** Days of a month, 1–12, in the Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  if (month === 2) return leap ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** When the entry was put into the bin, milliseconds; null while it is in use. Anything but a time counts as in use. */
export function deletedAtOf(entry: Y.Map<unknown>): number | null {
  return numberAt(entry, 'deletedAt')
}
