import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket, type ClientOptions } from 'ws'
import * as Y from 'yjs'
import { decodeChannelFrame, encodeChannelFrame, type ChannelFrame } from '../../schemas/protocol/channels.ts'
import {
  MESSAGE,
  readAck,
  readRefused,
  readRoomInfo,
  SYNC,
  type RefusedUpdate,
  type RoomInfo,
} from '../../schemas/protocol/messages.ts'
import { until } from './until.ts'

/** One message as a client reads it. */
export type Received =
  | { readonly type: 'step1'; readonly stateVector: Uint8Array }
  | { readonly type: 'step2' | 'update'; readonly update: Uint8Array }
  | { readonly type: 'awareness'; readonly states: Uint8Array }
  | { readonly type: 'ack'; readonly durable: number }
  | { readonly type: 'refused'; readonly refused: RefusedUpdate }
  | { readonly type: 'info'; readonly info: RoomInfo }
  | { readonly type: 'unknown'; readonly bytes: Uint8Array }

export function readReceived(bytes: Uint8Array): Received {
  const decoder = decoding.createDecoder(bytes)
  switch (decoding.readVarUint(decoder)) {
    case MESSAGE.sync: {
      const step = decoding.readVarUint(decoder)
      const payload = decoding.readVarUint8Array(decoder)
      if (step === SYNC.step1) return { type: 'step1', stateVector: payload }
      return { type: step === SYNC.step2 ? 'step2' : 'update', update: payload }
    }
    case MESSAGE.awareness:
      return { type: 'awareness', states: decoding.readVarUint8Array(decoder) }
    case MESSAGE.ack:
      return { type: 'ack', durable: readAck(decoder) }
    case MESSAGE.refused:
      return { type: 'refused', refused: readRefused(decoder) }
    case MESSAGE.roomInfo:
      return { type: 'info', info: readRoomInfo(decoder) }
    default:
      return { type: 'unknown', bytes }
  }
}

function message(type: number, ...rest: readonly (number | Uint8Array)[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, type)
    for (const part of rest) {
      if (typeof part === 'number') encoding.writeVarUint(encoder, part)
      else encoding.writeVarUint8Array(encoder, part)
    }
  })
}

export const step1 = (doc: Y.Doc): Uint8Array => message(MESSAGE.sync, SYNC.step1, Y.encodeStateVector(doc))
export const step2 = (update: Uint8Array): Uint8Array => message(MESSAGE.sync, SYNC.step2, update)
export const updateOf = (update: Uint8Array): Uint8Array => message(MESSAGE.sync, SYNC.update, update)
export const awarenessOf = (states: Uint8Array): Uint8Array => message(MESSAGE.awareness, states)

/** A WebSocket of a program, that keeps what it receives and how it closed. */
export class RawSocket {
  readonly ws: WebSocket
  readonly frames: Uint8Array[] = []
  closeCode: number | null = null
  /** HTTP status of a refused upgrade. */
  status: number | null = null
  #isReading = true

  constructor(url: string, options: ClientOptions = {}) {
    this.ws = new WebSocket(url, options)
    this.ws.on('message', (data: Buffer) => this.frames.push(new Uint8Array(data)))
    this.ws.on('close', (code) => (this.closeCode = code))
    this.ws.on('error', () => (this.closeCode ??= 1006))
    this.ws.on('unexpected-response', (request, response) => {
      this.status = response.statusCode ?? null
      request.destroy()
      this.closeCode ??= 1006
    })
  }

  async opened(): Promise<this> {
    await until('the socket opens', () => this.ws.readyState === WebSocket.OPEN || this.closeCode !== null)
    return this
  }

  async closed(): Promise<number> {
    await until('the socket closes', () => this.closeCode !== null)
    return this.closeCode ?? 0
  }

  send(bytes: Uint8Array | string): void {
    this.ws.send(bytes)
  }

  /** Bytes past any framing, straight onto the connection. */
  sendRaw(bytes: Uint8Array): void {
    Reflect.get(this.ws, '_socket').write(bytes)
  }

  stopReading(): void {
    if (this.#isReading) this.ws.pause()
    this.#isReading = false
  }

  readOn(): void {
    if (!this.#isReading) this.ws.resume()
    this.#isReading = true
  }

  close(): void {
    this.ws.close()
  }
}

/** A stock-like client on a plain room socket: applies what comes, keeps every message. */
export class PlainClient extends RawSocket {
  get received(): Received[] {
    return this.frames.map((frame) => readReceived(frame))
  }

  /** Updates seen so far, as one document; `own` is what this client wrote itself and is never sent back. */
  doc(own: Y.Doc = new Y.Doc()): Y.Doc {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(own), 'own')
    for (const each of this.received) {
      if (each.type === 'update' || each.type === 'step2') Y.applyUpdate(doc, each.update, 'server')
    }
    return doc
  }

  async has(what: string, condition: (received: Received[]) => boolean): Promise<void> {
    await until(what, () => condition(this.received))
  }
}

export interface ChannelOptions {
  readonly doc?: Y.Doc
  readonly schemaNumber?: number
  /** Sends what the server lacks when it asks, as stock providers do. */
  readonly answersStep1?: boolean
  /** The test decides what of the document's updates is sent, and when. */
  readonly sendsByHand?: boolean
}

/** A room on a many-rooms socket with its own Y.Doc and the outbox a Heshu client keeps. */
export class ChannelClient {
  readonly doc: Y.Doc
  readonly received: Received[] = []
  closeCode: number | null = null
  /** Updates sent and not acknowledged: what would be sent again. */
  readonly unacknowledged = new Map<number, Uint8Array>()
  /** Updates the server has acknowledged. */
  readonly acknowledged: Uint8Array[] = []
  readonly refused: RefusedUpdate[] = []
  #sent = 0
  readonly #socket: ChannelSocket
  readonly #channel: number
  readonly #options: ChannelOptions

