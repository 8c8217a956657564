import type { MemberId, Millis } from '../schemas/ids.ts'
import type { Refusal } from '../schemas/protocol/errors.ts'
import type { RoomName } from '../schemas/protocol/room-name.ts'
import { mergeAll } from './room-content.ts'
import { type AppendOutcome, type RoomStore, StoreError } from './store/store.ts'
import type { UpdateMeta } from './update-meta.ts'

/** Whoever sent an update and waits to hear what became of it. */
export interface Writer {
  /** The `nth` update is durable. */
  settled(nth: number): void
  /** The `nth` update was not stored. */
  refused(nth: number, refusal: Refusal, reason: string): void
  /** All outcomes of one commit have been told. */
  commitEnded(): void
}

/** One update waiting for the disk. */
export interface Submission {
  readonly update: Uint8Array
  readonly meta: UpdateMeta
  readonly via: MemberId | null
  readonly time: Millis
  readonly from: Writer
  /** Its number among those `from` has sent. */
  readonly nth: number
}

/** What was stored of one room in one commit, in its own sequence. */
export interface CommittedUpdate {
  readonly sequence: number
  readonly update: Uint8Array
  readonly parts: readonly Submission[]
}

/** A room as the committer sees it. */
export interface CommitTarget {
  readonly name: RoomName
  /** These are durable now: take them in, pass them on. Called once per commit, before their writers hear of it. */
  committed(updates: readonly CommittedUpdate[]): void
  /** The room cannot take updates at all. */
  broken(): void
  /** A commit that held updates of this room is over, whatever became of them. */
  commitEnded(): void
}

/** Above this size a merge costs more than the frames it saves. */
const MERGE_BYTES_MAX = 256 * 1024

interface StoreRow {
  readonly target: CommitTarget
  readonly update: Uint8Array
  readonly parts: readonly Submission[]
}

/**
 * The one writer for all rooms: what arrives while a commit runs goes into the next, which starts when it ends. So a
 * thousand rooms share one fsync, and nothing is broadcast or acknowledged before it is on disk.
 */
export class Committer {
  readonly #rooms: RoomStore
  readonly #onFailure: (error: StoreError, updates: number) => void
  #queue = new Map<CommitTarget, Submission[]>()
  #inFlight: ReadonlyMap<CommitTarget, readonly Submission[]> = new Map()
  #queuedBytes = 0
  #running: Promise<void> | null = null

  constructor(rooms: RoomStore, onFailure: (error: StoreError, updates: number) => void) {
    this.#rooms = rooms
    this.#onFailure = onFailure
  }

  /** Bytes waiting for the disk, those of the running commit included. */
  get queuedBytes(): number {
    return this.#queuedBytes
  }

  /** Whether updates of this room wait for the disk or are on their way to it. */
  has(target: CommitTarget): boolean {
    return this.#queue.has(target) || this.#inFlight.has(target)
  }

  add(target: CommitTarget, submission: Submission): void {
    const waiting = this.#queue.get(target)
    if (waiting === undefined) this.#queue.set(target, [submission])
    else waiting.push(submission)
    this.#queuedBytes += submission.update.length
    this.#running ??= this.#run()
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    // One turn of the event loop: everything the sockets hold by now shares the first commit.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#queue.size > 0) {
      const batch = this.#queue
      this.#queue = new Map()
      this.#inFlight = batch
      await this.#commit(batch)
    }
    this.#running = null
  }

  async #commit(batch: ReadonlyMap<CommitTarget, readonly Submission[]>): Promise<void> {
    const rows = [...batch].flatMap(([target, submissions]) => storeRows(target, submissions))
    const outcomes = await this.#append(rows)
    for (const { update } of [...batch.values()].flat()) this.#queuedBytes -= update.length
    const committed = new Map<CommitTarget, CommittedUpdate[]>()
    rows.forEach(({ target, update, parts }, index) => {
      const outcome = outcomes[index]
      if (outcome?.ok !== true) return
      const updates = committed.get(target) ?? []
      updates.push({ sequence: outcome.sequence, update, parts })
      committed.set(target, updates)
    })
    this.#inFlight = new Map()
    for (const [target, updates] of committed) this.#passOn(target, updates)
    tellWriters(rows, outcomes)
    for (const target of batch.keys()) target.commitEnded()
  }

  #passOn(target: CommitTarget, updates: readonly CommittedUpdate[]): void {
    try {
      target.committed(updates)
    } catch (error) {
      // They are on disk. Whoever is in the room comes back to what is stored.
      this.#onFailure(
        new StoreError('failed', `passing on: ${String(error)}`, { cause: error }),
        updates.length,
      )
      target.broken()
    }
  }

  async #append(rows: readonly StoreRow[]): Promise<readonly AppendOutcome[]> {
    try {
      return await this.#rooms.append(
        rows.map(({ target, update, parts }) => ({
          room: target.name,
          update,
          via: parts[0]?.via ?? null,
          time: parts.at(-1)?.time ?? 0,
        })),
      )
    } catch (error) {
      const failure =
        error instanceof StoreError ? error : new StoreError('failed', String(error), { cause: error })
      this.#onFailure(failure, rows.length)
      return rows.map(() => ({ ok: false, reason: 'failed' }))
    }
  }
}

/** What one member sent to one room since the last commit becomes one stored update, where that is cheap. */
function storeRows(target: CommitTarget, submissions: readonly Submission[]): StoreRow[] {
  const rows: { target: CommitTarget; update: Uint8Array; parts: Submission[]; bytes: number }[] = []
  for (const submission of submissions) {
    const last = rows.at(-1)
    const bytes = (last?.bytes ?? 0) + submission.update.length
    if (last !== undefined && last.parts[0]?.via === submission.via && bytes <= MERGE_BYTES_MAX) {
      last.parts.push(submission)
      last.bytes = bytes
    } else {
      const { update } = submission
      rows.push({ target, update, parts: [submission], bytes: update.length })
    }
  }
  return rows.flatMap((row) => mergedRow(row))
}

function mergedRow({ target, update, parts }: StoreRow): StoreRow[] {
  if (parts.length === 1) return [{ target, update, parts }]
  try {
    return [{ target, update: mergeAll(parts.map((part) => part.update)), parts }]
  } catch {
    // Each was checked, but Yjs will not merge them: then each is stored as it came.
    return parts.map((part) => ({ target, update: part.update, parts: [part] }))
  }
}

type FailureReason = Extract<AppendOutcome, { ok: false }>['reason']

const REFUSALS_OF: Readonly<Record<FailureReason, readonly [Refusal, string]>> = {
  'room-unreadable': ['roomUnreadable', 'the stored room could not be read'],
  'too-large': ['tooLarge', 'the room has reached its size limit'],
  failed: ['storeFailed', 'the server could not store this; try again'],
}

function tellWriters(rows: readonly StoreRow[], outcomes: readonly AppendOutcome[]): void {
  const writers = new Set<Writer>()
  const broken = new Set<CommitTarget>()
  rows.forEach(({ target, parts }, index) => {
    const outcome: AppendOutcome = outcomes[index] ?? { ok: false, reason: 'failed' }
    for (const { from, nth } of parts) {
      writers.add(from)
      if (outcome.ok) from.settled(nth)
      else from.refused(nth, ...REFUSALS_OF[outcome.reason])
    }
    if (!outcome.ok && outcome.reason === 'room-unreadable') broken.add(target)
  })
  for (const writer of writers) writer.commitEnded()
  for (const target of broken) target.broken()
}
