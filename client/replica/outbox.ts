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
  readonly #stored = new Map<number, MutableEntry>()
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
    return this.#entries.size - this.#stored.size
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
    // A read of the log may have been quicker and found the row already.
    const found = this.#stored.get(seq)
    if (found !== undefined) this.#takeOut(found)
    const own = this.#own(entry)
    if (own === null) {
      this.#gone.add(seq)
      return false
    }
    own.seq = seq
    this.#stored.set(seq, own)
    this.#onChange()
    return true
  }

  /** Notes a row of the stored outbox whose update the document now holds: an earlier tab's, or another tab's. */
  found(seq: number, time: Millis): void {
    if (this.#gone.has(seq) || this.#stored.has(seq)) return
    const entry = { seq, time }
    this.#entries.add(entry)
    this.#stored.set(seq, entry)
    this.#onChange()
  }

  /** Takes out what the server acknowledged. Answers the stored sequences among them. */
  remove(entries: Iterable<OutboxEntry>): number[] {
    const before = this.#entries.size
    const seqs: number[] = []
    for (const entry of entries) {
      const own = this.#own(entry)
      if (own !== null) this.#takeOut(own)
      if (entry.seq !== null) seqs.push(entry.seq)
    }
    for (const seq of seqs) this.#forget(seq)
    if (this.#entries.size !== before) this.#onChange()
    return seqs
  }

  /** Takes out stored edits that another tab had acknowledged. */
  removeSeqs(seqs: readonly number[]): void {
    const before = this.#entries.size
    for (const seq of seqs) this.#forget(seq)
    if (this.#entries.size !== before) this.#onChange()
  }

  #forget(seq: number): void {
    this.#gone.add(seq)
    const entry = this.#stored.get(seq)
    if (entry !== undefined) this.#takeOut(entry)
  }

  #takeOut(entry: MutableEntry): void {
    this.#entries.delete(entry)
    if (entry.seq !== null) this.#stored.delete(entry.seq)
  }

  /** The entry as this outbox may change it; null when it is not in it. */
  #own(entry: OutboxEntry): MutableEntry | null {
    return this.#entries.has(entry) ? entry : null
  }
}
