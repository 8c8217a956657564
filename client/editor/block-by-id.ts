import type { Node } from 'prosemirror-model'

/** The first block of that id, with the position before it; null when it is gone. Two people moving one leave two. */
export function blockById(doc: Node, id: string): { readonly node: Node; readonly from: number } | null {
  let from = 0
  for (let index = 0; index < doc.childCount; index++) {
    const node = doc.child(index)
    if (node.attrs.id === id) return { node, from }
    from += node.nodeSize
  }
  return null
}
