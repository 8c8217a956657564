import * as encoding from 'lib0/encoding'
import { MESSAGE, SYNC } from '../schemas/protocol/messages.ts'
import { ByteReader } from './byte-reader.ts'

/** One message of a room as it arrived. Bytes are views into the frame. */
export type RoomMessage =
  | { readonly type: 'step1'; readonly stateVector: Uint8Array }
  /** Sync step 2 or update: what is counted and acknowledged. */
  | { readonly type: 'update'; readonly update: Uint8Array }
  | { readonly type: 'awareness'; readonly states: Uint8Array }
  | { readonly type: 'queryAwareness' }
  | { readonly type: 'announce'; readonly clientId: number }
  | { readonly type: 'raiseSchema'; readonly schemaNumber: number }

/** Reads one y-websocket or Heshu message of a client. Null when it is malformed or none that a client may send. */
export function readRoomMessage(bytes: Uint8Array): RoomMessage | null {
  try {
    const reader = new ByteReader(bytes)
    switch (reader.varUint()) {
      case MESSAGE.sync:
        return readSync(reader)
      case MESSAGE.awareness:
        return { type: 'awareness', states: reader.sized() }
      case MESSAGE.queryAwareness:
        return { type: 'queryAwareness' }
      case MESSAGE.announce:
        return { type: 'announce', clientId: reader.varUint() }
      case MESSAGE.raiseSchema:
        return { type: 'raiseSchema', schemaNumber: reader.varUint() }
      default:
        return null
    }
  } catch {
    // Malformed: the caller closes the channel with that code.
    return null
  }
}

function readSync(reader: ByteReader): RoomMessage | null {
  const step = reader.varUint()
  if (step === SYNC.step1) return { type: 'step1', stateVector: reader.sized() }
  if (step === SYNC.step2 || step === SYNC.update) return { type: 'update', update: reader.sized() }
  return null
}

/** A message on its way out, made once however many sockets it goes to. */
export class OutgoingMessage {
  readonly bytes: Uint8Array
  #frame: Buffer | null = null

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** The whole WebSocket frame for a socket that carries this room alone. */
  get frame(): Buffer {
    this.#frame ??= Buffer.concat([frameHeader(this.bytes.length), this.bytes])
    return this.#frame
  }
}

const FINAL_BINARY = 0x82

/**
 * The header of an unmasked, final, binary WebSocket frame (RFC 6455 §5.2). Built here rather than by `ws`, so that a
 * frame for two hundred readers is made once and written with one call each.
 */
export function frameHeader(payloadBytes: number): Buffer {
  if (payloadBytes < 126) return Buffer.from([FINAL_BINARY, payloadBytes])
  if (payloadBytes < 65_536) {
    const header = Buffer.from([FINAL_BINARY, 126, 0, 0])
    header.writeUInt16BE(payloadBytes, 2)
    return header
  }
  const header = Buffer.alloc(10)
  header[0] = FINAL_BINARY
  header[1] = 127
  header.writeUIntBE(payloadBytes, 4, 6)
  return header
}

export function step1Message(stateVector: Uint8Array): OutgoingMessage {
  return syncMessage(SYNC.step1, stateVector)
}

export function step2Message(update: Uint8Array): OutgoingMessage {
  return syncMessage(SYNC.step2, update)
}

export function updateMessage(update: Uint8Array): OutgoingMessage {
  return syncMessage(SYNC.update, update)
}

function syncMessage(step: number, payload: Uint8Array): OutgoingMessage {
  return new OutgoingMessage(
    encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, MESSAGE.sync)
      encoding.writeVarUint(encoder, step)
      encoding.writeVarUint8Array(encoder, payload)
    }),
  )
}

export function awarenessMessage(states: Uint8Array): OutgoingMessage {
  return new OutgoingMessage(
    encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, MESSAGE.awareness)
      encoding.writeVarUint8Array(encoder, states)
    }),
  )
}
