import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { StoredRoom } from './store/store.ts'
import { ByteReader } from './byte-reader.ts'
import { ClockSet } from './clock-set.ts'
import { readUpdateMeta, type UpdateMeta } from './update-meta.ts'

/** Merging looks at all its inputs again for each struct it writes, so many are merged in groups of this size. */
const MERGE_GROUP = 32

/** Stored bytes that are not an update: the room cannot be opened. */
export class UnreadableRoom extends Error {
  override readonly name = 'UnreadableRoom'
}

/** A Yjs update that changes nothing. */
export const EMPTY_UPDATE = new Uint8Array([0, 0])

interface TailEntry {
  readonly sequence: number
  readonly update: Uint8Array
}

/**
 * What a room holds: a compacted state, a tail of updates after it, and which clocks are in them. No Y.Doc: relaying
 * needs none, and it would cost twenty times the encoded size.
 */
export class RoomContent {
  #state: Uint8Array | null
  #tail: TailEntry[]
  #tailBytes = 0
  #sequence: number
  readonly #written = new ClockSet()
  readonly #deleted = new ClockSet()
  /** The first `count` entries of the tail as one update, so that a second reader costs nothing. */
  #mergedTail: { readonly count: number; readonly update: Uint8Array } = { count: 0, update: EMPTY_UPDATE }

  /** @throws UnreadableRoom when stored bytes do not decode */
  constructor(stored: StoredRoom | null) {
    this.#state = stored?.state ?? null
    this.#tail = []
    this.#sequence = (stored?.sequence ?? 0) - (stored?.tail.length ?? 0)
    if (this.#state !== null) this.#hold(metaOfStored(this.#state))
    for (const { sequence, update } of stored?.tail ?? []) this.add(sequence, update, [metaOfStored(update)])
  }

  get sequence(): number {
    return this.#sequence
  }

  get stateBytes(): number {
    return this.#state?.length ?? 0
  }

  get tailBytes(): number {
    return this.#tailBytes
  }

  get tailCount(): number {
    return this.#tail.length
  }

  /** Whether everything an update with this meta carries is here already. */
  holds({ written, deleted }: UpdateMeta): boolean {
    return (
      written.every((range) => this.#written.has(range)) && deleted.every((range) => this.#deleted.has(range))
    )
  }

  /** Takes in an update that is durable. `metas` are those of its parts, when it was merged from several. */
  add(sequence: number, update: Uint8Array, metas: readonly UpdateMeta[]): void {
    this.#tail.push({ sequence, update })
    this.#tailBytes += update.length
    this.#sequence = sequence
    for (const meta of metas) this.#hold(meta)
  }

  #hold({ written, deleted }: UpdateMeta): void {
    for (const range of written) this.#written.add(range)
    for (const range of deleted) this.#deleted.add(range)
  }

  /** Puts the compacted state in the place of everything up to `upTo`. */
  compacted(upTo: number, state: Uint8Array): void {
    this.#state = state
    this.#tail = this.#tail.filter(({ sequence }) => sequence > upTo)
    this.#tailBytes = this.#tail.reduce((size, { update }) => size + update.length, 0)
    this.#mergedTail = { count: 0, update: EMPTY_UPDATE }
  }

  /** The whole room as one update. */
  whole(): Uint8Array {
    const tail = this.#tailAsOne()
    if (this.#state === null) return tail
    return this.#tail.length === 0 ? this.#state : mergeAll([this.#state, tail])
  }

  /** What Yjs calls the encoded state vector: a peer sends back what lies beyond it. */
  stateVector(): Uint8Array {
    const entries = [...this.#written.contiguous()]
    return encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, entries.length)
      for (const [client, end] of entries) {
        encoding.writeVarUint(encoder, client)
        encoding.writeVarUint(encoder, end)
      }
    })
  }

  /**
   * What a peer at `stateVector` is missing, as updates to be sent in this order; the last is the answer to sync step 1.
   * State and tail travel apart, so that nobody's opening waits for a merge of the whole room. Deletions always travel:
   * no state vector tells which of them a peer has seen.
   * @throws when the state vector does not decode
   */
  missingFrom(stateVector: Uint8Array): readonly [...Uint8Array[], Uint8Array] {
    const peer = readStateVector(stateVector)
    if (this.#isAllWrittenIn(peer)) return [encodeDeletions(this.#deleted)]
    const tail = this.#tailAsOne()
    const parts = [
      ...(this.#state === null ? [] : [this.#state]),
      ...(this.#tail.length === 0 ? [] : [tail]),
    ].map((update) => (peer.size === 0 ? update : Y.diffUpdate(update, stateVector)))
    return [...parts.slice(0, -1), parts.at(-1) ?? EMPTY_UPDATE]
  }

  #isAllWrittenIn(peer: ReadonlyMap<number, number>): boolean {
    for (const [client, intervals] of this.#written.clients()) {
      if ((peer.get(client) ?? 0) < (intervals.at(-1) ?? 0)) return false
    }
    return true
  }

  #tailAsOne(): Uint8Array {
    const { count, update } = this.#mergedTail
    if (count === this.#tail.length) return update
    const rest = this.#tail.slice(count).map((entry) => entry.update)
    this.#mergedTail = {
      count: this.#tail.length,
      update: mergeAll(count === 0 ? rest : [update, ...rest]),
    }
    return this.#mergedTail.update
  }
}

/** Merges updates into one, in groups. At least one is needed. */
export function mergeAll(updates: readonly Uint8Array[]): Uint8Array {
  if (updates.length <= MERGE_GROUP) return Y.mergeUpdates([...updates])
  const merged: Uint8Array[] = []
  for (let start = 0; start < updates.length; start += MERGE_GROUP) {
    merged.push(Y.mergeUpdates(updates.slice(start, start + MERGE_GROUP)))
  }
  return mergeAll(merged)
}

function metaOfStored(update: Uint8Array): UpdateMeta {
  const meta = readUpdateMeta(update)
  if (meta === null) throw new UnreadableRoom(`${update.length} stored bytes are not an update`)
  return meta
}

function readStateVector(stateVector: Uint8Array): Map<number, number> {
  const reader = new ByteReader(stateVector)
  const peer = new Map<number, number>()
  for (let count = reader.count(); count > 0; count--) peer.set(reader.varUint(), reader.varUint())
  return peer
}

/** An update of deletions alone. */
function encodeDeletions(deleted: ClockSet): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, deleted.size)
    for (const [client, intervals] of deleted.clients()) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, intervals.length / 2)
      for (let index = 0; index < intervals.length; index += 2) {
        const from = intervals[index] ?? 0
        encoding.writeVarUint(encoder, from)
        encoding.writeVarUint(encoder, (intervals[index + 1] ?? from) - from)
      }
    }
  })
}
