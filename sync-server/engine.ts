import type { Logger } from 'pino'
import type { DocumentId, MemberId, Millis, WorkspaceId } from '../schemas/ids.ts'
import { type Refusal, REFUSALS } from '../schemas/protocol/errors.ts'
import { parseRoomName, type Part, type RoomName } from '../schemas/protocol/room-name.ts'
import { type CommittedUpdate, Committer, type Submission, type Writer } from './committer.ts'
import { Compactor, isTailLong, isTailWorthCompacting } from './compaction.ts'
import { Listeners } from './listeners.ts'
import { NewRooms } from './new-rooms.ts'
import { Room, type RoomKeeper } from './room.ts'
import { RoomContent, UnreadableRoom } from './room-content.ts'
import { type RoomStore, type Store, StoreError, type StoredRoom } from './store/store.ts'
import { SampledLog } from './sampled-log.ts'
import type { SyncLimits } from './sync-limits.ts'
import { readUpdateMeta, type UpdateMeta } from './update-meta.ts'

/** Something the engine refuses; the refusal decides what happens next. */
export class RoomRefusal extends Error {
  override readonly name = 'RoomRefusal'
  readonly refusal: Refusal

  constructor(refusal: Refusal, message: string, options?: ErrorOptions) {
    super(message, options)
    this.refusal = refusal
  }

  /** The close code that says the same. */
  get code(): number {
    return REFUSALS[this.refusal]
  }
}

/** A room as one update, and the sequence it stands at. */
export interface RoomState {
  readonly state: Uint8Array
  readonly sequence: number
}

export interface EngineOptions {
  readonly store: Pick<Store, 'rooms'>
  readonly log: Logger
  readonly limits: SyncLimits
  readonly now: () => Millis
}

/** Told after every commit that changed a document, its discussion aside. The index room does not count. */
export type EditListener = (documentId: DocumentId, workspaceId: WorkspaceId, time: Millis) => void

/** The open rooms and the one writer behind them. Knows nothing of sockets and rights. */
export class Engine implements RoomKeeper {
  readonly #store: RoomStore
  /** For what outsiders can cause as often as they like. */
  readonly log: SampledLog
  readonly limits: SyncLimits
  readonly now: () => Millis
  readonly #committer: Committer
  readonly #compactor: Compactor
  readonly #newRooms: NewRooms
  readonly #rooms = new Map<RoomName, Room>()
  readonly #loading = new Map<RoomName, Promise<Room>>()
  /** How many are about to get a room, per name. */
  readonly #users = new Map<RoomName, number>()
  readonly #edits = new Listeners<EditListener>()
  readonly #revalidations = new Listeners<() => void>()
  #closing: Promise<void> | null = null

