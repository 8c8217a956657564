import * as encoding from 'lib0/encoding'
import { CHANNEL_KIND, decodeChannelFrame, encodeChannelFrame } from '../schemas/protocol/channels.ts'
import { type Refusal, REFUSALS } from '../schemas/protocol/errors.ts'
import { REASON_MAX } from '../schemas/protocol/limits.ts'
import { parseRoomName } from '../schemas/protocol/room-name.ts'
import type { Line, RoomConnection } from './connection.ts'
import { awarenessMessage, frameHeader, type OutgoingMessage } from './frames.ts'
import type { PeerSocket } from './peer-socket.ts'
import { NOBODY } from './room-awareness.ts'

/** Stock clients name no schema number; they count as the first. */
const STOCK_SCHEMA_NUMBER = 1

/** A socket that carries one room and speaks plain y-websocket. */
export class PlainLine implements Line {
  readonly socket: PeerSocket
  readonly speaksHeshu = false
  readonly schemaNumber = STOCK_SCHEMA_NUMBER

  constructor(socket: PeerSocket) {
    this.socket = socket
  }

  send(message: OutgoingMessage): void {
    this.socket.writeFrame(message.frame)
  }

  /** A stock provider reconnects after 30 s without any message, in a quiet room too. */
  keepAlive(): void {
    this.send(awarenessMessage(NOBODY))
  }

  close(refusal: Refusal, reason: string): void {
    this.socket.close(refusal, reason)
  }
}

/** One room among many on a socket. */
class ChannelLine implements Line {
  readonly socket: PeerSocket
  readonly speaksHeshu = true
  readonly schemaNumber: number
  readonly #channel: number
  readonly #dataPrefix: Uint8Array
  readonly #onClose: () => void

  constructor(options: {
    readonly socket: PeerSocket
    readonly channel: number
    readonly schemaNumber: number
    readonly onClose: () => void
  }) {
    this.socket = options.socket
    this.schemaNumber = options.schemaNumber
    this.#channel = options.channel
    this.#onClose = options.onClose
    this.#dataPrefix = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, options.channel)
      encoding.writeVarUint(encoder, CHANNEL_KIND.data)
    })
  }

  send({ bytes }: OutgoingMessage): void {
    const prefix = this.#dataPrefix
    // Header and prefix are this peer's own; the message behind them is shared by all.
    const header = Buffer.concat([frameHeader(prefix.length + bytes.length), prefix])
    this.socket.writeFrame(header, bytes)
  }

  close(refusal: Refusal, reason: string): void {
    this.#onClose()
    sendChannelClose(this.socket, this.#channel, refusal, reason)
  }
}

function sendChannelClose(socket: PeerSocket, channel: number, refusal: Refusal, reason: string): void {
  const code = REFUSALS[refusal]
  const frame = encodeChannelFrame({ kind: 'close', channel, code, reason: reason.slice(0, REASON_MAX) })
  socket.writeFrame(frameHeader(frame.length), frame)
}

/** How a room's connection is made on some line. */
export type Connect = (line: Line, place: RoomConnection['place']) => RoomConnection

/** The rooms of one socket that carries many: a fault in one channel closes that channel alone. */
export class Channels {
  readonly #socket: PeerSocket
  readonly #connect: Connect
  readonly #byNumber = new Map<number, RoomConnection>()

  constructor(socket: PeerSocket, connect: Connect) {
    this.#socket = socket
    this.#connect = connect
  }

  connections(): Iterable<RoomConnection> {
    return this.#byNumber.values()
  }

  /** Takes one frame. @returns false when the framing is broken and the socket must close */
  receive(bytes: Uint8Array): boolean {
    const frame = decodeChannelFrame(bytes)
    if (frame === null) return false
    const connection = this.#byNumber.get(frame.channel)
    switch (frame.kind) {
      case 'data':
        // Data for a channel that is over is on its way when we close it; nobody is to blame.
        if (frame.payload.length > this.#socket.limits.frameBytes) {
          connection?.close('tooLarge', `more than ${this.#socket.limits.frameBytes} bytes`)
        } else connection?.receive(frame.payload)
        return true
      case 'close':
        connection?.ended()
        this.#byNumber.delete(frame.channel)
        return true
      case 'open':
        if (connection !== undefined) return false
        this.#open(frame.channel, frame.room, frame.schemaNumber)
        return true
    }
  }

  #open(channel: number, room: string, schemaNumber: number): void {
    const refuse = (refusal: Refusal, reason: string) =>
      sendChannelClose(this.#socket, channel, refusal, reason)
    const place = parseRoomName(room)
    if (place === null) return refuse('malformed', 'not a room name')
    if (this.#byNumber.size >= this.#socket.limits.channels)
      return refuse('tooFast', 'too many rooms at once')
    if (!this.#socket.mayRequest()) return refuse('tooFast', 'too many requests')
    const onClose = () => this.#byNumber.delete(channel)
    const line = new ChannelLine({ socket: this.#socket, channel, schemaNumber, onClose })
    this.#byNumber.set(channel, this.#connect(line, place))
  }

  /** The socket is gone. */
  ended(): void {
    for (const connection of this.#byNumber.values()) connection.ended()
    this.#byNumber.clear()
  }
}
