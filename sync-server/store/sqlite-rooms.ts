import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'
import * as v from 'valibot'
import { DocumentId, MemberId, WorkspaceId } from '../../schemas/ids.ts'
import { parseRoomName, RoomName } from '../../schemas/protocol/room-name.ts'
import {
  type AppendOutcome,
  type Authorship,
  type Compaction,
  type Overwritten,
  type RoomAppend,
  StoreError,
  type StoredRoom,
} from './store.ts'
import { unpackBatch, packRoom, type PackedBatch, type PackedRoom } from './packing.ts'

type Row = ReturnType<StatementSync['get']>

/** The rooms of one SQLite database. Runs in the store's worker; every call is one transaction. */
export class SqliteRooms {
  readonly #database: DatabaseSync
  readonly #roomBytesMax: number
  /** Rooms whose stored bytes turned out damaged: nothing is added to them until a load succeeds. */
  readonly #damaged = new Set<RoomName>()
  readonly #find
  readonly #create
  readonly #insert
  readonly #advance
  readonly #state
  readonly #tail

  constructor(database: DatabaseSync, roomBytesMax: number) {
    this.#database = database
    this.#roomBytesMax = roomBytesMax
    this.#find = database.prepare('SELECT id, sequence, schema_number FROM rooms WHERE name = ?')
    this.#create = database.prepare(
      'INSERT INTO rooms (name, workspace, document, part) VALUES (?, ?, ?, ?) RETURNING id, sequence',
    )
    this.#insert = database.prepare(
      'INSERT INTO updates (room, sequence, bytes, checksum, via, time) VALUES (?, ?, ?, ?, ?, ?)',
    )
    this.#advance = database.prepare(
      'UPDATE rooms SET sequence = ?2, last_edit = max(last_edit, ?3) WHERE id = ?1',
    )
    this.#state = database.prepare('SELECT up_to, bytes, checksum FROM states WHERE room = ?')
    this.#tail = database.prepare(
      'SELECT sequence, bytes, checksum, via, time FROM updates WHERE room = ? ORDER BY sequence',
    )
  }

  append(packed: PackedBatch): AppendOutcome[] {
    const batch = unpackBatch(packed)
    return this.#transact(() => {
      const rooms = new Map<RoomName, { id: number; sequence: number }>()
      return batch.map((entry) => this.#appendOne(entry, rooms))
    })
  }

  #appendOne(
    { room, update, via, time }: RoomAppend,
    rooms: Map<RoomName, { id: number; sequence: number }>,
  ): AppendOutcome {
    if (this.#damaged.has(room)) return { ok: false, reason: 'room-unreadable' }
    if (update.length > this.#roomBytesMax) return { ok: false, reason: 'too-large' }
    try {
      const at = rooms.get(room) ?? this.#findOrCreate(room)
      const sequence = at.sequence + 1
      this.#insert.run(at.id, sequence, update, crc32(update), via, time)
      this.#advance.run(at.id, sequence, time)
      rooms.set(room, { id: at.id, sequence })
      return { ok: true, sequence }
    } catch (error) {
      // A full disk or a lost file ends the transaction, and with it the batch; anything else is this entry's own.
      if (!this.#database.isTransaction || isFatal(error)) throw error
      return { ok: false, reason: 'failed' }
    }
  }

  #findOrCreate(room: RoomName): { id: number; sequence: number } {
    const found = this.#find.get(room)
    if (found !== undefined) return { id: Number(found.id), sequence: Number(found.sequence) }
    const place = parseRoomName(room)
    if (place === null) throw new StoreError('failed', `${room} is not a room name`)
    const created =
      place.room === 'index'
        ? this.#create.get(room, place.workspaceId, null, 'index')
        : this.#create.get(room, place.workspaceId, place.documentId, place.part)
    if (created === undefined) throw new StoreError('failed', `${room} was not created`)
    return { id: Number(created.id), sequence: Number(created.sequence) }
  }

  load(room: RoomName): PackedRoom | null {
    const stored = this.#read(room)
    return stored === null ? null : packRoom(stored)
  }

  loadTogether(rooms: readonly RoomName[]): Map<RoomName, PackedRoom> {
    return this.#transact(() => {
      const found = new Map<RoomName, PackedRoom>()
      for (const room of rooms) {
        const stored = this.#read(room)
        if (stored !== null) found.set(room, packRoom(stored))
      }
      return found
    })
  }

  #read(room: RoomName): StoredRoom | null {
    try {
      const stored = this.#readRows(room)
      this.#damaged.delete(room)
      return stored
    } catch (error) {
      this.#damaged.add(room)
      throw error
    }
  }

  #readRows(room: RoomName): StoredRoom | null {
    const found = this.#find.get(room)
    if (found === undefined) return null
    const state = this.#state.get(found.id ?? null)
    const upTo = state === undefined ? 0 : Number(state.up_to)
    let last = upTo
    const tail = this.#tail.all(found.id ?? null).map((row) => {
      const sequence = Number(row.sequence)
      if (sequence !== ++last) throw new StoreError('unreadable', `${room}: update ${last} is missing`)
      return { sequence, update: checkedBytes(room, row), via: memberIn(row.via), time: Number(row.time) }
    })
    const sequence = Number(found.sequence)
    if (sequence !== last) throw new StoreError('unreadable', `${room}: ends at ${last}, not at ${sequence}`)
    return {
      state: state === undefined ? null : checkedBytes(room, state),
      tail,
      sequence,
      schemaNumber: Number(found.schema_number),
    }
  }

  compact({ room, upTo, state, authorship, overwritten }: Compaction): void {
    this.#transact(() => {
      const id = this.#find.get(room)?.id
      if (id === undefined) throw new StoreError('failed', `${room} has never been written`)
      this.#addAuthorship(Number(id), authorship)
      const journal = this.#database.prepare(
        'INSERT INTO overwritten (room, time, by_member, text) VALUES (?, ?, ?, ?)',
      )
      for (const { time, by, text } of overwritten) journal.run(id, time, by, text)
      this.#database
        .prepare('INSERT OR REPLACE INTO states (room, up_to, bytes, checksum) VALUES (?, ?, ?, ?)')
        .run(id, upTo, state, crc32(state))
      this.#database.prepare('DELETE FROM updates WHERE room = ? AND sequence <= ?').run(id, upTo)
    })
  }

  #addAuthorship(room: number, authorship: readonly Authorship[]): void {
    const add = this.#database.prepare(
      `INSERT INTO authorship (room, act, client, from_clock, to_clock, member, via, time)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    for (const { act, client, fromClock, toClock, member, via, time } of authorship) {
      add.run(room, act, client, fromClock, toClock, member, via, time)
    }
  }

  raiseSchemaNumber(room: RoomName, schemaNumber: number): void {
    this.#transact(() => {
      const { id } = this.#findOrCreate(room)
      this.#database
        .prepare('UPDATE rooms SET schema_number = max(schema_number, ?2) WHERE id = ?1')
        .run(id, schemaNumber)
    })
  }

  authorship(room: RoomName): Authorship[] {
    return this.#database
      .prepare(
        `SELECT act, client, from_clock, to_clock, member, via, time FROM authorship
         WHERE room = (SELECT id FROM rooms WHERE name = ?) ORDER BY client, from_clock, rowid`,
      )
      .all(room)
      .map((row) => ({
        act: row.act === 'wrote' ? 'wrote' : 'deleted',
        client: Number(row.client),
        fromClock: Number(row.from_clock),
        toClock: Number(row.to_clock),
        member: memberIn(row.member),
        via: memberIn(row.via),
        time: Number(row.time),
      }))
  }

  overwritten(room: RoomName): Overwritten[] {
    return this.#database
      .prepare(
        `SELECT time, by_member, text FROM overwritten
         WHERE room = (SELECT id FROM rooms WHERE name = ?) ORDER BY rowid`,
      )
      .all(room)
      .map((row) => ({ time: Number(row.time), by: memberIn(row.by_member), text: String(row.text) }))
  }

  bindClient(room: RoomName, client: number, member: MemberId): boolean {
    this.#database
      .prepare('INSERT OR IGNORE INTO client_bindings (room, client, member) VALUES (?, ?, ?)')
      .run(room, client, member)
    const row = this.#database
      .prepare('SELECT member FROM client_bindings WHERE room = ? AND client = ?')
      .get(room, client)
    return row?.member === member
  }

  bindings(room: RoomName): Map<number, MemberId> {
    const rows = this.#database.prepare('SELECT client, member FROM client_bindings WHERE room = ?').all(room)
    return new Map(rows.map((row) => [Number(row.client), v.parse(MemberId, row.member)]))
  }

  roomsOf(workspaceId: WorkspaceId, documentId: DocumentId): RoomName[] {
    return this.#database
      .prepare('SELECT name FROM rooms WHERE document = ? AND workspace = ? AND sequence > 0 ORDER BY name')
      .all(documentId, workspaceId)
      .map((row) => v.parse(RoomName, row.name))
  }

  claimDocument(documentId: DocumentId, workspaceId: WorkspaceId): WorkspaceId {
    this.#database
      .prepare('INSERT OR IGNORE INTO documents (id, workspace) VALUES (?, ?)')
      .run(documentId, workspaceId)
    const owner = this.workspaceOf(documentId)
    if (owner === null) throw new StoreError('failed', `document ${documentId} could not be claimed`)
    return owner
  }

  workspaceOf(documentId: DocumentId): WorkspaceId | null {
    const row = this.#database.prepare('SELECT workspace FROM documents WHERE id = ?').get(documentId)
    return row === undefined ? null : v.parse(WorkspaceId, row.workspace)
  }

  unversionedSince(): { documentId: DocumentId; workspaceId: WorkspaceId; lastEdit: number }[] {
    return this.#database
      .prepare(
        `SELECT document, workspace, max(last_edit) AS edited FROM rooms
         WHERE document IS NOT NULL AND part <> 'discussion' AND sequence > 0
         GROUP BY document, workspace
         HAVING edited > coalesce((SELECT max(time) FROM versions WHERE versions.document = rooms.document), 0)`,
      )
      .all()
      .map((row) => ({
        documentId: v.parse(DocumentId, row.document),
        workspaceId: v.parse(WorkspaceId, row.workspace),
        lastEdit: Number(row.edited),
      }))
  }

  #transact<Result>(work: () => Result): Result {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#database.exec('COMMIT')
      return result
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }
}

/** Disk full, I/O error, damaged file, read-only: nothing more of the batch can succeed. */
function isFatal(error: unknown): boolean {
  const result = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0
  return [8, 10, 11, 13, 26].includes(result)
}

function checkedBytes(room: RoomName, row: NonNullable<Row>): Uint8Array {
  const { bytes, checksum } = row
  if (!(bytes instanceof Uint8Array) || crc32(bytes) !== checksum) {
    throw new StoreError('unreadable', `${room}: stored bytes do not match their checksum`)
  }
  return bytes
}

function memberIn(value: unknown): MemberId | null {
  return value === null ? null : v.parse(MemberId, value)
}
