import type { Attrs, Node } from 'prosemirror-model'
import {
  NodeSelection,
  Selection,
  TextSelection,
  type Command,
  type EditorState,
  type Transaction,
} from 'prosemirror-state'
import * as Y from 'yjs'
import type { NewId } from '../ids.ts'
import { bodyOf, writeBlocks, type Level, type NewBlock } from './body.ts'
import { LEVEL_MAX, officialSchema } from './official-schema.ts'
import { renderBody } from './render.ts'

const { nodes, marks } = officialSchema

/** Runs the first command that applies. */
export function firstOf(...commands: readonly Command[]): Command {
  return (state, dispatch, view) => commands.some((command) => command(state, dispatch, view))
}

/** Deletes what is selected; false when nothing is. */
export const deleteSelection: Command = (state, dispatch) => {
  if (state.selection.empty) return false
  dispatch?.(state.tr.deleteSelection().scrollIntoView())
  return true
}

/**
 * Enter. Both halves keep the level; label, role and what goes with it stay with the beginning of the text. In an
 * empty clause it ends the numbering instead, behind a table or picture it opens a paragraph.
 */
export const splitBlock: Command = (state, dispatch) => {
  const { selection } = state
  if (selection instanceof NodeSelection && selection.node.isBlock) return openBehind(state, dispatch)
  const tr = state.tr.deleteSelection()
  const { $from } = tr.selection
  const block = $from.parent
  if (block.type !== nodes.paragraph) return false
  const { level, label } = block.attrs
  if (selection.empty && block.content.size === 0 && (level > 0 || label !== null)) {
    return setParagraphs({ level: 0, label: null })(state, dispatch)
  }
  const kept = { level, origin: block.attrs.origin }
  const { id, x, role, units, due } = block.attrs
  const named = { ...kept, label, role, units, due }
  const tailHoldsText = $from.parentOffset < block.content.size
  const headIsNamed = $from.parentOffset > 0
  // What this version does not know stays with the marker, and that with the half that keeps the id.
  const head = { ...(headIsNamed ? named : kept), id, x: tailHoldsText ? null : x }
  const tail = { ...(headIsNamed ? kept : named), id, x: tailHoldsText ? x : null }
  tr.split($from.pos, 1, [{ type: nodes.paragraph, attrs: tail }])
  setAttrs(tr, $from.before(1), head)
  dispatch?.(tr.scrollIntoView())
  return true
}

function openBehind(state: EditorState, dispatch?: (tr: Transaction) => void): boolean {
  const at = state.selection.to
  const tr = state.tr.insert(at, nodes.paragraph.create())
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView())
  return true
}

function setAttrs(tr: Transaction, pos: number, attrs: Attrs): void {
  const node = tr.doc.nodeAt(pos)
  for (const [key, attr] of Object.entries(node?.type.spec.attrs ?? {})) {
    const value: unknown = attrs[key] ?? attr.default
    if (node?.attrs[key] !== value) tr.setNodeAttribute(pos, key, value)
  }
}

/** Shift-Enter: a line break inside the paragraph. */
export const insertBreak: Command = (state, dispatch) => {
  if (!state.selection.$from.parent.isTextblock) return false
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView())
  return true
}

/** Backspace at the start of a clause: takes its number away first. */
export const liftAtStart: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || $from.parentOffset > 0 || $from.parent.type !== nodes.paragraph) return false
  const { level, label } = $from.parent.attrs
  return (level > 0 || label !== null) && setParagraphs({ level: 0, label: null })(state, dispatch)
}

/** Backspace at the start of a text: joins it to the one before; an empty one before goes; an atom is selected. */
export const joinBackward: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || $from.depth === 0 || $from.parentOffset > 0) return false
  const at = $from.before(1)
  const before = state.doc.resolve(at).nodeBefore
  if (before === null) return false
  dispatch?.(joined(state, at, before, $from.parent, before).scrollIntoView())
  return true
}

/** Delete at the end of a text: joins the next one to it; an empty one next goes; an atom is selected. */
export const joinForward: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || $from.depth === 0 || $from.parentOffset < $from.parent.content.size) return false
  const at = $from.after(1)
  const after = state.doc.resolve(at).nodeAfter
  if (after === null) return false
  dispatch?.(joined(state, at, $from.parent, after, after).scrollIntoView())
  return true
}

function joined(state: EditorState, at: number, before: Node, after: Node, other: Node): Transaction {
  const { tr } = state
  if (!other.isTextblock) {
    const pos = other === before ? at - before.nodeSize : at
    return tr.setSelection(NodeSelection.create(state.doc, pos))
  }
  // An empty paragraph goes with its marker; the other keeps its own, and all it says.
  if (before.content.size === 0) return tr.delete(at - before.nodeSize, at)
  if (after.content.size === 0) return tr.delete(at, at + after.nodeSize)
  return tr.join(at)
}

