import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { ROOM_NAME_MAX } from './limits.ts'

/**
 * Many rooms over one socket (`GET /sync`). Each WebSocket frame is: varUint channel, varUint kind, payload.
 * The client chooses channel numbers, never reusing one on the same socket. A fault in one channel closes that
 * channel; only broken framing closes the socket.
 *
 * History: version 1, 2026-11.
 */
export const CHANNEL_KIND = { open: 0, data: 1, close: 2 } as const

export type ChannelFrame =
  /** Client to server: open `room`, written by a client that knows schema number `schemaNumber`. */
  | { readonly kind: 'open'; readonly channel: number; readonly room: string; readonly schemaNumber: number }
  /** Either way: one y-websocket message. A view into the frame, not a copy. */
  | { readonly kind: 'data'; readonly channel: number; readonly payload: Uint8Array }
  /** Either way: this channel is over, with a close code as on a WebSocket. */
  | { readonly kind: 'close'; readonly channel: number; readonly code: number; readonly reason: string }

/** Encodes one channel frame for the socket. */
export function encodeChannelFrame(frame: ChannelFrame): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, frame.channel)
    encoding.writeVarUint(encoder, CHANNEL_KIND[frame.kind])
    if (frame.kind === 'open') {
      encoding.writeVarString(encoder, frame.room)
      encoding.writeVarUint(encoder, frame.schemaNumber)
    } else if (frame.kind === 'data') {
      encoding.writeUint8Array(encoder, frame.payload)
    } else {
      encoding.writeVarUint(encoder, frame.code)
      encoding.writeVarString(encoder, frame.reason)
    }
  })
}

/** Decodes one channel frame. Null when the framing is broken: then the socket itself must close. */
export function decodeChannelFrame(bytes: Uint8Array): ChannelFrame | null {
  try {
    const decoder = decoding.createDecoder(bytes)
    const channel = decoding.readVarUint(decoder)
    const kind = decoding.readVarUint(decoder)
    if (kind === CHANNEL_KIND.data)
      return { kind: 'data', channel, payload: decoding.readTailAsUint8Array(decoder) }
    if (kind === CHANNEL_KIND.close) {
      return {
        kind: 'close',
        channel,
        code: decoding.readVarUint(decoder),
        reason: decoding.readVarString(decoder),
      }
    }
    if (kind !== CHANNEL_KIND.open) return null
    const room = decoding.readVarString(decoder)
    if (room.length > ROOM_NAME_MAX) return null
    return { kind: 'open', channel, room, schemaNumber: decoding.readVarUint(decoder) }
  } catch {
    // Broken framing is an expected refusal: the caller closes the socket with `malformed`.
    return null
  }
}
