import * as encoding from 'lib0/encoding'
import * as v from 'valibot'
import type { MemberId } from '../schemas/ids.ts'
import { ByteReader } from './byte-reader.ts'

/** Hues of equal lightness that the interface has for people (client/ui/tokens.css). */
const PEOPLE_COLORS = 12

/** Who announces awareness: one connection in one room. */
export interface Presence {
  readonly memberId: MemberId
  readonly memberName: string
}

interface AwarenessState {
  readonly clock: number
  /** JSON of the state, its `user` already the server's. */
  readonly json: string
  readonly owner: Presence
}

const StateObject = v.record(v.string(), v.unknown())

/**
 * Who is in a room and where their carets are: relayed, never stored. Clients choose their carets; who they are is
 * written in by the server, so nobody appears under another's name and nothing but an index comes as a colour.
 */
export class RoomAwareness {
  readonly #clientsMax: number
  readonly #states = new Map<number, AwarenessState>()
  /** Clients whose state changed since the last `takeChanges`, with the states of those that left. */
  readonly #changed = new Map<number, { readonly clock: number; readonly json: string }>()

  constructor(clientsMax: number) {
    this.#clientsMax = clientsMax
  }

  /**
   * Takes an awareness update in. States of clients that another member announced, and more clients than a connection
   * may have, are left out.
   * @returns false when it is malformed
   */
  take(update: Uint8Array, owner: Presence): boolean {
    try {
      const reader = new ByteReader(update)
      for (let count = reader.count(); count > 0; count--) {
        const client = reader.varUint()
        const clock = reader.varUint()
        this.#set(client, clock, JSON.parse(reader.string()), owner)
      }
      return true
    } catch {
      // Malformed: the caller closes the channel.
      return false
    }
  }

  #set(client: number, clock: number, value: unknown, owner: Presence): void {
    const known = this.#states.get(client)
    if (known !== undefined && (known.owner.memberId !== owner.memberId || known.clock > clock)) return
    if (value === null) {
      if (known !== undefined) this.#remove(client, clock)
      return
    }
    if (known === undefined && this.#countOf(owner) >= this.#clientsMax) return
    const json = JSON.stringify({ ...v.parse(StateObject, value), user: userOf(owner) })
    this.#states.set(client, { clock, json, owner })
    this.#changed.set(client, { clock, json })
  }

  #remove(client: number, clock: number): void {
    this.#states.delete(client)
    this.#changed.set(client, { clock, json: 'null' })
  }

  #countOf(owner: Presence): number {
    let count = 0
    for (const state of this.#states.values()) if (state.owner === owner) count++
    return count
  }

  /** Forgets everything `owner` announced. */
  leave(owner: Presence): void {
    for (const [client, state] of this.#states) {
      if (state.owner === owner) this.#remove(client, state.clock + 1)
    }
  }

  get hasChanges(): boolean {
    return this.#changed.size > 0
  }

  /** What changed since the last call, as one awareness update. */
  takeChanges(): Uint8Array {
    const update = encodeStates(this.#changed)
    this.#changed.clear()
    return update
  }

  /** Everybody's state, for one who has just come; null when nobody is here. */
  everybody(): Uint8Array | null {
    return this.#states.size === 0 ? null : encodeStates(this.#states)
  }
}

/** An awareness update about nobody: it only tells a stock provider that the line is alive. */
export const NOBODY = new Uint8Array([0])

function encodeStates(
  states: ReadonlyMap<number, { readonly clock: number; readonly json: string }>,
): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, states.size)
    for (const [client, { clock, json }] of states) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, json)
    }
  })
}

function userOf({ memberId, memberName }: Presence): { id: MemberId; name: string; color: number } {
  return { id: memberId, name: memberName, color: colorIndexOf(memberId) }
}

/** The same member has the same colour everywhere: FNV-1a of the id, spread over the hues. */
export function colorIndexOf(memberId: MemberId): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < memberId.length; index++) {
    hash = Math.imul(hash ^ memberId.charCodeAt(index), 0x01000193) >>> 0
  }
  return hash % PEOPLE_COLORS
}