/** Makes the selected paragraphs clauses of a level, or running text (0). A literal label gives way to the number. */
export function setLevel(level: Level): Command {
  return setParagraphs({ level, label: null })
}

/** Tab: one level deeper; running text takes the level of the clause before it. */
export const indent: Command = (state, dispatch) =>
  changeParagraphs(({ node, pos }) => {
    const { level } = node.attrs
    return { level: level === 0 ? levelBefore(state.doc, pos) : Math.min(LEVEL_MAX, level + 1) }
  })(state, dispatch)

/** Shift-Tab: one level up, in the end running text. */
export const outdent: Command = changeParagraphs(({ node }) => ({ level: Math.max(0, node.attrs.level - 1) }))

function levelBefore(doc: Node, pos: number): number {
  for (let i = doc.resolve(pos).index(0) - 1; i >= 0; i--) {
    const level: number = doc.child(i).attrs.level ?? 0
    if (level > 0) return level
  }
  return 1
}

/** What a paragraph is in its document, e.g. `decision` with units and a due day; null takes role, units and day away. */
export function setRole(
  role: string | null,
  fields: { readonly units?: readonly string[]; readonly due?: string | null } = {},
): Command {
  const named = role === null ? { units: null, due: null } : fields
  return setParagraphs({ role, ...named })
}

function setParagraphs(attrs: Attrs): Command {
  return changeParagraphs(() => attrs)
}

/** Sets attributes of all paragraphs the selection touches; false when nothing would change. */
function changeParagraphs(attrsFor: (at: { node: Node; pos: number }) => Attrs): Command {
  return (state, dispatch) => {
    const { tr } = state
    state.doc.nodesBetween(state.selection.from, state.selection.to, (node, pos) => {
      if (node.type !== nodes.paragraph) return false
      for (const [key, value] of Object.entries(attrsFor({ node, pos }))) {
        if (node.attrs[key] !== value) tr.setNodeAttribute(pos, key, value)
      }
      return false
    })
    if (tr.steps.length === 0) return false
    dispatch?.(tr)
    return true
  }
}

const OPPOSITE: Readonly<Record<string, string>> = { superscript: 'subscript', subscript: 'superscript' }

/** Sets a mark on the selection, or takes it off when all of it has it. At a caret, for what is typed next. */
export function toggleMark(name: string): Command {
  return (state, dispatch) => {
    const type = marks[name]
    const { selection, tr } = state
    if (type === undefined || !(selection instanceof TextSelection)) return false
    const opposite = marks[OPPOSITE[name] ?? '']
    if (selection.empty) {
      const active = state.storedMarks ?? selection.$from.marks()
      const set = type.isInSet(active) === undefined
      if (set && opposite !== undefined) tr.removeStoredMark(opposite)
      dispatch?.(set ? tr.addStoredMark(type.create()) : tr.removeStoredMark(type))
      return true
    }
    const { from, to } = selection
    if (hasMarkEverywhere(state.doc, from, to, name)) tr.removeMark(from, to, type)
    else {
      if (opposite !== undefined) tr.removeMark(from, to, opposite)
      tr.addMark(from, to, type.create())
    }
    dispatch?.(tr.scrollIntoView())
    return true
  }
}

function hasMarkEverywhere(doc: Node, from: number, to: number, name: string): boolean {
  let everywhere = true
  doc.nodesBetween(from, to, (node) => {
    if (node.isText && !node.marks.some((mark) => mark.type.name === name)) everywhere = false
  })
  return everywhere
}

/**
 * Puts blocks in at the selection. One block of running text flows into the paragraph at the caret; otherwise they
 * come behind it, or in its place when it is empty.
 */
export function insertBlocks(blocks: readonly NewBlock[], newId: NewId): Command {
  return (state, dispatch) => {
    const fresh = nodesFrom(blocks, newId)
    const [only] = fresh
    if (only === undefined) return false
    const tr = state.tr.deleteSelection()
    const { $from } = tr.selection
    if (fresh.length === 1 && only.isTextblock && only.attrs.level === 0 && $from.parent.isTextblock) {
      tr.replaceWith($from.pos, $from.pos, only.content)
    } else {
      const inBlock = $from.depth > 0
      const from =
        inBlock && $from.parent.content.size === 0 ? $from.before(1) : inBlock ? $from.after(1) : $from.pos
      const to = inBlock ? $from.after(1) : $from.pos
      tr.replaceWith(from, to, [...fresh])
      const end = fresh.reduce((sum, node) => sum + node.nodeSize, from)
      tr.setSelection(Selection.near(tr.doc.resolve(end), -1))
    }
    dispatch?.(tr.scrollIntoView())
    return true
  }
}

/** Blocks as nodes of the editor, made the way the editor shows any body. */
export function nodesFrom(blocks: readonly NewBlock[], newId: NewId): readonly Node[] {
  const body = bodyOf(new Y.Doc())
  writeBlocks(body, blocks, newId)
  return blocks.length === 0 ? [] : renderBody(body).children
}
