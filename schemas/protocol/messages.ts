import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { REASON_MAX } from './limits.ts'

/**
 * Message types inside one frame of a room. 0, 1 and 3 are y-websocket's own; 100 and above are Heshu's and are only
 * spoken on Heshu's own connections (the many-rooms socket), never to stock clients.
 *
 * History: version 1, 2026-11 (all of the below).
 * @see https://github.com/yjs/y-protocols/blob/master/PROTOCOL.md
 */
export const MESSAGE = {
  /** varUint 0 step 1 (state vector) | 1 step 2 (update) | 2 update, then the bytes. */
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  /**
   * Server to client: varUint n. The first n update messages this connection sent in this room are durable, save those
   * refused (101); a refusal always arrives before an acknowledgement that passes it.
   */
  ack: 100,
  /** Server to client: varUint n, varUint refusal code, varString reason. The n-th update message was not taken. */
  refused: 101,
  /** Client to server, once, before its first update: varUint Yjs client id that this tab writes with. */
  announce: 102,
  /** Server to client, first in a room and whenever it changes: varUint access, varUint schema number, varUint sequence. */
  roomInfo: 103,
  /**
   * Client to server, before its first update of a newer shape: varUint schema number, not above the one it opened the
   * room with. Older clients may only read from then on; everybody is told by room info.
   */
  raiseSchema: 104,
} as const

/** Subtypes of a sync message. Step 2 and update carry changes: these are the "update messages" that are counted. */
export const SYNC = { step1: 0, step2: 1, update: 2 } as const

/** What this connection may do in the room, as decided at the door. */
export const ACCESS = { read: 0, write: 1, readSchemaTooOld: 2 } as const
export type Access = (typeof ACCESS)[keyof typeof ACCESS]

export interface RoomInfo {
  readonly access: Access
  /** The room's schema number (design.md §4, schema evolution). */
  readonly schemaNumber: number
  /** The room's sequence: how many updates the store holds for it, counted over its life. */
  readonly sequence: number
}

export interface RefusedUpdate {
  /** 1-based count of the refused update message among those this connection sent in this room. */
  readonly nth: number
  /** One of `REFUSALS` (errors.ts). */
  readonly code: number
  readonly reason: string
}

export function encodeAck(durable: number): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.ack)
    encoding.writeVarUint(encoder, durable)
  })
}

export function encodeRefused({ nth, code, reason }: RefusedUpdate): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.refused)
    encoding.writeVarUint(encoder, nth)
    encoding.writeVarUint(encoder, code)
    encoding.writeVarString(encoder, reason.slice(0, REASON_MAX))
  })
}

/** @param clientId the Yjs client id of the tab's Y.Doc */
export function encodeAnnounce(clientId: number): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.announce)
    encoding.writeVarUint(encoder, clientId)
  })
}

export function encodeRaiseSchema(schemaNumber: number): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.raiseSchema)
    encoding.writeVarUint(encoder, schemaNumber)
  })
}

export function encodeRoomInfo({ access, schemaNumber, sequence }: RoomInfo): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.roomInfo)
    encoding.writeVarUint(encoder, access)
    encoding.writeVarUint(encoder, schemaNumber)
    encoding.writeVarUint(encoder, sequence)
  })
}

/** The body of an ack, after its message type has been read. Throws when the bytes end early. */
export function readAck(decoder: decoding.Decoder): number {
  return decoding.readVarUint(decoder)
}

/** The body of a refusal, after its message type has been read. Throws when the bytes end early. */
export function readRefused(decoder: decoding.Decoder): RefusedUpdate {
  return {
    nth: decoding.readVarUint(decoder),
    code: decoding.readVarUint(decoder),
    reason: decoding.readVarString(decoder).slice(0, REASON_MAX),
  }
}

/** The body of an announcement, after its message type has been read. Throws when the bytes end early. */
export function readAnnounce(decoder: decoding.Decoder): number {
  return decoding.readVarUint(decoder)
}

/** The body of room info, after its message type has been read. Throws RangeError on an unknown access. */
export function readRoomInfo(decoder: decoding.Decoder): RoomInfo {
  return {
    access: accessOf(decoding.readVarUint(decoder)),
    schemaNumber: decoding.readVarUint(decoder),
    sequence: decoding.readVarUint(decoder),
  }
}

function accessOf(value: number): Access {
  if (value === ACCESS.read || value === ACCESS.write || value === ACCESS.readSchemaTooOld) return value
  throw new RangeError(`access ${value}, expected 0, 1 or 2`)
}