  constructor(socket: ChannelSocket, channel: number, options: ChannelOptions) {
    this.#socket = socket
    this.#channel = channel
    this.#options = options
    this.doc = options.doc ?? new Y.Doc()
    if (options.sendsByHand === true) return
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server') this.sendUpdate(update)
    })
  }

  send(bytes: Uint8Array): void {
    this.#socket.sendFrame({ kind: 'data', channel: this.#channel, payload: bytes })
  }

  /** @returns its number among those sent */
  sendUpdate(update: Uint8Array): number {
    this.unacknowledged.set(++this.#sent, update)
    this.send(updateOf(update))
    return this.#sent
  }

  requestState(): void {
    this.send(step1(this.doc))
  }

  close(): void {
    this.#socket.sendFrame({ kind: 'close', channel: this.#channel, code: 1000, reason: '' })
  }

  take(bytes: Uint8Array): void {
    const received = readReceived(bytes)
    this.received.push(received)
    if (received.type === 'update' || received.type === 'step2') {
      Y.applyUpdate(this.doc, received.update, 'server')
    } else if (received.type === 'step1' && this.#options.answersStep1 === true) {
      this.#answer(Y.encodeStateAsUpdate(this.doc, received.stateVector))
    } else if (received.type === 'ack') this.#acknowledge(received.durable)
    else if (received.type === 'refused') {
      this.refused.push(received.refused)
      this.unacknowledged.delete(received.refused.nth)
    }
  }

  #answer(update: Uint8Array): void {
    this.unacknowledged.set(++this.#sent, update)
    this.send(step2(update))
  }

  #acknowledge(durable: number): void {
    for (const [nth, update] of this.unacknowledged) {
      if (nth > durable) continue
      this.acknowledged.push(update)
      this.unacknowledged.delete(nth)
    }
  }

  get info(): RoomInfo | null {
    const infos = this.received.flatMap((each) => (each.type === 'info' ? [each.info] : []))
    return infos.at(-1) ?? null
  }

  async has(what: string, condition: () => boolean): Promise<void> {
    await until(what, condition)
  }
}

/** A socket for many rooms. */
export class ChannelSocket {
  readonly raw: RawSocket
  readonly #channels = new Map<number, ChannelClient>()
  #lastChannel = 0
  #read = 0

  constructor(url: string, token: string) {
    this.raw = new RawSocket(`${url}?token=${token}`)
    this.raw.ws.on('message', () => this.#takeAll())
  }

  #takeAll(): void {
    for (; this.#read < this.raw.frames.length; this.#read++) {
      const frame = decodeChannelFrame(this.raw.frames[this.#read] ?? new Uint8Array())
      if (frame === null) throw new Error('the server broke the framing')
      const channel = this.#channels.get(frame.channel)
      if (frame.kind === 'data') channel?.take(frame.payload)
      if (frame.kind === 'close' && channel !== undefined) channel.closeCode = frame.code
    }
  }

  sendFrame(frame: ChannelFrame): void {
    this.raw.send(encodeChannelFrame(frame))
  }

  /** Opens a room and asks for its state. */
  async open(room: string, options: ChannelOptions = {}): Promise<ChannelClient> {
    await this.raw.opened()
    const channel = ++this.#lastChannel
    const client = new ChannelClient(this, channel, options)
    this.#channels.set(channel, client)
    this.sendFrame({ kind: 'open', channel, room, schemaNumber: options.schemaNumber ?? 1 })
    client.requestState()
    return client
  }

  close(): void {
    this.raw.close()
  }
}

/** Opens one room on a socket of its own that speaks channels, and waits until its state is there. */
export async function openChannel(
  url: string,
  token: string,
  room: string,
  options: ChannelOptions = {},
): Promise<{ socket: ChannelSocket; client: ChannelClient }> {
  const socket = new ChannelSocket(url, token)
  const client = await socket.open(room, options)
  await until(
    `${room} answers ${token}`,
    () => client.closeCode !== null || client.received.some(({ type }) => type === 'step2'),
  )
  return { socket, client }
}
