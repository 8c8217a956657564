import { toBase64 } from 'lib0/buffer'
import * as Y from 'yjs'
import type { Millis } from '../../schemas/ids.ts'
import type { RoomName } from '../../schemas/protocol/room-name.ts'
import type { RescueRow } from './database.ts'

/** Refused edits as people see them. */
export interface Rescue {
  readonly id: string
  readonly room: RoomName
  readonly time: Millis
  readonly since: Millis
  /** One of REFUSALS (schemas/protocol/errors.ts). */
  readonly code: number
  /** The words that were typed in the refused edits. */
  readonly text: string
}

/** Reads what people need of a rescue row. */
export function rescueOf({ id, room, time, since, code, updates }: RescueRow): Rescue {
  return { id, room, time, since, code, text: typedText(updates) }
}

/**
 * The words that updates bring, in the order they were typed. Good enough to be recognised and copied from; the exact
 * edit is in the updates.
 * @param updates Yjs v1 updates; one that does not decode adds nothing
 */
export function typedText(updates: readonly Uint8Array[]): string {
  return updates.map(insertedText).join('')
}

function insertedText(update: Uint8Array): string {
  try {
    const { structs } = Y.decodeUpdate(update)
    return structs
      .map((struct) =>
        'content' in struct && struct.content instanceof Y.ContentString ? struct.content.str : '',
      )
      .join('')
  } catch {
    // The bundle still carries the bytes; there are only no words to show for them.
    return ''
  }
}

/** One room's part of a rescue bundle. */
export interface BundleRoom {
  readonly room: RoomName
  /** `refused`: the server did not take them. `waiting`: not yet uploaded. */
  readonly state: 'refused' | 'waiting'
  readonly code: number | null
  readonly since: Millis
  readonly updates: readonly Uint8Array[]
}

/**
 * A file with edits that are only on this device: readable words, and the exact updates for taking them in elsewhere.
 * @returns JSON, format `heshu-rescue` version 1; updates are base64 of Yjs v1
 */
export function rescueBundle(accountId: string, madeAt: Millis, rooms: readonly BundleRoom[]): string {
  const bundle = {
    format: 'heshu-rescue',
    version: 1,
    account: accountId,
    madeAt: new Date(madeAt).toISOString(),
    rooms: rooms.map(({ room, state, code, since, updates }) => ({
      room,
      state,
      code,
      since: new Date(since).toISOString(),
      text: typedText(updates),
      updates: updates.map((update) => toBase64(update)),
    })),
  }
  return `${JSON.stringify(bundle, null, 2)}\n`
}
