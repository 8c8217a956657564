import { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import type { RoomName } from '../schemas/protocol/room-name.ts'
import { packRoom } from './store/packing.ts'
import type { Compaction, RoomStore } from './store/store.ts'
import type { CompactionInput } from './compact-room.ts'

/** The worker is let go after this long without work: its heap is worth more than its start costs. */
const IDLE_MS = 5_000

/** Compacts rooms, one at a time, beside the relay: the work itself is done in a worker thread. */
export class Compactor {
  readonly #rooms: RoomStore
  readonly #log: Logger
  readonly #onCompacted: (compaction: Compaction) => void
  readonly #queue = new Set<RoomName>()
  #running: Promise<void> | null = null
  #worker: Worker | null = null
  #idleTimer: NodeJS.Timeout | undefined
  #isClosed = false

  /** @param onCompacted called when a compaction is stored, so that an open room can shed its tail */
  constructor(rooms: RoomStore, log: Logger, onCompacted: (compaction: Compaction) => void) {
    this.#rooms = rooms
    this.#log = log
    this.#onCompacted = onCompacted
  }

  /** Queues a room; one that is queued already stays where it is. */
  request(room: RoomName): void {
    if (this.#isClosed) return
    this.#queue.add(room)
    this.#running ??= this.#run()
  }

  /** Resolves when nothing is queued any more. */
  async idle(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    clearTimeout(this.#idleTimer)
    for (const room of this.#queue) {
      this.#queue.delete(room)
      try {
        await this.#compact(room)
      } catch (error) {
        // The tail stays as it is: longer than it should be, and complete.
        if (!this.#isClosed) this.#log.error({ room, message: String(error) }, 'a room was not compacted')
      }
    }
    this.#running = null
    this.#idleTimer = setTimeout(() => void this.#dismiss(), IDLE_MS).unref()
  }

  async #compact(room: RoomName): Promise<void> {
    const stored = await this.#rooms.load(room)
    if (stored === null || stored.tail.length === 0) return
    const bindings = await this.#rooms.bindings(room)
    const compaction = await this.#inWorker({ room, stored, bindings })
    await this.#rooms.compact(compaction)
    this.#onCompacted(compaction)
  }

  #inWorker({ room, stored, bindings }: CompactionInput): Promise<Compaction> {
    if (this.#isClosed) return Promise.reject(new Error('closing'))
    const worker = this.#hire()
    const packed = packRoom(stored)
    return new Promise((resolve, reject) => {
      const settle = () => worker.off('message', onMessage).off('error', onGone).off('exit', onGone)
      const onMessage = (compaction: Compaction) => {
        settle()
        resolve(compaction)
      }
      const onGone = (reason: unknown) => {
        settle()
        this.#worker = null
        reject(new Error('the compaction worker is gone', { cause: reason }))
      }
      worker.on('message', onMessage).on('error', onGone).on('exit', onGone)
      worker.postMessage({ room, packed, bindings }, [packed.bytes.buffer])
    })
  }

  #hire(): Worker {
    this.#worker ??= new Worker(new URL('./compaction-worker.ts', import.meta.url), { execArgv: [] })
    return this.#worker
  }

  async #dismiss(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }

  /** Stops where it is; what was not stored is compacted another time. Safe to call twice. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#queue.clear()
    clearTimeout(this.#idleTimer)
    await this.#dismiss()
    await this.#running
  }
}

/** Fewer updates than this are not worth a compaction when a room is left, unless they outweigh its state. */
const TAIL_WORTH_IT = 20
/** A tail is compacted at this length whatever the size of its state. */
const TAIL_MAX = 5_000

/** How long a room's tail is, against its state. */
export interface TailSize {
  readonly tailCount: number
  readonly tailBytes: number
  readonly stateBytes: number
}

/** Whether an open room's tail is long enough: compacting costs as much as the state is large. */
export function isTailLong({ tailCount, tailBytes, stateBytes }: TailSize, tailUpdates: number): boolean {
  return tailCount >= TAIL_MAX || (tailCount >= tailUpdates && tailBytes * 4 >= stateBytes)
}

/** Whether a room that everybody has left should be compacted before it is forgotten. */
export function isTailWorthCompacting({ tailCount, tailBytes, stateBytes }: TailSize): boolean {
  return tailCount >= TAIL_WORTH_IT || tailBytes * 4 > stateBytes
}
