import * as Y from 'yjs'
import type { DocumentId, WorkspaceId } from '../../schemas/ids.ts'
import { indexRoom } from '../../schemas/protocol/room-name.ts'
import { type IndexDocument, readIndex } from '../../schemas/workspace/index-room.ts'
import type { Store, StoredRoom } from '../store/store.ts'

/** What the index rooms list, read on throw-away copies of what is stored. */
export class Documents {
  readonly #store: Store
  /** The last reading of each index room; good as long as the room stands at that sequence. */
  readonly #read = new Map<WorkspaceId, { sequence: number; documents: readonly IndexDocument[] }>()

  constructor(store: Store) {
    this.#store = store
  }

  /** All documents of a workspace, those in the bin included. */
  async list(workspaceId: WorkspaceId): Promise<readonly IndexDocument[]> {
    const stored = await this.#store.rooms.load(indexRoom(workspaceId))
    if (stored === null) return []
    const known = this.#read.get(workspaceId)
    if (known?.sequence === stored.sequence) return known.documents
    const documents = documentsIn(stored)
    this.#read.set(workspaceId, { sequence: stored.sequence, documents })
    return documents
  }

  /** The index's entry of one document; null when it lists none of that id. */
  async find(workspaceId: WorkspaceId, documentId: DocumentId): Promise<IndexDocument | null> {
    return (await this.list(workspaceId)).find(({ id }) => id === documentId) ?? null
  }
}

function documentsIn(stored: StoredRoom): readonly IndexDocument[] {
  const doc = new Y.Doc()
  try {
    doc.transact(() => {
      for (const update of updatesOf(stored)) Y.applyUpdate(doc, update, 'read')
    }, 'read')
    return readIndex(doc).documents
  } finally {
    doc.destroy()
  }
}

/** A stored room as updates to apply, oldest first. */
export function updatesOf({ state, tail }: StoredRoom): Uint8Array[] {
  const later = tail.map(({ update }) => update)
  return state === null ? later : [state, ...later]
}
