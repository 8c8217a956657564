import { Selection, TextSelection, type EditorState, type Transaction } from 'prosemirror-state'
import type { ResolvedPos } from 'prosemirror-model'

/**
 * Carries the selection and the chosen marks over a colleague's change. A caret keeps to the character on its left,
 * or nothing typed there would stay together; at the start of a text it keeps to the one on its right.
 */
export function keepCaret(state: EditorState, tr: Transaction): void {
  const { selection } = state
  if (selection instanceof TextSelection) {
    const sides = selection.empty ? caretSides(selection.$head) : rangeSides(selection)
    const anchor = tr.doc.resolve(tr.mapping.map(selection.anchor, sides.anchor))
    const head = tr.doc.resolve(tr.mapping.map(selection.head, sides.head))
    const kept =
      anchor.parent.inlineContent && head.parent.inlineContent
        ? new TextSelection(anchor, head)
        : Selection.near(head, -1)
    if (!kept.eq(tr.selection)) tr.setSelection(kept)
  }
  if (state.storedMarks !== null) tr.setStoredMarks(state.storedMarks)
}

function caretSides($head: ResolvedPos): { anchor: -1 | 1; head: -1 | 1 } {
  const side = $head.parentOffset === 0 && $head.parent.content.size > 0 ? 1 : -1
  return { anchor: side, head: side }
}

/** What colleagues type at the edges of a selected range is not selected. */
function rangeSides({ anchor, head }: TextSelection): { anchor: -1 | 1; head: -1 | 1 } {
  return anchor < head ? { anchor: 1, head: -1 } : { anchor: -1, head: 1 }
}
