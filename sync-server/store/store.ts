import type { DocumentId, MemberId, Millis, WorkspaceId } from '../../schemas/ids.ts'
import type { RoomName } from '../../schemas/protocol/room-name.ts'
import type { VersionReason, VersionSummary } from '../../schemas/protocol/api.ts'

/**
 * The storage port: everything the server keeps. One contract suite (test/server/store-contract.ts) runs against every
 * implementation. Every promise resolves only when the data is durable; every rejection is a StoreError.
 */
export interface Store {
  readonly rooms: RoomStore
  readonly versions: VersionStore
  readonly tables: TableStore
  /** Finishes what is queued, then closes. Safe to call twice. */
  close(): Promise<void>
}

/** One update of one room on its way to disk. */
export interface RoomAppend {
  readonly room: RoomName
  /** Yjs v1 update, already checked. */
  readonly update: Uint8Array
  /** Who sent it, for authorship. Null: the server or the command line. */
  readonly via: MemberId | null
  readonly time: Millis
}

export type AppendOutcome =
  | { readonly ok: true; readonly sequence: number }
  /** This one was not stored (its room is broken or too large); others of the batch were. */
  | { readonly ok: false; readonly reason: 'room-unreadable' | 'too-large' | 'failed' }

export interface StoredRoom {
  /** Compacted state as one Yjs v1 update; null for none yet. */
  readonly state: Uint8Array | null
  /** Updates after the compacted state, oldest first. */
  readonly tail: readonly {
    readonly sequence: number
    readonly update: Uint8Array
    readonly via: MemberId | null
    readonly time: Millis
  }[]
  readonly sequence: number
  readonly schemaNumber: number
}

/** What compaction replaces, computed outside (in a worker) and handed in whole. */
export interface Compaction {
  readonly room: RoomName
  /** Everything up to and including this sequence is in `state`. */
  readonly upTo: number
  readonly state: Uint8Array
  /** Who wrote which clocks (design.md §7): kept beside the state. */
  readonly authorship: readonly Authorship[]
  /** Text garbage collection drops: words typed into what a colleague deleted. */
  readonly overwritten: readonly Overwritten[]
}

/** Words that nobody chose to delete: merging did, because a colleague had deleted what they stood in. */
export interface Overwritten {
  readonly time: Millis
  readonly by: MemberId | null
  readonly text: string
}

/** Who wrote, or deleted, the clocks `fromClock` (included) to `toClock` (excluded) of a Yjs client. */
export interface Authorship {
  readonly act: 'wrote' | 'deleted'
  readonly client: number
  readonly fromClock: number
  readonly toClock: number
  readonly member: MemberId | null
  readonly via: MemberId | null
  readonly time: Millis
}

export interface RoomStore {
  /** Stores a batch in one transaction with one fsync; a bad room never fails the batch. Outcomes in the batch's order. */
  append(batch: readonly RoomAppend[]): Promise<readonly AppendOutcome[]>
  /** Null when the room has never been written. @throws StoreError 'unreadable' for a damaged room. */
  load(room: RoomName): Promise<StoredRoom | null>
  /** Several rooms as they stand at one moment (one database snapshot): the cut across rooms of a version. */
  loadTogether(rooms: readonly RoomName[]): Promise<ReadonlyMap<RoomName, StoredRoom>>
  compact(compaction: Compaction): Promise<void>
  raiseSchemaNumber(room: RoomName, schemaNumber: number): Promise<void>
  authorship(room: RoomName): Promise<readonly Authorship[]>
  /** The room's journal of words that merging deleted, oldest first. */
  overwritten(room: RoomName): Promise<readonly Overwritten[]>
  /** Binds a Yjs client id to the member who announced it in this room. False when it is another member's already. */
  bindClient(room: RoomName, client: number, member: MemberId): Promise<boolean>
  /** Every client bound in this room, with its member. */
  bindings(room: RoomName): Promise<ReadonlyMap<number, MemberId>>
  /** All rooms of one document that have been written. */
  roomsOf(workspaceId: WorkspaceId, documentId: DocumentId): Promise<readonly RoomName[]>
  /** Binds an id to its workspace at its first write. Answers the workspace it belongs to. */
  claimDocument(documentId: DocumentId, workspaceId: WorkspaceId): Promise<WorkspaceId>
  workspaceOf(documentId: DocumentId): Promise<WorkspaceId | null>
  /**
   * Documents with edits after their last version: (document, time of the last edit). For quiet versions. Edits of a
   * discussion do not count; a version's time is that of its cut, or later edits would be taken for earlier ones.
   */
  unversionedSince(): Promise<
    readonly {
      readonly documentId: DocumentId
      readonly workspaceId: WorkspaceId
      readonly lastEdit: Millis
    }[]
  >
}

/** One entry of a document's record, exactly as hashed and signed; `entry` is its canonical JSON bytes. */
export interface StoredVersion {
  readonly summary: VersionSummary
  readonly workspaceId: WorkspaceId
  readonly reason: VersionReason
  readonly entry: Uint8Array
  readonly signature: Uint8Array
  readonly keyId: string
  readonly content: Uint8Array
  readonly states: ReadonlyMap<string, Uint8Array>
}

export interface VersionStore {
  /** Appends; the number must be the last plus one. @throws StoreError 'conflict' when it is not (try again). */
  add(version: StoredVersion, requestId: string | null): Promise<void>
  byRequest(documentId: DocumentId, requestId: string): Promise<VersionSummary | null>
  list(documentId: DocumentId): Promise<readonly VersionSummary[]>
  get(documentId: DocumentId, number: number): Promise<StoredVersion | null>
  /** Entries 1..number without content, for the chain of a package. */
  chain(
    documentId: DocumentId,
    upTo: number,
  ): Promise<
    readonly { readonly entry: Uint8Array; readonly signature: Uint8Array; readonly keyId: string }[]
  >
}

/**
 * Small relational data (directory, invitations, tokens, settings, audit): SQL in the modules that own the tables
 * (sync-server/directory, sync-server/accounts), run in the store's worker. Values are bound, never spliced.
 */
export interface TableStore {
  all(sql: string, ...values: readonly SqlValue[]): Promise<readonly Record<string, SqlValue>[]>
  /** Several statements in one transaction, durable when resolved. Rejects whole when one fails. */
  write(statements: readonly SqlStatement[]): Promise<void>
}
export interface SqlStatement {
  readonly sql: string
  readonly values: readonly SqlValue[]
}
export type SqlValue = string | number | bigint | Uint8Array | null

export type StoreErrorCode = 'unreadable' | 'failed' | 'conflict' | 'full' | 'read-only' | 'locked' | 'closed'

/** Something the store could not do. `code` decides what happens next; nothing of the failed call was kept. */
export class StoreError extends Error {
  readonly code: StoreErrorCode
  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StoreError'
    this.code = code
  }
}
