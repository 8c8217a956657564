import type { Refusal } from '../schemas/protocol/errors.ts'
import type { RoomName, RoomPlace } from '../schemas/protocol/room-name.ts'
import type { CommittedUpdate, CommitTarget, Writer } from './committer.ts'
import { awarenessMessage, type OutgoingMessage, updateMessage } from './frames.ts'
import { RoomAwareness, type Presence } from './room-awareness.ts'
import { mergeAll, type RoomContent } from './room-content.ts'

/** One connection in one room, as the room sees it. */
export interface Peer extends Writer, Presence {
  /** Passes a durable update on. May hold it back while the line is congested. */
  deliver(message: OutgoingMessage, update: Uint8Array): void
  /** Passes on what may be lost: awareness. */
  deliverPassing(message: OutgoingMessage): void
  close(refusal: Refusal, reason: string): void
  /** The room's schema number was raised: decide again what this connection may do. */
  schemaRaised(): void
}

/** Carets of one room leave together, at most this often. Faster than this no eye follows. */
const AWARENESS_EVERY_MS = 40

/** What a room needs of the engine that keeps it. */
export interface RoomKeeper {
  /** Updates of this room are durable and passed on. */
  committed(room: Room, updates: readonly CommittedUpdate[]): void
  /** Nobody may be in the room any more, or nothing of it on its way to disk: perhaps it can be let go. */
  perhapsUnused(room: Room): void
}

/** An open room: what it holds, who is in it, and who may hear what. */
export class Room implements CommitTarget {
  readonly name: RoomName
  readonly place: RoomPlace
  readonly content: RoomContent
  readonly awareness: RoomAwareness
  schemaNumber: number
  readonly #keeper: RoomKeeper
  readonly #peers = new Set<Peer>()
  #awarenessTimer: NodeJS.Timeout | null = null

  constructor(options: {
    readonly name: RoomName
    readonly place: RoomPlace
    readonly content: RoomContent
    readonly schemaNumber: number
    readonly awarenessClients: number
    readonly keeper: RoomKeeper
  }) {
    this.name = options.name
    this.place = options.place
    this.content = options.content
    this.schemaNumber = options.schemaNumber
    this.awareness = new RoomAwareness(options.awarenessClients)
    this.#keeper = options.keeper
  }

  get peers(): ReadonlySet<Peer> {
    return this.#peers
  }

  join(peer: Peer): void {
    this.#peers.add(peer)
  }

  leave(peer: Peer): void {
    if (!this.#peers.delete(peer)) return
    this.awareness.leave(peer)
    if (this.#peers.size > 0) this.#passAwarenessSoon()
    else this.#emptied()
  }

  #emptied(): void {
    if (this.#awarenessTimer !== null) clearTimeout(this.#awarenessTimer)
    this.#awarenessTimer = null
    this.#keeper.perhapsUnused(this)
  }

  /** Takes durable updates in and passes them on, as one where there are several. */
  committed(updates: readonly CommittedUpdate[]): void {
    for (const { sequence, update, parts } of updates) {
      this.content.add(
        sequence,
        update,
        parts.map(({ meta }) => meta),
      )
    }
    this.#passOn(updates)
    this.#keeper.committed(this, updates)
  }

  #passOn(updates: readonly CommittedUpdate[]): void {
    const writers = new Set<Writer>(updates.flatMap(({ parts }) => parts.map(({ from }) => from)))
    // The one who wrote all of it has all of it.
    const only = writers.size === 1 ? [...writers][0] : undefined
    if (this.#peers.size === 0 || (this.#peers.size === 1 && only !== undefined && this.#isPeer(only))) return
    const update = mergeAll(updates.map((committed) => committed.update))
    const message = updateMessage(update)
    for (const peer of this.#peers) if (peer !== only) peer.deliver(message, update)
  }

  #isPeer(writer: Writer): boolean {
    for (const peer of this.#peers) if (peer === writer) return true
    return false
  }

  broken(): void {
    this.closeAll('roomUnreadable', 'the stored room could not be read')
  }

  commitEnded(): void {
    if (this.#peers.size === 0) this.#keeper.perhapsUnused(this)
  }

  closeAll(refusal: Refusal, reason: string): void {
    for (const peer of this.#peers) peer.close(refusal, reason)
  }

  /** Takes in what a peer says of itself. False when that is malformed. */
  takeAwareness(states: Uint8Array, peer: Peer): boolean {
    const wellFormed = this.awareness.take(states, peer)
    this.#passAwarenessSoon()
    return wellFormed
  }

  #passAwarenessSoon(): void {
    if (!this.awareness.hasChanges) return
    this.#awarenessTimer ??= setTimeout(() => {
      this.#awarenessTimer = null
      const message = awarenessMessage(this.awareness.takeChanges())
      for (const peer of this.#peers) peer.deliverPassing(message)
    }, AWARENESS_EVERY_MS)
  }
}
