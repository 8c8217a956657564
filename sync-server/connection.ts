import {
  ACCESS,
  encodeAck,
  encodeRefused,
  encodeRoomInfo,
  type Access,
} from '../schemas/protocol/messages.ts'
import type { MemberId } from '../schemas/ids.ts'
import { type Refusal, REFUSALS } from '../schemas/protocol/errors.ts'
import { roomNameOf, type RoomName, type RoomPlace } from '../schemas/protocol/room-name.ts'
import type { Admission, Door } from './access.ts'
import { Backlog } from './backlog.ts'
import { type Engine, RoomRefusal } from './engine.ts'
import {
  awarenessMessage,
  OutgoingMessage,
  readRoomMessage,
  step1Message,
  step2Message,
  updateMessage,
} from './frames.ts'
import type { PeerSocket } from './peer-socket.ts'
import type { Peer, Room } from './room.ts'
import { Receipts } from './receipts.ts'
import { readUpdateMeta } from './update-meta.ts'

/** How the messages of one room reach their peer: on a socket of its own, or on a channel of a shared one. */
export interface Line {
  readonly socket: PeerSocket
  /** Whether acknowledgements, refusals and room info are understood. */
  readonly speaksHeshu: boolean
  /** The newest schema this client can write. */
  readonly schemaNumber: number
  send(message: OutgoingMessage): void
  close(refusal: Refusal, reason: string): void
}

/** Answering sync step 1 means walking the whole room: this many bytes of it are worth one request. */
const STEP1_BYTES_PER_REQUEST = 64 * 1024

/** Yjs client ids one connection may announce: its own, and those of a few tabs whose edits it brings. */
const ANNOUNCED_MAX = 8

/** One connection in one room, from the door to its close. */
export class RoomConnection implements Peer {
  readonly memberId: MemberId
  readonly memberName: string
  readonly place: RoomPlace
  readonly #name: RoomName
  readonly #line: Line
  readonly #engine: Engine
  readonly #door: Door
  #room: Room | null = null
  #right: 'read' | 'write' = 'read'
  #isClosed = false
  /** Frames that came before the room was loaded. */
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  readonly #announced = new Set<number>()
  #boundCount = 0
  readonly #backlog: Backlog
  readonly #receipts = new Receipts()

  constructor(options: {
    readonly place: RoomPlace
    readonly line: Line
    readonly engine: Engine
    readonly door: Door
  }) {
    this.place = options.place
    this.#name = roomNameOf(options.place)
    this.#line = options.line
    this.#backlog = new Backlog(options.line.socket, (message) => options.line.send(message))
    this.#engine = options.engine
    this.#door = options.door
    this.memberId = options.line.socket.session.memberId
    this.memberName = options.line.socket.session.name
  }

  /** Asks at the door, loads the room, joins it, and begins to sync. Ends closed when any of these is refused. */
  async open(): Promise<void> {
    try {
      await this.#enter()
    } catch (error) {
      if (error instanceof RoomRefusal) this.close(error.refusal, error.message)
      else {
        this.close('restarting', 'the server could not decide; try again')
        throw error
      }
    }
  }

