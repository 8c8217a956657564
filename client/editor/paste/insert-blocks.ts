import { Fragment, Slice, type Node } from 'prosemirror-model'
import {
  NodeSelection,
  Selection,
  TextSelection,
  type EditorState,
  type Transaction,
} from 'prosemirror-state'
import { ReplaceStep } from 'prosemirror-transform'
import type { NewId } from '../../../schemas/ids.ts'
import type { Inline, NewBlock } from '../../../schemas/text/body.ts'
import { nodesFrom } from '../../../schemas/text/commands.ts'
import { officialSchema } from '../../../schemas/text/official-schema.ts'
import { TABLE_COLUMNS_MAX, TABLE_ROWS_MAX } from '../../../schemas/text/tables.ts'
import type { PastedBlock, PastedRun } from './pasted.ts'
import { outlineOf } from '../plugins/clause-labels.ts'
import { recognise, type RecognisedBlock } from './recognise.ts'

const { paragraph } = officialSchema.nodes

/**
 * Puts pasted blocks at the selection, in one step. One paragraph goes into the paragraph around the caret; several
 * begin there when the first is running text, and on a line of their own when it is a clause. What stood behind the
 * caret follows the last of them. Pictures are left out; the caller says so.
 * @returns null when nothing is left to insert.
 */
export function insertBlocks(
  state: EditorState,
  pasted: readonly PastedBlock[],
  newId: NewId,
): Transaction | null {
  const blocks = pasted.filter((block) => block.kind !== 'picture')
  if (blocks.length === 0) return null
  const tr = deleteSelected(state)
  const only = blocks.length === 1 ? blocks[0] : undefined
  if (only?.kind === 'paragraph' && isInFilledParagraph(tr.selection)) {
    const [line] = nodesFrom([{ inline: only.runs.map(inlineOf) }], newId)
    return tr.replaceSelection(new Slice(line?.content ?? Fragment.empty, 0, 0))
  }
  return replaceByNodes(tr, nodesFrom(recognise(blocks, outlineOf(state)).flatMap(newBlocks), newId))
}

function deleteSelected(state: EditorState): Transaction {
  const tr = state.tr
  if (state.selection.empty || state.selection instanceof NodeSelection) return tr
  return tr.deleteSelection()
}

function isInFilledParagraph(selection: Selection): boolean {
  return selection instanceof TextSelection && selection.$from.parent.content.size > 0
}

function replaceByNodes(tr: Transaction, nodes: readonly Node[]): Transaction {
  const { $from, $to } = tr.selection
  if ($from.depth === 0) {
    // A table or a picture is selected: the paste takes its place.
    tr.step(new ReplaceStep($from.pos, $to.pos, new Slice(Fragment.from(nodes), 0, 0)))
    return caretAfter(tr, $from.pos, nodes)
  }
  const parent = $from.parent
  const headIsEmpty = $from.parentOffset === 0
  const tailIsEmpty = $from.parentOffset === parent.content.size
  const content = [...nodes]
  if (headIsEmpty) content[0] = inPlaceOf(parent, content[0], tailIsEmpty)
  // An open end joins with the paragraph it meets; an empty one keeps head or tail on a line of its own.
  if (!headIsEmpty && !isRunningText(content[0])) content.unshift(parent.copy())
  if (!tailIsEmpty && content.at(-1)?.type !== paragraph) content.push(paragraph.create())
  const from = headIsEmpty ? $from.before() : $from.pos
  const to = tailIsEmpty ? $from.after() : $from.pos
  const slice = new Slice(Fragment.from(content), headIsEmpty ? 0 : 1, tailIsEmpty ? 0 : 1)
  tr.step(new ReplaceStep(from, to, slice))
  const end = from + slice.size
  return tr.setSelection(
    tailIsEmpty ? Selection.near(tr.doc.resolve(end), -1) : TextSelection.create(tr.doc, end),
  )
}

/** The first pasted paragraph takes over an empty clause it was pasted into, its level and its identity. */
function inPlaceOf(parent: Node, first: Node | undefined, parentIsEmpty: boolean): Node {
  if (first === undefined) return parent
  if (!parentIsEmpty || first.type !== paragraph) return first
  const level = first.attrs.level === 0 ? parent.attrs.level : first.attrs.level
  return paragraph.create({ ...parent.attrs, level, label: first.attrs.label }, first.content)
}

function isRunningText(node: Node | undefined): boolean {
  return node?.type === paragraph && node.attrs.level === 0 && node.attrs.label === null
}

function caretAfter(tr: Transaction, from: number, nodes: readonly Node[]): Transaction {
  const end = from + nodes.reduce((size, node) => size + node.nodeSize, 0)
  return tr.setSelection(Selection.near(tr.doc.resolve(end), -1))
}

function newBlocks(block: RecognisedBlock): NewBlock[] {
  if (block.kind === 'picture') return []
  if (block.kind === 'paragraph') {
    return [{ level: block.level, label: block.label, inline: block.runs.map(inlineOf) }]
  }
  const width = Math.max(...block.rows.map((row) => row.length))
  if (block.rows.length <= TABLE_ROWS_MAX && width <= TABLE_COLUMNS_MAX)
    return [{ type: 'table', rows: block.rows }]
  return tableLines(block.rows).map((text) => ({ text }))
}

/** A table too large for official text as lines of text, a wide space between the cells. */
function tableLines(rows: readonly (readonly string[])[]): string[] {
  const lines = rows.map((row) => row.map((cell) => cell.replaceAll('\n', '，')).join('　'))
  return lines.filter((line) => line.trim() !== '')
}

function inlineOf({ text, marks }: PastedRun): Inline {
  return { kind: 'text', text, marks: Object.fromEntries(marks.map((mark) => [mark, true])) }
}
