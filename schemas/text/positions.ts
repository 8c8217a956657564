import type { Node } from 'prosemirror-model'
import type { EditorState } from 'prosemirror-state'
import { bindingOf } from './binding.ts'
import { fromLasting, toLasting, type TextPosition } from './lasting-position.ts'

/** A block of the editor's document. */
export interface BlockAt {
  readonly node: Node
  readonly index: number
  /** Position before the block. */
  readonly from: number
}

/** The block around a position, or right behind it between two; null at the very end. */
export function blockAt(state: EditorState, pos: number): BlockAt | null {
  const at = state.doc.resolve(Math.max(0, Math.min(pos, state.doc.content.size)))
  const index = at.index(0)
  const node = state.doc.maybeChild(index)
  return node === null ? null : { node, index, from: at.posAtIndex(index, 0) }
}

/**
 * The lasting form of a position. With side −1 it keeps to the character before it (a caret, the end of a comment),
 * with 1 to the one behind (the start of a comment). Null when the state has no binding.
 */
export function relativePosition(state: EditorState, pos: number, side: -1 | 1 = -1): TextPosition | null {
  const binding = bindingOf(state)
  return binding === null ? null : toLasting({ ...binding.shown, doc: state.doc }, pos, side)
}

/** Where a lasting position now is; null when it is none of this body, or its text has not arrived. Never throws. */
export function absolutePosition(state: EditorState, position: unknown): number | null {
  const binding = bindingOf(state)
  return binding === null ? null : fromLasting({ ...binding.shown, doc: state.doc }, position)
}
