import type { EditorState } from 'prosemirror-state'
import type { Node } from 'prosemirror-model'

/** A place in the text that survives everybody's edits: a Yjs relative position as JSON. */
export type TextPosition = Readonly<Record<string, unknown>>

/** `side` −1 keeps to the character before (a comment's end), 1 to the one after (a caret). Null when not in text. */
export declare function relativePosition(state: EditorState, pos: number, side?: -1 | 1): TextPosition | null
/** Where a place now is, or null when the JSON is no position of this body or its content has not arrived. Never throws. */
export declare function absolutePosition(state: EditorState, json: unknown): number | null
/** The block around a position. */
export declare function blockAt(
  state: EditorState,
  pos: number,
): { node: Node; index: number; from: number } | null
