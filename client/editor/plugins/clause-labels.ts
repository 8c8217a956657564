import { Plugin, PluginKey, type EditorState } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import {
  DEFAULT_OUTLINE,
  numberDocument,
  readOutline,
  type Outline,
} from '../../../schemas/text/numbering.ts'
import { changedBlocks } from '../changed-blocks.ts'

type Numbered = ReturnType<typeof numberDocument>

export const CLAUSE_LABELS = new PluginKey<Numbered>('clause labels')

/** The attribute the style sheet draws as a clause's number. */
export const LABEL_ATTRIBUTE = 'data-number'

/** The computed or literal label of each block, by index; '' for running text. */
export function labelsOf(state: EditorState): readonly string[] {
  return CLAUSE_LABELS.getState(state)?.labels ?? []
}

/** The forms of the four levels the document is numbered by. */
export function outlineOf(state: EditorState): Outline {
  return CLAUSE_LABELS.getState(state)?.outline ?? DEFAULT_OUTLINE
}

/**
 * Numbers the clauses. A number is no part of the text: it stands in an attribute of the paragraph and is drawn by
 * the style sheet, so that renumbering a document touches no node, no selection and no colleague. [E2]
 * Set the meta `CLAUSE_LABELS` to an `Outline` to number by other forms.
 */
export function clauseLabels(outline: Outline): Plugin<Numbered> {
  return new Plugin<Numbered>({
    key: CLAUSE_LABELS,
    state: {
      init: (_config, state) => numberDocument(state.doc, outline),
      apply(tr, numbered) {
        const chosen: unknown = tr.getMeta(CLAUSE_LABELS)
        if (chosen !== undefined) return numberDocument(tr.doc, readOutline(chosen))
        return tr.docChanged ? numberDocument(tr.doc, numbered.outline, numbered) : numbered
      },
    },
    view(view) {
      drawLabels(view, 0, view.state.doc.childCount)
      return { update: drawChanged }
    },
  })
}

function drawChanged(view: EditorView, before: EditorState): void {
  const changed = changedBlocks(before.doc, view.state.doc)
  // The same state again means that ProseMirror was given new props, and may have drawn every block anew.
  const isRedrawn = before === view.state
  if (isRedrawn || labelsOf(before) !== labelsOf(view.state)) drawLabels(view, 0, view.state.doc.childCount)
  else if (changed !== null) drawLabels(view, changed.first, changed.newEnd)
}

/** Blocks and the children of the editor's element stand one to one: the editor puts no widgets between blocks. */
function drawLabels(view: EditorView, first: number, end: number): void {
  const labels = labelsOf(view.state)
  for (let index = first; index < end; index++) {
    const element = view.dom.children[index]
    const label = labels[index] ?? ''
    if (element === undefined || (element.getAttribute(LABEL_ATTRIBUTE) ?? '') === label) continue
    if (label === '') element.removeAttribute(LABEL_ATTRIBUTE)
    else element.setAttribute(LABEL_ATTRIBUTE, label)
  }
}
