import type { Node } from 'prosemirror-model'
import { Plugin, PluginKey, type EditorState, type Transaction } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import { blockById } from '../block-by-id.ts'

/** A stretch of a block's text, counted in characters from its start, as findings count. */
export interface Span {
  readonly from: number
  readonly to: number
}

interface Highlight {
  readonly blockId: string
  readonly spans: readonly Span[]
}

const HIGHLIGHTS = new PluginKey<DecorationSet>('highlights')

/** Marks stretches of text that something beside the sheet speaks of: a finding, a thread, a search. [E10] */
export function highlights(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: HIGHLIGHTS,
    state: { init: () => DecorationSet.empty, apply: (tr, set) => nextHighlights(tr, set) },
    props: { decorations: (state) => HIGHLIGHTS.getState(state) },
  })
}

function nextHighlights(tr: Transaction, set: DecorationSet): DecorationSet {
  const wanted: Highlight | null | undefined = tr.getMeta(HIGHLIGHTS)
  if (wanted === undefined) return tr.docChanged ? set.map(tr.mapping, tr.doc) : set
  return wanted === null ? DecorationSet.empty : drawn(tr.doc, wanted)
}

function drawn(doc: Node, { blockId, spans }: Highlight): DecorationSet {
  const found = blockById(doc, blockId)
  if (found === null) return DecorationSet.empty
  const { node, from } = found
  if (spans.length === 0) return DecorationSet.create(doc, [whole(from, node)])
  const last = node.content.size
  const decorations = spans
    .filter((span) => span.from < span.to && span.from < last)
    .map((span) =>
      Decoration.inline(from + 1 + span.from, from + 1 + Math.min(span.to, last), { class: 'highlight' }),
    )
  return DecorationSet.create(doc, decorations)
}

function whole(from: number, node: Node): Decoration {
  return Decoration.node(from, from + node.nodeSize, { class: 'highlighted' })
}

/** The transaction that highlights stretches of one block, or the whole of it when none are given. */
export function highlightIn(state: EditorState, blockId: string, spans: readonly Span[]): Transaction {
  return state.tr.setMeta(HIGHLIGHTS, { blockId, spans })
}

/** The transaction that takes all highlights away. */
export function clearHighlights(state: EditorState): Transaction {
  return state.tr.setMeta(HIGHLIGHTS, null)
}
