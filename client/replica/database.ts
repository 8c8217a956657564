import { Dexie, type Table } from 'dexie'
import type { Millis, WorkspaceId } from '../../schemas/ids.ts'
import type { RoomName } from '../../schemas/protocol/room-name.ts'

/** One row of a room's update log. Sequences rise within a room; compaction leaves one row with the highest. */
export interface UpdateRow {
  readonly room: RoomName
  readonly seq: number
  /** Yjs v1 update. */
  readonly update: Uint8Array
}

/** A local update the server has not acknowledged. Its `seq` is that of the same update in the log. */
export interface OutboxRow extends UpdateRow {
  readonly time: Millis
}

/** Outbox content the server refused, kept for people until they throw it away. */
export interface RescueRow {
  readonly id: string
  readonly room: RoomName
  readonly time: Millis
  /** Since when it had been waiting. */
  readonly since: Millis
  /** One of REFUSALS (schemas/protocol/errors.ts). */
  readonly code: number
  /** Yjs v1 updates, oldest first. */
  readonly updates: readonly Uint8Array[]
}

/** What is known of a room besides its updates. */
export interface RoomRow {
  readonly room: RoomName
  /** The copy holds edits the server refused, and must be made anew from the server's state before it syncs again. */
  readonly mustRebuild: boolean
}

/** The server's directory as of a moment, unparsed. */
export interface DirectoryRow {
  readonly workspaceId: WorkspaceId
  readonly directory: unknown
  readonly asOf: Millis
}

/** A version asked for, waiting for the server. */
export interface VersionRequestRow {
  readonly requestId: string
  readonly workspaceId: WorkspaceId
  readonly documentId: string
  readonly time: Millis
  /** Unparsed `TakeVersionRequest`. */
  readonly request: unknown
  /** Why the server will never take it as it is; absent while it may. An ApiErrorCode, unparsed. */
  readonly refused?: string
}

/** One account's copy of everything, on this device. Its names are for ever: older tabs still use them. */
export class ReplicaDatabase extends Dexie {
  declare readonly updates: Table<UpdateRow, [string, number]>
  declare readonly outbox: Table<OutboxRow, [string, number]>
  declare readonly rescue: Table<RescueRow, string>
  declare readonly rooms: Table<RoomRow, string>
  declare readonly directory: Table<DirectoryRow, string>
  declare readonly versionRequests: Table<VersionRequestRow, string>

  constructor(name: string) {
    // Writes are confirmed when they are on the disk, not when the browser has heard of them (facts.md §1).
    super(name, { chromeTransactionDurability: 'strict', cache: 'disabled' })
    this.version(1).stores({
      updates: '[room+seq]',
      outbox: '[room+seq]',
      rescue: 'id, room',
      rooms: 'room',
      directory: 'workspaceId',
      versionRequests: 'requestId, workspaceId',
      blobs: 'sha256',
      settings: 'key',
    })
  }

  /** Rows of one room in `updates` or `outbox`, in order. */
  rowsOf<Row extends UpdateRow>(table: Table<Row, [string, number]>, room: RoomName, fromSeq = 0) {
    return table.where('[room+seq]').between([room, fromSeq], [room, Infinity])
  }

  /** Unacknowledged edits of all rooms of a workspace. */
  outboxOf(workspaceId: WorkspaceId) {
    // '0' follows '/': these are all room names that begin with the workspace.
    return this.outbox.where('[room+seq]').between([`${workspaceId}/`], [`${workspaceId}0`])
  }

  /** The highest sequence in a room's log; 0 for none. */
  async lastSeq(room: RoomName): Promise<number> {
    const keys = await this.rowsOf(this.updates, room).reverse().limit(1).primaryKeys()
    return keys[0]?.[1] ?? 0
  }
}

/** Keys of rows of one room in `updates` or `outbox`. */
export function rowKeys(room: RoomName, seqs: readonly number[]): [string, number][] {
  return seqs.map((seq) => [room, seq])
}
