import * as Y from 'yjs'
import type { Millis } from '../../schemas/ids.ts'
import type { RoomName } from '../../schemas/protocol/room-name.ts'
import { appendRows, SequenceTaken } from './append-rows.ts'
import { COMPACT_ABOVE_ROWS, compactLog } from './compact-log.ts'
import { rowKeys, type OutboxRow, type ReplicaDatabase, type UpdateRow } from './database.ts'
import { Outbox, type OutboxEntry } from './outbox.ts'
import { storageCause, type StorageCause } from './storage-cause.ts'
import type { TabChannel, TabMessage } from './tab-channel.ts'
import type { Timers } from './timers.ts'

/** First and longest pause before a failed write is tried again, in milliseconds. */
const RETRY_FIRST_MS = 1_000
const RETRY_MAX_MS = 30_000

/** Writes under way at once. A new one need not wait for the last: the browser keeps them in order. */
const WRITES_AT_ONCE = 8

/** Origin of updates that came out of the device's own log, or from another tab: neither stored nor sent again. */
export const FROM_REPLICA = Symbol('from-replica')

interface Pending {
  readonly update: Uint8Array
  /** Null for an update that came from the server: it is stored, but nothing is owed. */
  readonly entry: OutboxEntry | null
}

export interface RoomSurroundings {
  readonly db: ReplicaDatabase
  readonly tabs: TabChannel
  readonly timers: Timers
  /** Called after every change of what is stored, waiting or failing. */
  readonly onChange: () => void
  /** Whether an origin is the server's provider: its updates owe no acknowledgement. */
  readonly isRemote: (origin: unknown) => boolean
}

/**
 * One room of the replica: a Y.Doc tied to its update log on this device. All local changes of one task are one edit,
 * stored with its outbox row in one strict transaction; the server's updates are stored without. A write that fails
 * keeps what it held and is tried again. [C1] [C2]
 */
export class ReplicaRoom {
  readonly room: RoomName
  readonly doc: Y.Doc
  readonly outbox: Outbox
  readonly #around: RoomSurroundings
  readonly #stopListening: () => void
  /** The edit of the running task, still growing. */
  #growing: { readonly parts: Uint8Array[]; readonly entry: OutboxEntry } | null = null
  #pending: readonly Pending[] = []
  /** Acknowledged rows that are still in the stored outbox. */
  readonly #owedDeletes = new Set<number>()
  readonly #writes = new Set<Promise<void>>()
  #failure: StorageCause | null = null
  #retryMs = RETRY_FIRST_MS
  #cancelRetry: (() => void) | null = null
  /** The document holds the log up to here. */
  #lastSeq = 0
  /** The next sequence this tab uses, as far as it knows. */
  #nextSeq = 1
  #rows = 0
  #isFrozen = false
  #isDestroyed = false
  readonly #localFollowers = new Set<(update: Uint8Array, entry: OutboxEntry) => void>()

