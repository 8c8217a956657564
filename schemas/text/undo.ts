import { Selection, TextSelection, type EditorState } from 'prosemirror-state'
import * as Y from 'yjs'
import { bindingOf } from './binding.ts'
import { absolutePosition, relativePosition } from './positions.ts'
import { TEXT_EDIT, type EditorHost, type SavedSelection } from './text-binding.ts'

export interface TextUndo {
  /** Takes back one's own last step; false when there is none. What colleagues wrote meanwhile stays. */
  undo(): boolean
  redo(): boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** The next edit begins a new step. */
  stopCapturing(): void
  /** Calls `listener` after each change of what can be undone; returns how to stop. */
  subscribe(listener: () => void): () => void
  destroy(): void
}

export interface TextUndoOptions {
  /** The editor whose selection is restored; without it only the text is. */
  readonly host?: EditorHost
  /** Edits closer together than this are one step. */
  readonly captureTimeoutMs?: number
}

/**
 * Undo of what was done in this tab's editor, and of nothing else: Yjs takes back the changes themselves, so
 * colleagues' words typed among them stay.
 */
export function textUndo(body: Y.Text, options: TextUndoOptions = {}): TextUndo {
  const { host } = options
  const manager = new Y.UndoManager(body, {
    // Yjs tracks the origin null unless told otherwise, and would undo what applyUpdate without origin brought.
    trackedOrigins: new Set([TEXT_EDIT]),
    captureTimeout: options.captureTimeoutMs ?? 500,
  })
  const selections = new WeakMap<object, SavedSelection>()
  const listeners = new Set<() => void>()
  manager.on('stack-item-added', ({ stackItem, type }) => {
    const binding = host === undefined ? null : bindingOf(host.state)
    const saved = type === 'undo' ? (binding?.selectionBefore ?? null) : savedIn(host?.state)
    if (saved !== null) selections.set(stackItem, saved)
  })
  manager.on('stack-item-popped', ({ stackItem }) => {
    const saved = selections.get(stackItem)
    if (host !== undefined && saved !== undefined) restore(host, saved)
  })
  const tell = () => {
    for (const listener of listeners) listener()
  }
  for (const event of ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const)
    manager.on(event, tell)
  return {
    undo: () => manager.undo() !== null,
    redo: () => manager.redo() !== null,
    get canUndo() {
      return manager.canUndo()
    },
    get canRedo() {
      return manager.canRedo()
    },
    stopCapturing: () => manager.stopCapturing(),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    destroy() {
      manager.destroy()
    },
  }
}

function savedIn(state: EditorState | undefined): SavedSelection | null {
  if (state === undefined) return null
  const { anchor, head } = state.selection
  const saved = { anchor: relativePosition(state, anchor), head: relativePosition(state, head) }
  return saved.anchor === null || saved.head === null ? null : { anchor: saved.anchor, head: saved.head }
}

function restore(host: EditorHost, saved: SavedSelection): void {
  const { state } = host
  const head = absolutePosition(state, saved.head)
  if (head === null) return
  const anchor = absolutePosition(state, saved.anchor) ?? head
  const [$anchor, $head] = [state.doc.resolve(anchor), state.doc.resolve(head)]
  const selection =
    $anchor.parent.inlineContent && $head.parent.inlineContent
      ? new TextSelection($anchor, $head)
      : Selection.near($head)
  host.dispatch(state.tr.setSelection(selection).scrollIntoView())
}
