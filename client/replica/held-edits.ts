import type { MemberId, WorkspaceId } from '../../schemas/ids.ts'
import { ReplicaDatabase } from './database.ts'

/** Whether this device holds edits of a workspace that the server has not: waiting ones, or ones it refused. */
export async function holdsEdits(accountId: MemberId, workspaceId: WorkspaceId): Promise<boolean> {
  const db = new ReplicaDatabase(`heshu-${accountId}`)
  try {
    const waiting = await db.outboxOf(workspaceId).limit(1).count()
    const refused = await db.rescue.where('room').startsWith(`${workspaceId}/`).limit(1).count()
    return waiting + refused > 0
  } finally {
    db.close()
  }
}
