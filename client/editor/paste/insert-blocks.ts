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
import { TakenIds } from './taken-ids.ts'
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
  const taken = new TakenIds(tr, newId)
  const only = blocks.length === 1 ? blocks[0] : undefined
  if (only?.kind === 'paragraph' && isInFilledParagraph(tr.selection)) {
    const [line] = nodesFrom([{ inline: only.runs.map(inlineOf) }], newId)
    return tr.replaceSelection(new Slice(line?.content ?? Fragment.empty, 0, 0))
  }
  const fresh = recognise(blocks, outlineOf(state)).flatMap((block) => newBlocks(block, taken))
  return replaceByNodes(tr, nodesFrom(fresh, newId), taken)
}

function deleteSelected(state: EditorState): Transaction {
  const tr = state.tr
  if (state.selection.empty || state.selection instanceof NodeSelection) return tr
  return tr.deleteSelection()
}

function isInFilledParagraph(selection: Selection): boolean {
  return selection instanceof TextSelection && selection.$from.parent.content.size > 0
}

function replaceByNodes(tr: Transaction, nodes: readonly Node[], taken: TakenIds): Transaction {
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
  if (headIsEmpty && tailIsEmpty) content[0] = inPlaceOf(parent, content[0], taken)
  // An open end joins with the paragraph it meets; an empty one keeps head or tail on a line of its own.
  if (!headIsEmpty && !isRunningText(content[0])) content.unshift(parent.copy())
  if (!tailIsEmpty && content.at(-1)?.type !== paragraph) content.push(paragraph.create())
  // What stands behind the caret stays the block it was, and what came before it in the paste joins it.
  if (headIsEmpty && !tailIsEmpty) content.push(inPlaceOf(parent, content.pop(), null))
  const from = headIsEmpty ? $from.before() : $from.pos
  const to = tailIsEmpty ? $from.after() : $from.pos
  const slice = new Slice(Fragment.from(content), headIsEmpty ? 0 : 1, tailIsEmpty ? 0 : 1)
  tr.step(new ReplaceStep(from, to, slice))
  const end = from + slice.size
  return tr.setSelection(
    tailIsEmpty ? Selection.near(tr.doc.resolve(end), -1) : TextSelection.create(tr.doc, end),
  )
}

/**
 * A pasted paragraph takes over the clause it was pasted into, its level and what it is. It brings an id of its own
 * only into an empty clause, and only one it was cut out with.
 */
function inPlaceOf(parent: Node, pasted: Node | undefined, taken: TakenIds | null): Node {
  if (pasted === undefined) return parent
  if (pasted.type !== paragraph) return pasted
  const { id, label, role, units, due } = pasted.attrs
  const level = pasted.attrs.level === 0 ? parent.attrs.level : pasted.attrs.level
  const named = role === null ? {} : { role, units, due }
  const kept = taken?.isKept(id) === true ? { id } : {}
  return paragraph.create({ ...parent.attrs, level, label, ...named, ...kept }, pasted.content)
}

function isRunningText(node: Node | undefined): boolean {
  return node?.type === paragraph && node.attrs.level === 0 && node.attrs.label === null
}

function caretAfter(tr: Transaction, from: number, nodes: readonly Node[]): Transaction {
  const end = from + nodes.reduce((size, node) => size + node.nodeSize, 0)
  return tr.setSelection(Selection.near(tr.doc.resolve(end), -1))
}

function newBlocks(block: RecognisedBlock, taken: TakenIds): NewBlock[] {
  if (block.kind === 'picture') return []
  const id = taken.keep(block.own?.id ?? null)
  if (block.kind === 'paragraph') {
    const { level, label, own } = block
    const { role, units, due } = own ?? {}
    const named = { ...(role ? { role } : {}), ...(units ? { units } : {}), ...(due ? { due } : {}) }
    return [{ ...id, level, label, ...named, inline: block.runs.map(inlineOf) }]
  }
  const width = Math.max(...block.rows.map((row) => row.length))
  if (block.rows.length <= TABLE_ROWS_MAX && width <= TABLE_COLUMNS_MAX)
    return [{ ...id, type: 'table', rows: block.rows, headRows: block.own?.headRows ?? 0 }]
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
