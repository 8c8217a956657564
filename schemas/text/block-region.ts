import type { Node } from 'prosemirror-model'
import type { Change } from './changes.ts'

/** Blocks between which lies all that differs: `from` up to `toA` before, up to `toB` after. */
export interface Region {
  readonly from: number
  readonly toA: number
  readonly toB: number
}

/**
 * Finds the blocks an edit touched. By identity, since attribute and mark steps leave no trace in step maps; and by
 * the changes, since a copied block may be the very same object as its neighbour.
 */
export function blockRegion(a: Node, b: Node, changes: readonly Change[]): Region {
  const firstChange = changes[0]?.fromA ?? Infinity
  const lastChange = changes.at(-1)?.toA ?? -1
  const shared = Math.min(a.childCount, b.childCount)
  let from = 0
  for (let pos = 0; from < shared && a.child(from) === b.child(from); from++) {
    pos += a.child(from).nodeSize
    if (pos > firstChange) break
  }
  let kept = 0
  for (let pos = a.content.size; kept < shared - from; kept++) {
    const node = a.child(a.childCount - 1 - kept)
    pos -= node.nodeSize
    if (node !== b.child(b.childCount - 1 - kept) || pos < lastChange) break
  }
  return { from, toA: a.childCount - kept, toB: b.childCount - kept }
}
