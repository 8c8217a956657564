import type * as Y from 'yjs'

export interface TextUndo {
  undo(): boolean
  redo(): boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** The next edit begins a new step. */
  stopCapturing(): void
  /** Called after each change of `canUndo` / `canRedo`; returns how to stop. */
  subscribe(listener: () => void): () => void
  destroy(): void
}
export declare function textUndo(body: Y.Text, options?: { captureTimeoutMs?: number }): TextUndo
