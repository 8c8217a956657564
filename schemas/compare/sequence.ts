/** What became of an item between two lists. */
export type ItemChange<Item> =
  | { readonly change: 'added'; readonly after: Item }
  | { readonly change: 'removed'; readonly before: Item }
  | { readonly change: 'kept' | 'moved'; readonly before: Item; readonly after: Item }

/**
 * Pairs two lists whose items have ids, and says what was added, removed, moved or kept, in the order of the newer list;
 * a removed item stands where it was. An id that stands twice is paired first with first, second with second. As few as
 * possible count as moved: all that are not in the longest run that kept its order.
 */
export function compareSequences<Item extends { readonly id: string }>(
  before: readonly Item[],
  after: readonly Item[],
): ItemChange<Item>[] {
  const places = placesById(before)
  const pairs = after.map((item) => places.get(item.id)?.shift() ?? null)
  const kept = longestIncreasing(pairs)
  const removed = new Set([...places.values()].flat())
  const changes: ItemChange<Item>[] = []
  let next = 0
  const takeRemoved = (upTo: number) => {
    for (; next < upTo; next++) {
      const item = before[next]
      if (item !== undefined && removed.has(next)) changes.push({ change: 'removed', before: item })
    }
  }
  for (const [index, item] of after.entries()) {
    const place = pairs[index] ?? null
    const old = place === null ? undefined : before[place]
    if (place === null || old === undefined) changes.push({ change: 'added', after: item })
    else if (!kept.has(index)) changes.push({ change: 'moved', before: old, after: item })
    else {
      takeRemoved(place)
      changes.push({ change: 'kept', before: old, after: item })
    }
  }
  takeRemoved(before.length)
  return changes
}

function placesById(items: readonly { readonly id: string }[]): Map<string, number[]> {
  const places = new Map<string, number[]>()
  for (const [index, { id }] of items.entries()) {
    const known = places.get(id)
    if (known === undefined) places.set(id, [index])
    else known.push(index)
  }
  return places
}

/** Indices of a longest strictly increasing subsequence, nulls passed over. @see patience sorting */
function longestIncreasing(values: readonly (number | null)[]): Set<number> {
  const tails: number[] = []
  const before: (number | null)[] = []
  for (const [index, value] of values.entries()) {
    before.push(null)
    if (value === null) continue
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((values[tails[middle] ?? 0] ?? 0) < value) low = middle + 1
      else high = middle
    }
    before[index] = tails[low - 1] ?? null
    tails[low] = index
  }
  const kept = new Set<number>()
  for (let at = tails.at(-1) ?? null; at !== null; at = before[at] ?? null) kept.add(at)
  return kept
}
