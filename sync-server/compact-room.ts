import * as Y from 'yjs'
import type { MemberId, Millis } from '../schemas/ids.ts'
import type { RoomName } from '../schemas/protocol/room-name.ts'
import { ClockSet } from './clock-set.ts'
import { LostWords } from './lost-words.ts'
import { mergeAll } from './room-content.ts'
import type { Authorship, Compaction, StoredRoom } from './store/store.ts'
import { readUpdateMeta, type ClockRange, type UpdateMeta } from './update-meta.ts'

export interface CompactionInput {
  readonly room: RoomName
  readonly stored: StoredRoom
  /** Which member writes with which Yjs client id. */
  readonly bindings: ReadonlyMap<number, MemberId>
}

/** Who wrote what is noted in stretches: within one, the same person went on without a longer pause than this. */
const STRETCH_MS = 5 * 60_000

type TailEntry = StoredRoom['tail'][number]

/**
 * Replays a room's tail update by update, and hands back one state for all of it, together with what compacting would
 * forget: who wrote and who deleted what, and the words that merging deleted (garbage collection drops them).
 * Pure but for its cost, which is why it runs in a worker.
 */
export function compactRoom(input: CompactionInput): Compaction {
  const { room, stored } = input
  const upTo = stored.tail.at(-1)?.sequence ?? stored.sequence
  const authorship = authorshipOf(input)
  try {
    return { room, upTo, authorship, ...replay(input) }
  } catch {
    // Yjs will not integrate some of it. Nothing is dropped then: the updates are only put together.
    const updates = [
      ...(stored.state === null ? [] : [stored.state]),
      ...stored.tail.map(({ update }) => update),
    ]
    return { room, upTo, authorship, state: mergeAll(updates), overwritten: [] }
  }
}

function replay({ stored, bindings }: CompactionInput): Pick<Compaction, 'state' | 'overwritten'> {
  const doc = new Y.Doc({ gc: true })
  if (stored.state !== null) Y.applyUpdate(doc, stored.state, 'replay')
  const words = new LostWords(doc, bindings)
  for (const entry of stored.tail) words.apply(entry)
  const state = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return { state, overwritten: words.lost }
}

/** Who wrote and who deleted what the tail adds to the state. */
function authorshipOf({ stored, bindings }: CompactionInput): Authorship[] {
  const written = new ClockSet()
  const deleted = new ClockSet()
  const hold = ({ written: structs, deleted: deletions }: UpdateMeta) => {
    for (const range of structs) written.add(range)
    for (const range of deletions) deleted.add(range)
  }
  if (stored.state !== null) hold(metaOf(stored.state))
  const stretches = new Stretches()
  for (const { update, via, time } of stored.tail) {
    const meta = metaOf(update)
    for (const range of meta.written.flatMap((each) => written.missing(each))) {
      stretches.add('wrote', range, bindings.get(range.client) ?? null, { via, time })
    }
    const deleter = deleterOf(meta, via, bindings)
    for (const range of meta.deleted.flatMap((each) => deleted.missing(each))) {
      stretches.add('deleted', range, deleter, { via, time })
    }
    hold(meta)
  }
  return stretches.all
}

/** Deletions carry no author: they are the sender's, unless the update brings what others wrote. */
function deleterOf(
  { written }: UpdateMeta,
  via: MemberId | null,
  bindings: ReadonlyMap<number, MemberId>,
): MemberId | null {
  return written.every(({ client }) => bindings.get(client) === via) ? via : null
}

/** Collects authorship, keystroke by keystroke, into stretches. */
class Stretches {
  readonly all: Authorship[] = []
  readonly #lastOf = new Map<string, number>()

  add(
    act: Authorship['act'],
    { client, from, to }: ClockRange,
    member: MemberId | null,
    { via, time }: Pick<TailEntry, 'via' | 'time'>,
  ): void {
    const key = `${act} ${client}`
    const index = this.#lastOf.get(key) ?? -1
    const last = this.all[index]
    const goesOn =
      last !== undefined && last.member === member && last.via === via && isClose(time, last.time)
    if (goesOn && last.toClock === from) this.all[index] = { ...last, toClock: to }
    else if (goesOn && last.fromClock === to) this.all[index] = { ...last, fromClock: from }
    else {
      this.#lastOf.set(key, this.all.length)
      this.all.push({ act, client, fromClock: from, toClock: to, member, via, time })
    }
  }
}

function isClose(time: Millis, start: Millis): boolean {
  return time - start < STRETCH_MS
}

function metaOf(update: Uint8Array): UpdateMeta {
  return readUpdateMeta(update) ?? { written: [], deleted: [] }
}
