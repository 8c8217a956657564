import type { Millis } from '../../schemas/ids.ts'

/** One local edit on its way: in memory, then stored (it has a sequence), then acknowledged and gone. */
export interface OutboxEntry {
  /** Place in the room's log; null until it is stored on this device. */
  readonly seq: number | null
  readonly time: Millis
}

interface MutableEntry {
  seq: number | null
  readonly time: Millis
}

/**
 * The local edits of one room the server has not acknowledged, whichever tab made them, as far as this tab's document
 * holds them: so that a sync step 2 covers exactly what is listed at that moment. [C4]
 */
export class Outbox {
  readonly #entries = new Set<MutableEntry>()
  /** Sequences that were acknowledged: a read that began before the acknowledgement must not bring them back. */
  readonly #gone = new Set<number>()
  readonly #onChange: () => void

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** Entries in the order they became known. */
  get entries(): readonly OutboxEntry[] {
    return [...this.#entries]
  }

  get size(): number {
    return this.#entries.size
  }

  /** Edits that are in this page's memory only. */
  get unstored(): number {
    let count = 0
    for (const { seq } of this.#entries) if (seq === null) count++
    return count
  }

  /** Notes a local edit that is in memory only. */
  made(time: Millis): OutboxEntry {
    const entry: MutableEntry = { seq: null, time }
    this.#entries.add(entry)
    this.#onChange()
    return entry
  }

  /** Notes that an entry has reached the disk. False when it was acknowledged before: it needs no outbox row. */
  stored(entry: OutboxEntry, seq: number): boolean {
    for (const each of this.#entries) {
      // A read of the log may have been quicker and found the row already.
      if (each.seq === seq) this.#entries.delete(each)
    }
    for (const each of this.#entries) {
      if (each !== entry) continue
      each.seq = seq
      this.#onChange()
      return true
    }
    this.#gone.add(seq)
    return false
  }

  /** Notes a row of the stored outbox whose update the document now holds: an earlier tab's, or another tab's. */
  found(seq: number, time: Millis): void {
    if (this.#gone.has(seq)) return
    for (const entry of this.#entries) if (entry.seq === seq) return
    this.#entries.add({ seq, time })
    this.#onChange()
  }

  /** Takes out what the server acknowledged. Answers the stored sequences among them. */
  remove(entries: Iterable<OutboxEntry>): number[] {
    const wanted = new Set(entries)
    const seqs = [...wanted].flatMap(({ seq }) => (seq === null ? [] : [seq]))
    this.#takeOut((entry) => wanted.has(entry))
    this.removeSeqs(seqs)
    return seqs
  }

  /** Takes out stored edits that another tab had acknowledged. */
  removeSeqs(seqs: readonly number[]): void {
    const wanted = new Set(seqs)
    for (const seq of wanted) this.#gone.add(seq)
    this.#takeOut(({ seq }) => seq !== null && wanted.has(seq))
  }

  #takeOut(isOver: (entry: MutableEntry) => boolean): void {
    const before = this.#entries.size
    for (const entry of this.#entries) if (isOver(entry)) this.#entries.delete(entry)
    if (this.#entries.size !== before) this.#onChange()
  }
}
