import { generateKeyBetween } from 'fractional-indexing'

/** Something that stands in an order among others: folders, documents, columns, rows. */
export interface Ordered {
  readonly id: string
  /** A fractional key; equal keys happen when two people insert at one place. */
  readonly order: string
}

/** Longest key still used for reckoning; 1,000 inserts at one gap make 169 characters (facts.md §6). */
const KEY_LENGTH_MAX = 1_000

/** Order by (key, id), compared by code unit, so that every peer sorts alike whatever its language. */
export function byOrder(a: Ordered, b: Ordered): number {
  return compareStrings(a.order, b.order) || compareStrings(a.id, b.id)
}

/** Code unit order: the same on every machine, unlike `localeCompare`. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/**
 * A key for something that is to stand at `index` among `siblings`.
 * @param siblings the others, already sorted by {@link byOrder}, without the one that is placed
 * @param index 0 for the front, `siblings.length` for the end; anything outside is taken to the nearer end
 * Among equal keys there is no gap: the new key then goes behind all of them. Keys that are no keys are passed over.
 */
export function orderAt(siblings: readonly Ordered[], index: number): string {
  const at = Math.max(0, Math.min(siblings.length, index))
  const lower = usableKeys(siblings.slice(0, at)).at(-1) ?? null
  const upper = usableKeys(siblings.slice(at)).find((key) => lower === null || key > lower) ?? null
  return between(lower, upper)
}

/** A key behind all of `siblings`, sorted by {@link byOrder}. */
export function orderAtEnd(siblings: readonly Ordered[]): string {
  return orderAt(siblings, siblings.length)
}

/** `count` keys in a row behind all of `siblings`, for putting in many at once. */
export function ordersAtEnd(siblings: readonly Ordered[], count: number): string[] {
  let last = usableKeys(siblings).at(-1) ?? null
  return Array.from({ length: count }, () => (last = between(last, null)))
}

function usableKeys(siblings: readonly Ordered[]): string[] {
  return siblings.map((sibling) => sibling.order).filter(isUsableKey)
}

function isUsableKey(key: string): boolean {
  if (key.length > KEY_LENGTH_MAX || !/^[A-Za-z][0-9A-Za-z]+$/.test(key)) return false
  return tryBetween(key, null) !== null && tryBetween(null, key) !== null
}

function between(lower: string | null, upper: string | null): string {
  return tryBetween(lower, upper) ?? tryBetween(lower, null) ?? generateKeyBetween(null, null)
}

/** Null where the library refuses: a key some other program wrote, or one at the end of what can be counted. */
function tryBetween(lower: string | null, upper: string | null): string | null {
  try {
    return generateKeyBetween(lower, upper)
  } catch {
    return null
  }
}