  constructor({ store, log, limits, now }: EngineOptions) {
    this.#store = store.rooms
    this.log = new SampledLog(log, now)
    this.limits = limits
    this.now = now
    this.#compactor = new Compactor(store.rooms, log, ({ room, upTo, state }) =>
      this.#rooms.get(room)?.content.compacted(upTo, state),
    )
    this.#newRooms = new NewRooms(store.rooms, limits.newRoomsPerMinute, now)
    this.#committer = new Committer(store.rooms, ({ code, message }, updates) =>
      this.log.write('error', 'a commit failed', { code, updates, message }),
    )
  }

  /** How much is open and waiting, for health and metrics. */
  stats(): { readonly rooms: number; readonly loading: number; readonly queuedBytes: number } {
    return {
      rooms: this.#rooms.size,
      loading: this.#loading.size,
      queuedBytes: this.#committer.queuedBytes,
    }
  }

  /**
   * Loads the room and hands it to `work`, which joins it, submits to it, or only looks. Until `work` has returned
   * nobody can let the room go: two rooms of one name would not hear of each other.
   * @throws RoomRefusal 'roomUnreadable' when its stored data cannot be read, 'restarting' while closing
   */
  async use<Result>(name: RoomName, work: (room: Room) => Result): Promise<Result> {
    if (this.#closing !== null) throw new RoomRefusal('restarting', 'the server is stopping')
    this.#users.set(name, (this.#users.get(name) ?? 0) + 1)
    try {
      return work(await this.#opened(name))
    } finally {
      const others = (this.#users.get(name) ?? 1) - 1
      if (others > 0) this.#users.set(name, others)
      else this.#users.delete(name)
      const room = this.#rooms.get(name)
      if (room !== undefined) this.perhapsUnused(room)
    }
  }

  async #opened(name: RoomName): Promise<Room> {
    const open = this.#rooms.get(name)
    if (open !== undefined) return open
    const loading = this.#loading.get(name) ?? this.#load(name).finally(() => this.#loading.delete(name))
    this.#loading.set(name, loading)
    return loading
  }

  async #load(name: RoomName): Promise<Room> {
    const place = parseRoomName(name)
    if (place === null) throw new RoomRefusal('malformed', `${name} is not a room name`)
    const stored = await this.#loadStored(name)
    const room = new Room({
      name,
      place,
      content: this.#contentOf(name, stored),
      schemaNumber: stored?.schemaNumber ?? 1,
      awarenessClients: this.limits.awarenessClients,
      keeper: this,
    })
    this.#rooms.set(name, room)
    return room
  }

  async #loadStored(name: RoomName): Promise<StoredRoom | null> {
    try {
      return await this.#store.load(name)
    } catch (cause) {
      if (cause instanceof StoreError && cause.code === 'closed') {
        throw new RoomRefusal('restarting', 'the server is stopping', { cause })
      }
      this.log.write('error', 'a room could not be loaded', { room: name, message: String(cause) })
      throw new RoomRefusal('roomUnreadable', 'the stored room could not be read', { cause })
    }
  }

  #contentOf(name: RoomName, stored: StoredRoom | null): RoomContent {
    try {
      return new RoomContent(stored)
    } catch (cause) {
      if (!(cause instanceof UnreadableRoom)) throw cause
      this.log.write('error', 'a stored room does not decode', { room: name, message: cause.message })
      throw new RoomRefusal('roomUnreadable', 'the stored room could not be read', { cause })
    }
  }

  /** Queues an update for the disk, or refuses it to its writer at once. */
  submit(room: Room, submission: Submission): void {
    const refusal = this.#refusalFor(room, submission)
    if (refusal !== null) {
      submission.from.refused(submission.nth, ...refusal)
      submission.from.commitEnded()
    } else if (this.#newRooms.isKnown(room)) {
      this.#committer.add(room, submission)
    } else {
      this.#newRooms.hold(room, submission, (held) => this.#committer.add(room, held))
    }
  }

  #refusalFor(room: Room, { update, via }: Submission): readonly [Refusal, string] | null {
    if (this.#closing !== null) return ['restarting', 'the server is stopping']
    const tooLarge = this.#sizeRefusal(room, update.length)
    if (tooLarge !== null) return tooLarge
    if (this.#committer.queuedBytes + update.length > this.limits.queueBytes) {
      return ['tooFast', 'the server is busy; try again']
    }
    const isFirst = !this.#newRooms.isKnown(room) && !this.#newRooms.isClaiming(room)
    return isFirst && !this.#newRooms.mayBegin(via)
      ? ['tooFast', 'too many new documents at once; try again']
      : null
  }

  /** Only a compacted state tells how large a room is: a long tail may be many edits of a few words. */
  #sizeRefusal({ name, content }: Room, bytes: number): readonly [Refusal, string] | null {
    const { roomBytes } = this.limits
    const { stateBytes, tailBytes } = content
    if (stateBytes + bytes > roomBytes) return ['tooLarge', `this document has reached ${roomBytes} bytes`]
    if (stateBytes + tailBytes + bytes <= roomBytes) return null
    this.#compactor.request(name)
    return tailBytes + bytes > roomBytes * 2 ? ['tooFast', 'the document is being tidied; try again'] : null
  }

  committed({ name, place, content }: Room, updates: readonly CommittedUpdate[]): void {
    if (isTailLong(content, this.limits.tailUpdates)) this.#compactor.request(name)
    if (place.room === 'index' || place.part === 'discussion') return
    const time = updates.at(-1)?.parts.at(-1)?.time ?? this.now()
    for (const listener of this.#edits) listener(place.documentId, place.workspaceId, time)
  }

  perhapsUnused(room: Room): void {
    if (room.peers.size > 0 || this.#users.has(room.name)) return
    if (this.#committer.has(room) || this.#newRooms.isClaiming(room)) return
    if (this.#rooms.get(room.name) !== room) return
    this.#rooms.delete(room.name)
    if (room.content.tailCount > 0 && isTailWorthCompacting(room.content)) this.#compactor.request(room.name)
  }

  /** @returns how to stop listening */
  onEdit(listener: EditListener): () => void {
    return this.#edits.add(listener)
  }

  /** To be called whenever rights or sessions may have changed: whoever keeps connections judges them again. */
  revalidate(): void {
    for (const listener of this.#revalidations) listener()
  }

  /** @returns how to stop listening */
  onRevalidate(listener: () => void): () => void {
    return this.#revalidations.add(listener)
  }

  /** Which workspace a document id belongs to; null for none yet. */
  workspaceOf(documentId: DocumentId): Promise<WorkspaceId | null> {
    return this.#store.workspaceOf(documentId)
  }

  /** Remembers that a member writes in this room with this Yjs client id: for authorship, never for rights. */
  async bindClient(room: Room, client: number, member: MemberId): Promise<void> {
    try {
      await this.#store.bindClient(room.name, client, member)
    } catch (error) {
      this.log.write('warn', 'a client could not be bound', { room: room.name, message: String(error) })
    }
  }

  /** Raises a room's schema number and tells everybody in it. Durable when resolved. */
  async raiseSchemaNumber(room: Room, schemaNumber: number): Promise<void> {
    if (schemaNumber <= room.schemaNumber) return
    await this.#store.raiseSchemaNumber(room.name, schemaNumber)
    room.schemaNumber = Math.max(room.schemaNumber, schemaNumber)
    for (const peer of room.peers) peer.schemaRaised()
  }

  /**
   * Stores an update that no connection sent (import, restore, command line) and passes it on.
   * @returns the room's sequence after it
   * @throws RoomRefusal with why it was not stored
   */
  async applyUpdate(name: RoomName, update: Uint8Array, via: MemberId | null): Promise<number> {
    const meta = metaOf(update)
    return this.use(
      name,
      (room) =>
        new Promise<number>((resolve, reject) => {
          const from: Writer = {
            settled: () => resolve(room.content.sequence),
            refused: (_nth, refusal, reason) => reject(new RoomRefusal(refusal, reason)),
            commitEnded: () => undefined,
          }
          this.submit(room, { update, meta, via, time: this.now(), nth: 1, from })
        }),
    )
  }

  /** Whether every struct and every deletion of `update` is stored in the room. @throws RoomRefusal 'malformed' */
  async holds(name: RoomName, update: Uint8Array): Promise<boolean> {
    const meta = metaOf(update)
    return this.use(name, (room) => room.content.holds(meta))
  }

  /** One room as it is stored now; null when it has never been written. */
  async readRoom(name: RoomName): Promise<RoomState | null> {
    const stored = await this.#loadStored(name)
    return stored === null ? null : this.#stateOf(name, stored)
  }

  /** Every part of a document that has been written, as they stand at one moment. */
  async snapshotDocument(
    workspaceId: WorkspaceId,
    documentId: DocumentId,
  ): Promise<ReadonlyMap<Part, RoomState>> {
    const names = await this.#store.roomsOf(workspaceId, documentId)
    const parts = new Map<Part, RoomState>()
    for (const [name, stored] of await this.#store.loadTogether(names)) {
      const place = parseRoomName(name)
      if (place?.room === 'part') parts.set(place.part, this.#stateOf(name, stored))
    }
    return parts
  }

  #stateOf(name: RoomName, stored: StoredRoom): RoomState {
    return { state: this.#contentOf(name, stored).whole(), sequence: stored.sequence }
  }

  /** Resolves when no update waits for the disk and no room for its compaction. */
  async settled(): Promise<void> {
    await this.#committer.idle()
    await this.#compactor.idle()
  }

  /** Takes nothing more, brings what waits to disk, and ends. Sockets are closed before. Safe to call twice. */
  close(): Promise<void> {
    this.#closing ??= this.#committer.idle().then(() => this.#compactor.close())
    return this.#closing
  }
}

function metaOf(update: Uint8Array): UpdateMeta {
  const meta = readUpdateMeta(update)
  if (meta === null) throw new RoomRefusal('malformed', `${update.length} bytes are not a Yjs update`)
  return meta
}