  private constructor(room: RoomName, doc: Y.Doc, around: RoomSurroundings) {
    this.room = room
    this.doc = doc
    this.#around = around
    this.outbox = new Outbox(around.onChange)
    this.#stopListening = around.tabs.listen(this.#onTab)
    doc.on('update', this.#onUpdate)
  }

  /**
   * Loads a room from this device. An absent room is an empty document. Where the browser gives no storage at all, the
   * document is empty too, and `failure` says why: it is for showing only once the server's state is in it.
   * @throws what the browser throws when the log cannot be read or does not decode: the room is then not open at all,
   *   so that nothing empty can stand in its place
   */
  static async load(room: RoomName, around: RoomSurroundings): Promise<ReplicaRoom> {
    const loaded = new ReplicaRoom(room, new Y.Doc(), around)
    try {
      await loaded.#pull()
    } catch (cause) {
      if (storageCause(cause) !== 'blocked') {
        loaded.destroy()
        throw cause
      }
      loaded.#failed(cause)
    }
    return loaded
  }

  /** Local updates that are in this page's memory only. */
  get unstored(): number {
    return this.outbox.unstored
  }

  get isFrozen(): boolean {
    return this.#isFrozen
  }

  /** Whether it was destroyed and has written everything. */
  get isOver(): boolean {
    return this.#isDestroyed && !this.#hasToWrite
  }

  /** Why the last write failed; null while writing works. */
  get failure(): StorageCause | null {
    return this.#failure
  }

  /** Resolves when everything made so far is on the disk of this device. Rejects when a write failed. */
  async whenStored(): Promise<void> {
    this.seal()
    while (this.#hasToWrite || this.#writes.size > 0) {
      this.#pump()
      await Promise.all(this.#writes)
      if (this.#failure !== null) throw new Error(`not stored on this device: ${this.#failure}`)
    }
  }

  /** Hands every edit made in this tab to `follow`, when its task ends, with its place in the outbox. Returns how to stop. */
  followLocal(follow: (update: Uint8Array, entry: OutboxEntry) => void): () => void {
    this.#localFollowers.add(follow)
    return () => this.#localFollowers.delete(follow)
  }

  /** Takes acknowledged entries out of the outbox, on disk too. */
  acknowledged(entries: readonly OutboxEntry[]): void {
    const seqs = this.outbox.remove(entries)
    if (seqs.length === 0) return
    this.#around.tabs.tell({ told: 'acknowledged', room: this.room, seqs })
    for (const seq of seqs) this.#owedDeletes.add(seq)
    this.#pump()
  }

  /** The edits of outbox entries as they are stored: for those that another tab made and did not upload. */
  async storedEdits(
    entries: readonly OutboxEntry[],
  ): Promise<{ readonly entry: OutboxEntry; readonly update: Uint8Array }[]> {
    const seqs = entries.map(({ seq }) => seq ?? 0)
    const rows = await this.#around.db.outbox.bulkGet(rowKeys(this.room, seqs))
    return entries.flatMap((entry, index) => {
      const update = rows[index]?.update
      return update === undefined ? [] : [{ entry, update }]
    })
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === FROM_REPLICA || this.#isDestroyed) return
    const { timers, isRemote } = this.#around
    if (isRemote(origin)) return this.#store({ update, entry: null })
    if (this.#growing !== null) return void this.#growing.parts.push(update)
    this.#growing = { parts: [update], entry: this.outbox.made(timers.now()) }
    queueMicrotask(() => this.seal())
  }

  /** Ends the edit of the running task: what follows is another one. */
  seal(): void {
    const growing = this.#growing
    if (growing === null) return
    this.#growing = null
    const { parts, entry } = growing
    const [only] = parts
    const update = parts.length === 1 && only !== undefined ? only : Y.mergeUpdates(parts)
    this.#store({ update, entry })
    for (const follow of this.#localFollowers) follow(update, entry)
  }

  #store(pending: Pending): void {
    if (this.#isFrozen) return
    this.#pending = [...this.#pending, pending]
    // After a failure the next attempt has its own time, but a person who goes on typing is one more reason to try.
    this.#pump()
  }

  get #hasToWrite(): boolean {
    return !this.#isFrozen && (this.#pending.length > 0 || this.#owedDeletes.size > 0)
  }

  /** Begins to write what is pending, within the task of the edit itself: the tab may be closed in the next. */
  #pump(): void {
    if (!this.#hasToWrite || this.#writes.size >= WRITES_AT_ONCE) return
    const batch = this.#pending
    const deletes = [...this.#owedDeletes]
    this.#pending = []
    this.#owedDeletes.clear()
    const write = this.#write(batch, deletes)
      .then(
        () => this.#wrote(),
        (cause: unknown) => this.#notWritten({ batch, deletes, cause }),
      )
      .then(() => {
        this.#writes.delete(write)
        return this.#afterWrite()
      })
    this.#writes.add(write)
  }

  async #write(batch: readonly Pending[], deletes: readonly number[]): Promise<void> {
    const { db, tabs } = this.#around
    const first = Math.max(this.#nextSeq, this.#lastSeq + 1)
    const rows = mergeRemote(batch).map(({ update, entry }, index) => ({ update, entry, seq: first + index }))
    this.#nextSeq = first + rows.length
    const updates = rows.map(({ seq, update }): UpdateRow => ({ room: this.room, seq, update }))
    const outbox = rows.flatMap((row) => this.#outboxRow(row))
    await appendRows(db, { updates, outbox }, rowKeys(this.room, deletes))
    this.#advance(rows.map(({ seq }) => seq))
    for (const { seq, entry } of rows) {
      // The server was quicker than the disk: the row has to go again.
      if (entry !== null && !this.outbox.stored(entry, seq)) this.#owedDeletes.add(seq)
    }
    if (rows.length === 0) return
    const told = rows.map(({ seq, update, entry }) => ({ seq, update, localTime: entry?.time ?? null }))
    tabs.tell({ told: 'stored', room: this.room, rows: told })
  }

  /** What was not written is pending again, before everything younger. */
  async #notWritten(write: {
    readonly batch: readonly Pending[]
    readonly deletes: readonly number[]
    readonly cause: unknown
  }): Promise<void> {
    this.#pending = [...write.batch, ...this.#pending]
    for (const seq of write.deletes) this.#owedDeletes.add(seq)
    if (!(write.cause instanceof SequenceTaken)) return this.#failed(write.cause)
    try {
      await this.#pull()
    } catch (cause) {
      this.#failed(cause)
    }
  }

  async #afterWrite(): Promise<void> {
    if (this.#failure !== null) return
    if (this.#hasToWrite) return this.#pump()
    if (this.#rows > COMPACT_ABOVE_ROWS && this.#writes.size === 0) await this.#compactQuietly()
  }

  #outboxRow({ seq, update, entry }: Pending & { readonly seq: number }): OutboxRow[] {
    return entry === null ? [] : [{ room: this.room, seq, update, time: entry.time }]
  }

  /** Notes that the document holds the log up to these rows, unless another tab wrote in between. */
  #advance(seqs: readonly number[]): void {
    this.#rows += seqs.length
    const last = seqs.at(-1)
    if (last !== undefined && seqs[0] === this.#lastSeq + 1) this.#lastSeq = last
  }

  #wrote(): void {
    this.#cancelRetry?.()
    this.#cancelRetry = null
    this.#retryMs = RETRY_FIRST_MS
    if (this.#failure !== null) this.#failure = null
    this.#around.onChange()
  }

  #failed(cause: unknown): void {
    this.#failure = storageCause(cause)
    this.#around.onChange()
    if (this.#isDestroyed || this.#cancelRetry !== null) return
    this.#cancelRetry = this.#around.timers.after(this.#retryMs, () => {
      this.#cancelRetry = null
      this.#pump()
    })
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS)
  }

  readonly #onTab = (message: TabMessage): void => {
    if (!('room' in message) || message.room !== this.room || this.#isFrozen) return
    if (message.told === 'acknowledged') this.outbox.removeSeqs(message.seqs)
    if (message.told !== 'stored') return
    const isNext = message.rows[0]?.seq === this.#lastSeq + 1
    // Whatever its place: an update may be applied twice, and one of a tab that slept may lie behind what is known.
    this.#apply(message.rows)
    if (isNext) this.#lastSeq = message.rows.at(-1)?.seq ?? this.#lastSeq
    // A gap: rows of a write of this tab's own, or ones whose message was missed. The log has them in order.
    else void this.#pull().catch((cause: unknown) => this.#failed(cause))
  }

  #apply(
    rows: readonly { readonly seq: number; readonly update: Uint8Array; readonly localTime: Millis | null }[],
  ): void {
    const last = rows.at(-1)
    if (last === undefined || this.#isDestroyed) return
    Y.transact(
      this.doc,
      () => {
        for (const { update } of rows) Y.applyUpdate(this.doc, update, FROM_REPLICA)
      },
      FROM_REPLICA,
      false,
    )
    this.#rows += rows.length
    for (const { seq, localTime } of rows) if (localTime !== null) this.outbox.found(seq, localTime)
  }

  /** Reads what the log holds beyond what this document has. */
  async #pull(): Promise<void> {
    const { db } = this.#around
    const [rows, owed] = await db.transaction('r', db.updates, db.outbox, async () => [
      await db.rowsOf(db.updates, this.room, this.#lastSeq + 1).toArray(),
      await db.rowsOf(db.outbox, this.room).toArray(),
    ])
    this.#apply(rows.map(({ seq, update }) => ({ seq, update, localTime: null })))
    this.#lastSeq = Math.max(this.#lastSeq, rows.at(-1)?.seq ?? 0)
    for (const { seq, time } of owed) if (seq <= this.#lastSeq) this.outbox.found(seq, time)
  }

  async #compactQuietly(): Promise<void> {
    try {
      this.#rows = await compactLog(this.#around.db, this.room)
    } catch (cause) {
      // The log stands as it was; it is only longer than need be. Tried again with the next write.
      console.warn('a log on this device could not be shortened', cause)
    }
  }

  /**
   * Stores nothing more: the copy is about to be made anew. Edits made from now on are only told to `followLocal`.
   * Wait for `whenStored` right before.
   * @returns edits that never reached the disk
   */
  freeze(): Uint8Array[] {
    this.seal()
    this.#isFrozen = true
    const unstored = this.#pending.flatMap(({ update, entry }) => (entry === null ? [] : [update]))
    this.#pending = []
    return unstored
  }

  /** Stops following. What is pending is still written. Safe to call twice. */
  destroy(): void {
    if (this.#isDestroyed) return
    this.seal()
    this.#isDestroyed = true
    this.#cancelRetry?.()
    this.#stopListening()
    this.doc.off('update', this.#onUpdate)
    this.doc.destroy()
  }
}

/** Neighbouring updates of the server become one row; local ones stay apart, as each is acknowledged by itself. */
function mergeRemote(pending: readonly Pending[]): Pending[] {
  const parts: Pending[] = []
  for (const each of pending) {
    const before = parts.at(-1)
    if (each.entry === null && before?.entry === null) {
      parts[parts.length - 1] = { update: Y.mergeUpdates([before.update, each.update]), entry: null }
    } else parts.push(each)
  }
  return parts
}