  async #enter(): Promise<void> {
    while (!this.#isClosed && this.#room === null) {
      const { epoch } = this.#door
      const admission = await this.#door.admit(this.#line.socket.session, this.place)
      if (this.#isClosed) return
      if (!admission.admitted) {
        this.close(admission.refusal, admission.reason)
        return
      }
      await this.#engine.use(this.#name, (room) => {
        // Rights that changed while the room was loading are decided again.
        if (this.#isClosed || this.#door.epoch !== epoch) return
        this.#right = admission.right
        this.#begin(room)
      })
    }
  }

  #begin(room: Room): void {
    this.#room = room
    room.join(this)
    this.#sendInfo(room)
    if (this.#access(room) === ACCESS.write) this.#line.send(step1Message(room.content.stateVector()))
    const everybody = room.awareness.everybody()
    if (everybody !== null) this.#line.send(awarenessMessage(everybody))
    const waiting = this.#waiting
    this.#waiting = []
    for (const bytes of waiting) this.receive(bytes)
  }

  #access({ schemaNumber }: Room): Access {
    if (this.#right === 'read') return ACCESS.read
    return this.#line.schemaNumber < schemaNumber ? ACCESS.readSchemaTooOld : ACCESS.write
  }

  #sendInfo(room: Room): void {
    if (!this.#line.speaksHeshu) return
    const { schemaNumber, content } = room
    const info = { access: this.#access(room), schemaNumber, sequence: content.sequence }
    this.#line.send(new OutgoingMessage(encodeRoomInfo(info)))
  }

  /** Takes one message of the peer. */
  receive(bytes: Uint8Array): void {
    if (this.#isClosed) return
    const room = this.#room
    if (room === null) this.#keepForLater(bytes)
    else this.#handle(room, bytes)
  }

  #keepForLater(bytes: Uint8Array): void {
    this.#waitingBytes += bytes.length
    if (this.#waitingBytes > this.#line.socket.limits.waitingBytes) {
      this.close('tooFast', 'too much before the room was open')
    } else this.#waiting.push(bytes)
  }

  #handle(room: Room, bytes: Uint8Array): void {
    const message = readRoomMessage(bytes)
    if (message === null) return this.close('malformed', 'not a message of this protocol')
    switch (message.type) {
      case 'update':
        return this.#takeUpdate(room, message.update)
      case 'awareness':
        return this.#takeAwareness(room, message.states)
      case 'step1':
        return this.#answerStep1(room, message.stateVector)
      case 'queryAwareness':
        return this.#answerQuery(room)
      case 'announce':
        if (this.#announced.size < ANNOUNCED_MAX) this.#announced.add(message.clientId)
        return
      case 'raiseSchema':
        return this.#raiseSchema(room, message.schemaNumber)
    }
  }

  #takeUpdate(room: Room, update: Uint8Array): void {
    const nth = this.#receipts.received()
    const access = this.#access(room)
    if (access === ACCESS.read) return this.#refuse(nth, 'notAllowed', 'you may read here, not write')
    if (access === ACCESS.readSchemaTooOld) {
      return this.#refuse(nth, 'schemaTooOld', 'the app must be updated before it can write here')
    }
    if (!this.#line.socket.mayUpdate(update.length)) return this.close('tooFast', 'too many updates')
    const meta = readUpdateMeta(update)
    if (meta === null) return this.close('malformed', 'not a Yjs update')
    if (room.content.holds(meta)) {
      this.#receipts.wasKnown(nth)
      return this.commitEnded()
    }
    this.#bindAnnounced(room)
    this.#receipts.submitted()
    this.#engine.submit(room, {
      // A copy: what arrived is a view into a network read many times its size.
      update: new Uint8Array(update),
      meta,
      via: this.memberId,
      time: this.#engine.now(),
      from: this,
      nth,
    })
  }

  /** A read-only member's stock client cannot be told; what it sends is not taken, and it stays to read. */
  #refuse(nth: number, refusal: Refusal, reason: string): void {
    if (!this.#line.speaksHeshu) return
    this.#line.send(new OutgoingMessage(encodeRefused({ nth, code: REFUSALS[refusal], reason })))
  }

  #bindAnnounced(room: Room): void {
    if (this.#boundCount === this.#announced.size) return
    const fresh = [...this.#announced].slice(this.#boundCount)
    this.#boundCount = this.#announced.size
    for (const client of fresh) void this.#engine.bindClient(room, client, this.memberId)
  }

  settled(nth: number): void {
    this.#receipts.settled(nth)
  }

  refused(nth: number, refusal: Refusal, reason: string): void {
    this.#receipts.refused()
    // A stock client learns only from a close; at its return it sends again what the server lacks.
    if (this.#line.speaksHeshu) this.#refuse(nth, refusal, reason)
    else this.close(refusal, reason)
  }

  commitEnded(): void {
    if (this.#isClosed || !this.#line.speaksHeshu) return
    const durable = this.#receipts.toAcknowledge()
    if (durable !== null) this.#line.send(new OutgoingMessage(encodeAck(durable)))
  }

  deliver(message: OutgoingMessage, update: Uint8Array): void {
    if (this.#backlog.mustWait) this.#backlog.hold(update)
    else this.#line.send(message)
  }

  deliverPassing(message: OutgoingMessage): void {
    if (!this.#line.socket.isCongested) this.#line.send(message)
  }

  #takeAwareness(room: Room, states: Uint8Array): void {
    const { socket } = this.#line
    // Carets may be lost: one that comes too fast or too big is left out, its writer stays.
    if (!socket.mayAnnounce() || states.length > socket.limits.awarenessBytes) return
    if (!room.takeAwareness(states, this)) this.close('malformed', 'not an awareness update')
  }

  #answerStep1(room: Room, stateVector: Uint8Array): void {
    const weight = 1 + (room.content.stateBytes + room.content.tailBytes) / STEP1_BYTES_PER_REQUEST
    if (!this.#line.socket.mayRequest(weight)) return this.close('tooFast', 'too many requests')
    let updates: readonly Uint8Array[]
    try {
      updates = room.content.missingFrom(stateVector)
    } catch {
      this.close('malformed', 'not a state vector')
      return
    }
    updates.forEach((update, index) => {
      this.#line.send(index < updates.length - 1 ? updateMessage(update) : step2Message(update))
    })
  }

  #answerQuery(room: Room): void {
    if (!this.#line.socket.mayRequest()) return this.close('tooFast', 'too many requests')
    const everybody = room.awareness.everybody()
    if (everybody !== null) this.#line.send(awarenessMessage(everybody))
  }

  #raiseSchema(room: Room, schemaNumber: number): void {
    if (schemaNumber > this.#line.schemaNumber) return this.close('malformed', 'a schema it does not know')
    if (this.#access(room) !== ACCESS.write) return
    this.#engine
      .raiseSchemaNumber(room, schemaNumber)
      .catch(() => this.close('storeFailed', 'the server could not store this; try again'))
  }

  schemaRaised(): void {
    if (this.#room !== null) this.#sendInfo(this.#room)
  }

  /** Applies a decision taken again while open: closes, narrows or widens what may be done here. */
  applyAdmission(admission: Admission): void {
    const room = this.#room
    if (!admission.admitted) return this.close(admission.refusal, admission.reason)
    if (room === null || admission.right === this.#right) return
    this.#right = admission.right
    this.#sendInfo(room)
    if (this.#access(room) === ACCESS.write) this.#line.send(step1Message(room.content.stateVector()))
  }

  close(refusal: Refusal, reason: string): void {
    if (this.#isClosed) return
    if (refusal === 'malformed' || refusal === 'tooFast' || refusal === 'tooLarge') {
      const { memberId: member } = this
      this.#engine.log.write('warn', `closed: ${refusal}`, { member, room: this.#name, reason })
    }
    this.ended()
    this.#line.close(refusal, reason)
  }

  /** The peer or its socket is gone: leaves the room. Safe to call twice. */
  ended(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#waiting = []
    this.#backlog.drop()
    this.#room?.leave(this)
  }
}
