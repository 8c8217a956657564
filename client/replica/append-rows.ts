import type { OutboxRow, ReplicaDatabase, UpdateRow } from './database.ts'

/** The log has these sequences already: another tab was quicker. Nothing was written. */
export class SequenceTaken extends Error {
  override readonly name = 'SequenceTaken'
}

/**
 * Appends to a room's log and outbox in one strict transaction, and says at once that this is all: no answer has to come
 * back to the page before the browser commits, so a tab closed in the same moment loses nothing. That is why this goes
 * past Dexie, which asks between the steps.
 * @param deletes keys of outbox rows that were acknowledged
 * @throws SequenceTaken; else what the browser says
 */
export async function appendRows(
  db: ReplicaDatabase,
  rows: { readonly updates: readonly UpdateRow[]; readonly outbox: readonly OutboxRow[] },
  deletes: readonly [string, number][],
): Promise<void> {
  if (!db.isOpen()) await db.open()
  const dbTx = db.backendDB().transaction(['updates', 'outbox'], 'readwrite', { durability: 'strict' })
  const ended = new Promise<void>((resolve, reject) => {
    dbTx.oncomplete = () => resolve()
    dbTx.onabort = () => {
      const { error } = dbTx
      reject(error?.name === 'ConstraintError' ? new SequenceTaken() : (error ?? new Error('aborted')))
    }
  })
  const updates = dbTx.objectStore('updates')
  const outbox = dbTx.objectStore('outbox')
  for (const row of rows.updates) updates.add(row)
  for (const row of rows.outbox) outbox.add(row)
  for (const key of deletes) outbox.delete(key)
  dbTx.commit()
  return ended
}
