import type { Node } from 'prosemirror-model'

/** Position before block `index` of a document; behind all of them for the number of blocks. */
export function startOf(doc: Node, index: number): number {
  let pos = 0
  for (let i = 0; i < index; i++) pos += doc.child(i).nodeSize
  return pos
}

/** Positions before the first blocks of ranges that come in order. */
export function startsOf(doc: Node, ranges: readonly { readonly from: number }[]): number[] {
  let pos = 0
  let index = 0
  return ranges.map(({ from }) => {
    for (; index < from; index++) pos += doc.child(index).nodeSize
    return pos
  })
}
