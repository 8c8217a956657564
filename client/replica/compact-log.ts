import * as Y from 'yjs'
import type { RoomName } from '../../schemas/protocol/room-name.ts'
import type { ReplicaDatabase } from './database.ts'

/** Rows of a log above which it is worth writing them as one (facts.md §1). */
export const COMPACT_ABOVE_ROWS = 200

/**
 * Writes a room's log as one row, in one transaction; the outbox is not touched. A failure leaves the log as it was,
 * only longer than need be. [C5]
 * @returns how many rows the log then has
 */
export async function compactLog(db: ReplicaDatabase, room: RoomName): Promise<number> {
  return db.transaction('rw', db.updates, async () => {
    const rows = await db.rowsOf(db.updates, room).toArray()
    const seq = rows.at(-1)?.seq
    if (seq === undefined || rows.length <= COMPACT_ABOVE_ROWS) return rows.length
    await db.rowsOf(db.updates, room).delete()
    await db.updates.add({ room, seq, update: asOne(rows.map(({ update }) => update)) })
    return 1
  })
}

/** Replayed in a document of its own, so that what was typed and deleted again is let go. */
function asOne(updates: readonly Uint8Array[]): Uint8Array {
  const doc = new Y.Doc()
  Y.transact(doc, () => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  const state = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return state
}
