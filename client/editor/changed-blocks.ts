import type { Node } from 'prosemirror-model'

/** The run of blocks in which two documents differ; everything before and after it is the same node in both. */
export interface ChangedBlocks {
  /** Index of the first block that differs, in both documents. */
  readonly first: number
  /** One past the last that differs, in the old document and in the new one. */
  readonly oldEnd: number
  readonly newEnd: number
}

/** Compares by node identity, which ProseMirror keeps for what a step did not touch; null when nothing differs. */
export function changedBlocks(before: Node, after: Node): ChangedBlocks | null {
  if (before === after) return null
  let oldEnd = before.childCount
  let newEnd = after.childCount
  const shorter = Math.min(oldEnd, newEnd)
  let first = 0
  while (first < shorter && before.child(first) === after.child(first)) first++
  while (oldEnd > first && newEnd > first && before.child(oldEnd - 1) === after.child(newEnd - 1)) {
    oldEnd--
    newEnd--
  }
  return first === oldEnd && first === newEnd ? null : { first, oldEnd, newEnd }
}
