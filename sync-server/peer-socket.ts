import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import type { Millis } from '../schemas/ids.ts'
import { type Refusal, REFUSALS } from '../schemas/protocol/errors.ts'
import type { Session } from './access.ts'
import type { SyncLimits } from './sync-limits.ts'
import { TokenBucket } from './token-bucket.ts'

/** Averages are taken over this long (schemas/protocol/limits.ts). */
const BURST_SECONDS = 10
/** Caret messages per second, before coalescing. Moving a caret through a text makes some 30. */
const AWARENESS_PER_SECOND = 50
/** A close frame carries at most this many bytes of reason (RFC 6455 §5.5). */
const CLOSE_REASON_BYTES_MAX = 120
/** A peer that does not answer a close frame for this long is cut off. */
const CLOSE_WITHIN_MS = 5_000

/** A socket that has not answered this many pings is gone. One answer may be late behind a large download. */
const SILENT_ROUNDS_MAX = 2

/** What one WebSocket may still do: one bucket per kind of burden. */
interface Allowance {
  readonly updates: TokenBucket
  readonly updateBytes: TokenBucket
  readonly requests: TokenBucket
  readonly awareness: TokenBucket
}

/**
 * One WebSocket of one session: writing with back-pressure, limits, liveness, and one way to close.
 * Frames are written straight to the TCP socket (no compression is negotiated, so `ws` never holds frames back).
 */
export class PeerSocket {
  readonly ws: WebSocket
  readonly request: IncomingMessage
  readonly limits: SyncLimits
  #session: Session
  readonly #socket: Duplex
  readonly #now: () => Millis
  readonly #allowance: Allowance
  readonly #waitingForRoom = new Set<() => void>()
  #heldBytes = 0
  #silentRounds = 0
  #unwrittenAtSweep = 0

  constructor(options: {
    readonly ws: WebSocket
    readonly socket: Duplex
    readonly request: IncomingMessage
    readonly session: Session
    readonly limits: SyncLimits
    readonly now: () => Millis
  }) {
    this.ws = options.ws
    this.#socket = options.socket
    this.request = options.request
    this.#session = options.session
    this.limits = options.limits
    this.#now = options.now
    const { updatesPerSecond, updateBytesPerSecond, requestsPerMinute } = options.limits
    const bucket = (perSecond: number) => new TokenBucket(perSecond, BURST_SECONDS, options.now())
    this.#allowance = {
      updates: bucket(updatesPerSecond),
      updateBytes: bucket(updateBytesPerSecond),
      requests: new TokenBucket(requestsPerMinute / 60, 60, options.now()),
      awareness: bucket(AWARENESS_PER_SECOND),
    }
    this.ws.on('pong', () => (this.#silentRounds = 0))
    this.#socket.on('drain', () => this.#drained())
  }

  get session(): Session {
    return this.#session
  }

  /** The same person was found at the door again, perhaps with a session that lasts longer. */
  renewed(session: Session): void {
    this.#session = session
  }

  /** Whether the session's time is up, as far as was known when it was last looked at. */
  get hasExpired(): boolean {
    const { expiresAt } = this.#session
    return expiresAt !== null && expiresAt <= this.#now()
  }

  get isOpen(): boolean {
    return this.ws.readyState === WebSocket.OPEN
  }

  /** Whether the network takes less than we write. */
  get isCongested(): boolean {
    return this.#socket.writableLength > this.limits.congestedBytes
  }

  /** Writes a whole WebSocket frame, given in pieces. */
  writeFrame(...pieces: readonly Uint8Array[]): void {
    if (!this.isOpen) return
    if (pieces.length > 1) this.#socket.cork()
    for (const piece of pieces) this.#socket.write(piece)
    if (pieces.length > 1) this.#socket.uncork()
    // A reader that does not read gets to ask for nothing more.
    if (this.isCongested) this.ws.pause()
  }

  /** Calls back once, when the line is free again. */
  whenFree(callback: () => void): void {
    this.#waitingForRoom.add(callback)
  }

  #drained(): void {
    this.ws.resume()
    const callbacks = [...this.#waitingForRoom]
    this.#waitingForRoom.clear()
    for (const callback of callbacks) callback()
  }

  /** Counts bytes of updates held back for this socket (negative: let go). False when it has become too many. */
  holdBytes(bytes: number): boolean {
    this.#heldBytes += bytes
    return this.#heldBytes <= this.limits.backlogBytes
  }

  mayUpdate(bytes: number): boolean {
    const now = this.#now()
    return this.#allowance.updates.take(1, now) && this.#allowance.updateBytes.take(bytes, now)
  }

  /** @param weight how many small requests it is worth */
  mayRequest(weight = 1): boolean {
    return this.#allowance.requests.take(weight, this.#now())
  }

  mayAnnounce(): boolean {
    return this.#allowance.awareness.take(1, this.#now())
  }

  /** One round of liveness: drops a socket that is gone. */
  sweep(): void {
    const unwritten = this.#socket.writableLength
    const takesBytes = unwritten > 0 && unwritten < this.#unwrittenAtSweep
    this.#unwrittenAtSweep = unwritten
    if (this.#silentRounds >= SILENT_ROUNDS_MAX && !takesBytes) this.ws.terminate()
    else {
      this.#silentRounds++
      if (this.isOpen) this.ws.ping()
    }
  }

  close(refusal: Refusal, reason: string): void {
    if (!this.isOpen) return
    // Paused, it would never see the answer to its close frame.
    this.ws.resume()
    this.ws.close(REFUSALS[refusal], reason.slice(0, CLOSE_REASON_BYTES_MAX))
    setTimeout(() => this.ws.terminate(), CLOSE_WITHIN_MS).unref()
  }
}
