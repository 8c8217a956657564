import type * as Y from 'yjs'

/** Part of a text by Yjs ids: [client, clock, length]. What a moved block was, so that its authors can be carried over. */
export type OriginRange = readonly [client: number, clock: number, length: number]

/** Ids of the units between two markers of a body, the last excluded. */
export function originRanges(first: Y.Item | null, end: Y.Item | null): OriginRange[] {
  const ranges: OriginRange[] = []
  for (let item = first; item !== null && item !== end; item = item.right) {
    if (item.deleted || !item.countable) continue
    const last = ranges.at(-1)
    const { client, clock } = item.id
    if (last !== undefined && last[0] === client && last[1] + last[2] === clock) {
      ranges[ranges.length - 1] = [client, last[1], last[2] + item.length]
    } else ranges.push([client, clock, item.length])
  }
  return ranges
}
