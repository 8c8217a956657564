import type { StepMap } from 'prosemirror-transform'

/** A replaced range: `A` before, `B` after. Between two changes both documents hold the same tokens. */
export interface Change {
  readonly fromA: number
  readonly toA: number
  readonly fromB: number
  readonly toB: number
}

/**
 * Adds a step to changes that lead up to it. Kept as exact ranges, not found by comparing texts: in 的|的 a
 * comparison slides the edit and misplaces its author, its caret and what a colleague types there.
 */
export function addStepMap(changes: readonly Change[], map: StepMap): readonly Change[] {
  const ranges: [number, number, number][] = []
  map.forEach((oldStart, oldEnd, newStart, newEnd) => ranges.push([oldStart, oldEnd, newEnd - newStart]))
  // From the last to the first, so that the places of the earlier ones still hold.
  return ranges.reduceRight(
    (sum: readonly Change[], [from, to, size]) => addRange(sum, from, to, size),
    changes,
  )
}

/** Adds the replacement of [from, to) (in B) by `size` tokens, merging the changes it touches. */
export function addRange(
  changes: readonly Change[],
  from: number,
  to: number,
  size: number,
): readonly Change[] {
  const before = changes.filter((change) => change.toB < from)
  const after = changes.filter((change) => change.fromB > to)
  const touched = changes.slice(before.length, changes.length - after.length)
  const offsetBefore = offsetAfter(before.at(-1))
  const fromB = Math.min(from, touched[0]?.fromB ?? from)
  const toB = Math.max(to, touched.at(-1)?.toB ?? to)
  const offset = touched.length === 0 ? offsetBefore : offsetAfter(touched.at(-1))
  const grown = size - (to - from)
  const merged = { fromA: fromB + offsetBefore, toA: toB + offset, fromB, toB: toB + grown }
  return [...before, merged, ...after.map((change) => shift(change, 0, grown))]
}

function offsetAfter(change: Change | undefined): number {
  return change === undefined ? 0 : change.toA - change.toB
}

function shift(change: Change, byA: number, byB: number): Change {
  return {
    fromA: change.fromA + byA,
    toA: change.toA + byA,
    fromB: change.fromB + byB,
    toB: change.toB + byB,
  }
}

/** The same changes in a document in which everything lies `by` tokens further on. */
export function shiftChanges(changes: readonly Change[], by: number): readonly Change[] {
  return by === 0 ? changes : changes.map((change) => shift(change, by, by))
}
