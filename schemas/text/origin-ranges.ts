import type * as Y from 'yjs'
import { markerOf } from './walk.ts'

/** Part of a text by Yjs ids: [client, clock, length]. What a moved block was, so that its authors can be carried over. */
export type OriginRange = readonly [client: number, clock: number, length: number]

/** Ids of the units of a block that begins at an item, its own marker included; an implicit one has none. */
export function originRanges(first: Y.Item | null, marker: Y.Item | null): OriginRange[] {
  const ranges: OriginRange[] = []
  for (let item = first; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue
    const isEnd = markerOf(item) !== null
    if (isEnd && item !== marker) break
    const last = ranges.at(-1)
    const { client, clock } = item.id
    if (last !== undefined && last[0] === client && last[1] + last[2] === clock) {
      ranges[ranges.length - 1] = [client, last[1], last[2] + item.length]
    } else ranges.push([client, clock, item.length])
    if (isEnd) break
  }
  return ranges
}

/** The ranges in a value found on a marker; none where it is something else, which anybody may have written. */
export function originRangesIn(value: unknown): OriginRange[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((each: unknown): OriginRange[] => {
    if (!Array.isArray(each)) return []
    const [client, clock, length]: readonly unknown[] = each
    return isCount(client) && isCount(clock) && isCount(length) && length > 0 ? [[client, clock, length]] : []
  })
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
