import type * as Y from 'yjs'
import { readIndex, type Index } from '../../schemas/workspace/index-room.ts'
import { mapOf } from '../../schemas/shape.ts'

const NOTHING: Index = { documents: [], folders: [] }

/** The index room as plain data, read again after each change to it. */
export class LiveIndex {
  #current: Index = $state.raw(NOTHING)
  #isRead = $state(false)

  get current(): Index {
    return this.#current
  }

  /** False until a room has been read: nothing in `current` means nothing then. */
  get isRead(): boolean {
    return this.#isRead
  }

  /** Follows a loaded room. Call the returned function to stop. */
  follow(doc: Y.Doc): () => void {
    const lists = [mapOf(doc, 'documents'), mapOf(doc, 'folders')]
    let asked = false
    // A bundle of updates touches hundreds of entries in one task: one reading serves them all.
    const onChange = (): void => {
      if (asked) return
      asked = true
      queueMicrotask(() => {
        asked = false
        this.#current = readIndex(doc)
      })
    }
    for (const list of lists) list.observeDeep(onChange)
    this.#current = readIndex(doc)
    this.#isRead = true
    return () => {
      for (const list of lists) list.unobserveDeep(onChange)
    }
  }
}
