import type { Node } from 'prosemirror-model'
import { TextSelection, type Command, type EditorState } from 'prosemirror-state'
import { bindingOf } from './binding.ts'
import { startOf } from './block-starts.ts'

/** A clause with everything under it: blocks `from` up to, not including, `to`. Running text stands for itself. */
export interface Section {
  readonly from: number
  readonly to: number
}

/** The section that block `index` begins. */
export function sectionAt(doc: Node, index: number): Section {
  const level = levelOf(doc, index)
  let to = index + 1
  if (level > 0) while (to < doc.childCount && (levelOf(doc, to) === 0 || levelOf(doc, to) > level)) to++
  return { from: index, to }
}

/** The section before or behind one, of the same level and under the same clause; null at the edge. */
export function neighbourOf(doc: Node, section: Section, direction: 'up' | 'down'): Section | null {
  const level = levelOf(doc, section.from)
  if (direction === 'down') {
    if (section.to >= doc.childCount || (level > 0 && levelOf(doc, section.to) !== level)) return null
    return level === 0 ? { from: section.to, to: section.to + 1 } : sectionAt(doc, section.to)
  }
  if (level === 0) return section.from === 0 ? null : { from: section.from - 1, to: section.from }
  for (let i = section.from - 1; i >= 0; i--) {
    const other = levelOf(doc, i)
    if (other > 0 && other < level) return null
    if (other === level) return { from: i, to: section.from }
  }
  return null
}

function levelOf(doc: Node, index: number): number {
  return doc.child(index).attrs.level ?? 0
}

/**
 * Moves the clause at the caret, with everything under it, past its neighbour. For the body a move is copy and
 * delete; the copies note what their mover saw there. Text that a colleague types into it meanwhile stays behind.
 */
export function moveSection(direction: 'up' | 'down'): Command {
  return (state, dispatch) => {
    const { doc, selection } = state
    const section = sectionAt(doc, Math.min(selection.$from.index(0), doc.childCount - 1))
    const other = neighbourOf(doc, section, direction)
    if (other === null) return false
    if (dispatch === undefined) return true
    const from = startOf(doc, section.from)
    const to = startOf(doc, section.to)
    const moved = Array.from({ length: section.to - section.from }, (_, i) =>
      withOrigin(state, section.from + i),
    )
    const target = direction === 'up' ? startOf(doc, other.from) : startOf(doc, other.to) - (to - from)
    const tr = state.tr.delete(from, to).insert(target, moved)
    const { anchor, head } = selection
    const shift = target - from
    if (selection instanceof TextSelection && head >= from && head <= to && anchor >= from && anchor <= to) {
      tr.setSelection(TextSelection.create(tr.doc, anchor + shift, head + shift))
    }
    dispatch(tr.scrollIntoView())
    return true
  }
}

function withOrigin(state: EditorState, index: number): Node {
  const node = state.doc.child(index)
  const ranges = node.isTextblock ? (bindingOf(state)?.originOf(index) ?? []) : []
  return ranges.length === 0
    ? node
    : node.type.create({ ...node.attrs, origin: ranges }, node.content, node.marks)
}
