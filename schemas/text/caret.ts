import type { Node, ResolvedPos } from 'prosemirror-model'
import { Selection, TextSelection, type EditorState, type Transaction } from 'prosemirror-state'
import type { Mappable } from 'prosemirror-transform'

/**
 * Carries the selection and the chosen marks over a colleague's change. A caret keeps to the character on its left,
 * or nothing typed there would stay together; at the start of a text it stays there, and goes along with the text
 * when somebody opens a block before it.
 */
export function keepCaret(state: EditorState, tr: Transaction): void {
  const { selection } = state
  if (selection instanceof TextSelection) {
    const kept = selection.empty
      ? at(tr.doc, carried(selection.$head, tr))
      : at(tr.doc, ...rangeCarried(selection, tr.mapping))
    if (!kept.eq(tr.selection)) tr.setSelection(kept)
  }
  if (state.storedMarks !== null) tr.setStoredMarks(state.storedMarks)
}

function carried($head: ResolvedPos, tr: Transaction): number {
  const left = tr.mapping.map($head.pos, -1)
  if ($head.parentOffset > 0 || $head.parent.content.size === 0) return left
  const $right = tr.doc.resolve(tr.mapping.map($head.pos, 1))
  return $right.depth === 0 || $right.sameParent(tr.doc.resolve(left)) ? left : $right.start()
}

/** What colleagues type at the edges of a selected range is not selected. */
function rangeCarried({ anchor, head }: TextSelection, mapping: Mappable): [head: number, anchor: number] {
  const side = anchor < head ? 1 : -1
  return [mapping.map(head, -side), mapping.map(anchor, side)]
}

function at(doc: Node, head: number, anchor = head): Selection {
  const [$anchor, $head] = [doc.resolve(anchor), doc.resolve(head)]
  return $anchor.parent.inlineContent && $head.parent.inlineContent
    ? new TextSelection($anchor, $head)
    : Selection.near($head, -1)
}
