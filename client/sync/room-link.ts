import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { Awareness } from 'y-protocols/awareness'
import { isFinalForEdits, refusalOf, REFUSALS } from '../../schemas/protocol/errors.ts'
import { FRAME_BYTES_MAX } from '../../schemas/protocol/limits.ts'
import {
  ACCESS,
  encodeAnnounce,
  MESSAGE,
  readAck,
  readRefused,
  readRoomInfo,
  SYNC,
  type RoomInfo,
} from '../../schemas/protocol/messages.ts'
import type { OutboxEntry } from '../replica/outbox.ts'
import type { ReplicaRoom } from '../replica/replica-room.ts'
import type { Timers } from '../replica/timers.ts'
import { channelSocketClass, type FrameFilter } from './channel-socket.ts'
import { SentLedger } from './sent-ledger.ts'
import type { Wire } from './wire.ts'

/** What may be done in a room, as the server decided; `unknown` until it has spoken. */
export type RoomAccess = 'unknown' | 'read' | 'write' | 'read-schema-too-old' | 'denied'

/** Longest pause of the provider before it asks for a new channel, in milliseconds; the wire has its own. */
const CHANNEL_BACKOFF_MAX_MS = 2_000

/** First and longest pause before edits the server could not store are offered again, in milliseconds. */
const RETRY_FIRST_MS = 1_000
const RETRY_MAX_MS = 30_000

/** How long another tab has to bring its own edits to the server before this one does, in milliseconds. */
const OTHERS_MAY_TAKE_MS = 3_000

/** Size above which waiting edits are sent in several frames, in bytes: a quarter of a second's share at the server. */
const OFFER_BYTES = 1024 * 1024

export interface LinkListener {
  accessChanged(access: RoomAccess): void
  syncedChanged(synced: boolean): void
  /** The server does not take what this device wrote here; `code` is one of REFUSALS. */
  editsRefused(code: number): void
}

interface LinkOptions {
  readonly wire: Wire
  readonly replica: ReplicaRoom
  readonly awareness: Awareness
  /** The newest schema this program writes. */
  readonly schemaNumber: number
  readonly timers: Timers
  readonly listener: LinkListener
}

/**
 * Ties one room of the replica to the server by a stock `WebsocketProvider` over the wire: passes local updates on, turns
 * acknowledgements into a shorter outbox, and refusals into a decision of the session. [C4] [C6] [C7]
 */
export class RoomLink {
  readonly provider: WebsocketProvider
  readonly #options: LinkOptions
  #ledger = new SentLedger<OutboxEntry>()
  #access: RoomAccess = 'unknown'
  #retryMs = RETRY_FIRST_MS
  #cancelRetry: (() => void) | null = null
  #cancelOffer: (() => void) | null = null
  /** What waits for the server's answer to the edits sent as they were made. */
  #whenTaken: (() => void) | null = null
  /** Sends past the provider, on the connection that began last. */
  #sendFrame: (frame: Uint8Array) => void = () => undefined
  /** The local update that the provider is being handed right now. */
  #sending: OutboxEntry | null = null
  readonly #stopFollowing: () => void

