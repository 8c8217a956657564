import type { MemberId, Millis } from '../../schemas/ids.ts'
import type { RoomName } from '../../schemas/protocol/room-name.ts'
import type { RoomAppend, StoredRoom } from './store.ts'

/**
 * Batches on their way between threads: all bytes in one buffer that is handed over, not copied. (Cloning a view
 * clones the whole buffer behind it, and an update is often a view into a much larger network read.)
 */
export interface PackedBatch {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly entries: readonly {
    readonly room: RoomName
    readonly sizeBytes: number
    readonly via: MemberId | null
    readonly time: Millis
  }[]
}

/** A stored room with its state and tail end to end in one buffer. */
export interface PackedRoom {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Null for none yet. */
  readonly stateBytes: number | null
  readonly tail: readonly {
    readonly sequence: number
    readonly sizeBytes: number
    readonly via: MemberId | null
    readonly time: Millis
  }[]
  readonly sequence: number
  readonly schemaNumber: number
}

export function packBatch(batch: readonly RoomAppend[]): PackedBatch {
  return {
    bytes: joinBytes(batch.map(({ update }) => update)),
    entries: batch.map(({ room, update, via, time }) => ({ room, sizeBytes: update.length, via, time })),
  }
}

/** The inverse of {@link packBatch}; updates are views. */
export function unpackBatch({ bytes, entries }: PackedBatch): RoomAppend[] {
  let offset = 0
  return entries.map(({ room, sizeBytes, via, time }) => {
    const update = bytes.subarray(offset, offset + sizeBytes)
    offset += sizeBytes
    return { room, update, via, time }
  })
}

export function packRoom({ state, tail, sequence, schemaNumber }: StoredRoom): PackedRoom {
  return {
    bytes: joinBytes([state ?? new Uint8Array(), ...tail.map(({ update }) => update)]),
    stateBytes: state === null ? null : state.length,
    tail: tail.map(({ sequence, update, via, time }) => ({ sequence, sizeBytes: update.length, via, time })),
    sequence,
    schemaNumber,
  }
}

/** The inverse of {@link packRoom}; state and updates are views. */
export function unpackRoom({ bytes, stateBytes, tail, sequence, schemaNumber }: PackedRoom): StoredRoom {
  let offset = stateBytes ?? 0
  return {
    state: stateBytes === null ? null : bytes.subarray(0, stateBytes),
    tail: tail.map(({ sequence, sizeBytes, via, time }) => {
      const update = bytes.subarray(offset, offset + sizeBytes)
      offset += sizeBytes
      return { sequence, update, via, time }
    }),
    sequence,
    schemaNumber,
  }
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}
