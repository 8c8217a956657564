import type { ClockRange } from './update-meta.ts'

/**
 * A set of Yjs clocks: per client a sorted list of disjoint intervals, flat as from, to, from, to … Gaps happen: an
 * update may arrive before the one it follows.
 */
export class ClockSet {
  readonly #byClient = new Map<number, number[]>()

  get size(): number {
    return this.#byClient.size
  }

  add({ client, from, to }: ClockRange): void {
    const intervals = this.#byClient.get(client)
    if (intervals === undefined) this.#byClient.set(client, [from, to])
    else addInterval(intervals, from, to)
  }

  /** Whether every clock of `range` is in the set. */
  has({ client, from, to }: ClockRange): boolean {
    const intervals = this.#byClient.get(client)
    if (intervals === undefined) return false
    const index = intervalAt(intervals, from)
    return (intervals[index] ?? Infinity) <= from && (intervals[index + 1] ?? -1) >= to
  }

  /** The parts of `range` that are not in the set, ascending. */
  missing({ client, from, to }: ClockRange): ClockRange[] {
    const intervals = this.#byClient.get(client) ?? []
    const gaps: ClockRange[] = []
    let at = from
    for (let index = intervalAt(intervals, from); index < intervals.length && at < to; index += 2) {
      const start = Math.max(intervals[index] ?? 0, from)
      if (start > at) gaps.push({ client, from: at, to: Math.min(start, to) })
      at = Math.max(at, intervals[index + 1] ?? at)
    }
    if (at < to) gaps.push({ client, from: at, to })
    return gaps
  }

  /** Per client, the end of the run that starts at clock 0: what Yjs calls the state vector. */
  *contiguous(): Generator<readonly [client: number, end: number]> {
    for (const [client, [from, to]] of this.#byClient) {
      if (from === 0 && to !== undefined) yield [client, to]
    }
  }

  /** Every client with its intervals, flat as from, to, from, to … */
  clients(): Iterable<readonly [client: number, intervals: readonly number[]]> {
    return this.#byClient
  }
}

/** Index of the first interval that ends at or after `clock`: the only one that can contain or touch it from the left. */
function intervalAt(intervals: readonly number[], clock: number): number {
  // Nearly every update continues where its client stopped.
  if ((intervals[intervals.length - 2] ?? Infinity) <= clock) return intervals.length - 2
  let low = 0
  let high = intervals.length / 2
  while (low < high) {
    const middle = (low + high) >> 1
    if ((intervals[middle * 2 + 1] ?? 0) < clock) low = middle + 1
    else high = middle
  }
  return low * 2
}

function addInterval(intervals: number[], from: number, to: number): void {
  const start = intervalAt(intervals, from)
  const left = intervals[start]
  const touches = left !== undefined && left <= to && (intervals[start + 1] ?? -1) >= from
  if (!touches) {
    const after = left !== undefined && left < from ? start + 2 : start
    intervals.splice(after, 0, from, to)
    return
  }
  let end = start
  let last = to
  while (end < intervals.length && (intervals[end] ?? Infinity) <= to) {
    last = Math.max(last, intervals[end + 1] ?? 0)
    end += 2
  }
  intervals.splice(start, end - start, Math.min(left, from), last)
}