  constructor(options: LinkOptions) {
    this.#options = options
    const { wire, replica, awareness, schemaNumber } = options
    this.provider = new WebsocketProvider('heshu:', replica.room, replica.doc, {
      connect: false,
      awareness,
      disableBc: true,
      maxBackoffTime: CHANNEL_BACKOFF_MAX_MS,
      WebSocketPolyfill: channelSocketClass(wire, replica.room, schemaNumber, this.#filter),
      // Being turned away is not for ever: rights change, and people sign in again. The link decides when.
      shouldReconnect: ({ code }) => !isDoorClosed(code),
    })
    // The provider would send every update on. What came from the device's other tabs is theirs to send.
    replica.doc.off('update', this.provider._updateHandler)
    this.#stopFollowing = replica.followLocal((update, entry) => {
      this.#send(update, entry)
      this.#judge()
    })
    this.provider.on('sync', (synced) => options.listener.syncedChanged(synced))
  }

  get access(): RoomAccess {
    return this.#access
  }

  /** Asks the server for the room; also again, after having been turned away. */
  connect(): void {
    if (!this.provider.shouldConnect) this.provider.connect()
  }

  readonly #filter: FrameFilter = {
    begun: (send) => {
      this.#ledger = new SentLedger()
      this.#sendFrame = send
      this.#whenTaken = null
      send(encodeAnnounce(this.#options.replica.doc.clientID))
    },
    mayPass: (frame) => this.#mayPass(frame),
    takes: (frame, pass) => this.#takes(frame, pass),
    ended: (code) => this.#ended(code),
  }

  #mayPass(frame: Uint8Array): boolean {
    // The server would close the whole socket over it, again and again.
    if (frame.length > FRAME_BYTES_MAX) {
      this.#options.listener.editsRefused(REFUSALS.tooLarge)
      return false
    }
    const decoder = decoding.createDecoder(frame)
    if (decoding.readVarUint(decoder) !== MESSAGE.sync) return true
    const step = decoding.readVarUint(decoder)
    if (step === SYNC.step2) {
      // The step 2 in hand holds the whole document, and with it every edit that is listed now; what the running task
      // adds after it is an edit of its own.
      this.#options.replica.seal()
      this.#ledger.step2(this.#options.replica.outbox.entries)
      return true
    }
    if (step !== SYNC.update) return true
    if (!this.#ledger.mayUpdate) return false
    this.#ledger.update(this.#sending === null ? [] : [this.#sending])
    return true
  }

  #takes(frame: Uint8Array, pass: () => void): boolean {
    try {
      if (isStep1(frame) && this.#options.replica.outbox.entries.some(({ seq }) => seq !== null)) {
        this.#offerAsMade(pass)
        return true
      }
      return this.#readOwn(decoding.createDecoder(frame))
    } catch (cause) {
      // A message of ours that ends early: the acknowledgement it may have been comes again with the next.
      console.warn('a message of the server could not be read', cause)
      return true
    }
  }

  #readOwn(decoder: decoding.Decoder): boolean {
    switch (decoding.readVarUint(decoder)) {
      case MESSAGE.ack:
        this.#acknowledged(readAck(decoder))
        return true
      case MESSAGE.refused: {
        const { nth, code } = readRefused(decoder)
        this.#ledger.refused(nth)
        this.#refused(code)
        this.#answerWhenTaken()
        return true
      }
      case MESSAGE.roomInfo:
        this.#informed(readRoomInfo(decoder))
        return true
      default:
        return false
    }
  }

  /**
   * Sends what waits on the disk as it was made and, when that is durable, lets the provider answer with the document:
   * merged by the server into one, the emptied words of the document could stand in the place of the written ones. A colleague may have
   * deleted the row or cell that words were typed into; once that is merged, the document no longer holds the words,
   * and only these updates bring them to the server's journal. [C14]
   */
  #offerAsMade(pass: () => void): void {
    const ledger = this.#ledger
    const { replica } = this.#options
    const answer = (): void => {
      if (ledger === this.#ledger) pass()
    }
    replica
      .storedEdits(replica.outbox.entries.filter(({ seq }) => seq !== null))
      .then((edits) => {
        if (ledger !== this.#ledger) return
        for (const update of inFrames(edits.map((edit) => edit.update))) {
          // It covers nothing: the step 2 that follows covers every edit, these among them.
          ledger.update([])
          this.#sendFrame(updateFrame(update))
        }
        this.#whenTaken = answer
        this.#answerWhenTaken()
      })
      // A disk that cannot be read keeps nobody waiting: the document goes up as ever.
      .catch(answer)
  }

  /** Goes on when the server has answered for every message sent so far. */
  #answerWhenTaken(): void {
    if (this.#whenTaken === null || this.#ledger.outstanding > 0) return
    const answer = this.#whenTaken
    this.#whenTaken = null
    answer()
  }

  #acknowledged(durable: number): void {
    this.#retryMs = RETRY_FIRST_MS
    this.#options.replica.acknowledged(this.#ledger.acknowledged(durable))
    this.#answerWhenTaken()
    this.#judge()
  }

  #refused(code: number): void {
    const refusal = refusalOf(code)
    if (refusal === 'schemaTooOld') return this.#become('read-schema-too-old')
    if (refusal !== null && isFinalForEdits(refusal)) this.#options.listener.editsRefused(code)
    // Too fast, or the store failed: a new channel offers everything unacknowledged again.
    else this.#reopen()
  }

  #reopen(): void {
    if (this.#cancelRetry !== null) return
    this.provider.disconnect()
    this.#cancelRetry = this.#options.timers.after(this.#retryMs, () => {
      this.#cancelRetry = null
      this.provider.connect()
    })
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS)
  }

  #informed({ access }: RoomInfo): void {
    if (access === ACCESS.write) return this.#become('write')
    if (access === ACCESS.readSchemaTooOld) return this.#become('read-schema-too-old')
    this.#become('read')
    this.#judge()
  }

  /**
   * A member who may only read is not even asked for edits: what waits then was refused at the door. What is on its way
   * from a moment ago may still be taken, and is waited for. [C6]
   */
  #judge(): void {
    if (this.#access !== 'read' || this.#ledger.outstanding > 0) return
    if (this.#options.replica.outbox.size > 0) this.#options.listener.editsRefused(REFUSALS.notAllowed)
  }

  /**
   * Sends edits of other tabs that those have not brought to the server themselves: a tab that was closed, or whose
   * connection is down. Asked for after every change of the outbox.
   */
  offerOthers(): void {
    if (this.#cancelOffer !== null || this.#unsent().length === 0) return
    this.#cancelOffer = this.#options.timers.after(OTHERS_MAY_TAKE_MS, () => {
      this.#cancelOffer = null
      const ledger = this.#ledger
      const entries = this.#unsent()
      this.#options.replica
        .storedEdits(entries)
        .then((edits) => {
          if (ledger === this.#ledger) for (const { update, entry } of edits) this.#send(update, entry)
        })
        .catch(() => this.#reopen())
    })
  }

  /** Stored edits that no message of this connection carries. */
  #unsent(): OutboxEntry[] {
    if (!this.provider.wsconnected || this.#access !== 'write' || !this.#ledger.mayUpdate) return []
    return this.#options.replica.outbox.entries.filter(
      (entry) => entry.seq !== null && !this.#ledger.covers(entry),
    )
  }

  #send(update: Uint8Array, entry: OutboxEntry): void {
    this.#sending = entry
    this.provider._updateHandler(update, null)
    this.#sending = null
  }

  #ended(code: number): void {
    if (!isDoorClosed(code)) return
    this.#become('denied')
    if (this.#options.replica.outbox.size > 0) this.#options.listener.editsRefused(code)
  }

  #become(access: RoomAccess): void {
    if (access === this.#access) return
    this.#access = access
    this.#options.listener.accessChanged(access)
  }

  /** Leaves the room at the server. Safe to call twice. */
  destroy(): void {
    this.#cancelRetry?.()
    this.#cancelOffer?.()
    this.#stopFollowing()
    this.provider.destroy()
  }
}

function isStep1(frame: Uint8Array): boolean {
  return frame[0] === MESSAGE.sync && frame[1] === SYNC.step1
}

/** Merges updates, in order, into as few as fit into frames of {@link OFFER_BYTES}. */
function inFrames(updates: readonly Uint8Array[]): Uint8Array[] {
  const frames: Uint8Array[][] = []
  let bytes = 0
  for (const update of updates) {
    const last = frames.at(-1)
    if (last === undefined || bytes + update.length > OFFER_BYTES) {
      frames.push([update])
      bytes = update.length
    } else {
      last.push(update)
      bytes += update.length
    }
  }
  return frames.map((each) => Y.mergeUpdates(each))
}

function updateFrame(update: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.sync)
    encoding.writeVarUint(encoder, SYNC.update)
    encoding.writeVarUint8Array(encoder, update)
  })
}

/** Whether a close code says that asking again is of no use until something changes. 4401 ends the whole wire instead. */
function isDoorClosed(code: number): boolean {
  const refusal = refusalOf(code)
  return refusal !== null && (isFinalForEdits(refusal) || refusal === 'unknownWorkspace')
}
