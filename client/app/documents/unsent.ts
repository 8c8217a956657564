import type { DocumentId, Millis } from '../../../schemas/ids.ts'
import { parseRoomName, type RoomName } from '../../../schemas/protocol/room-name.ts'

/** Edits of one room that are only on this device. */
export interface UnsentRoom {
  readonly room: RoomName
  readonly edits: number
  readonly since: Millis
}

export interface UnsentDocument {
  /** Null: the workspace's own lists (folders, titles). */
  readonly document: DocumentId | null
  readonly edits: number
  readonly since: Millis
}

/** Unsent edits by document, the longest waiting first: people think in documents, not in rooms. [U10] */
export function unsentByDocument(rooms: readonly UnsentRoom[]): UnsentDocument[] {
  const byDocument = new Map<DocumentId | null, UnsentDocument>()
  for (const { room, edits, since } of rooms) {
    const place = parseRoomName(room)
    if (place === null || edits === 0) continue
    const document = place.room === 'index' ? null : place.documentId
    const known = byDocument.get(document) ?? { document, edits: 0, since }
    byDocument.set(document, {
      document,
      edits: known.edits + edits,
      since: Math.min(known.since, since),
    })
  }
  return [...byDocument.values()].sort((a, b) => a.since - b.since)
}
