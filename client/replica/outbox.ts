import type { Millis } from '../../schemas/ids.ts'

/** One local update on its way: in memory, then stored (it has a sequence), then acknowledged and gone. */
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
 * The local updates of one room the server has not acknowledged, whichever tab made them, as far as this tab's document
 * holds them. Only rows whose updates are in the document are listed, so that a sync step 2 covers exactly these.
 */
export class Outbox {
  readonly #entries = new Set<MutableEntry>()
  readonly #onChange: () => void

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** Entries in the order they were made. */
  get entries(): readonly OutboxEntry[] {
    return [...this.#entries]
  }

  get size(): number {
    return this.#entries.size
  }

  /** Notes a local update that is in memory only. */
  made(time: Millis): OutboxEntry {
    const entry: MutableEntry = { seq: null, time }
    this.#entries.add(entry)
    this.#onChange()
    return entry
  }

  /** Notes that an entry has reached the disk. False when it was acknowledged before: it needs no outbox row. */
  stored(entry: OutboxEntry, seq: number): boolean {
    for (const each of this.#entries) {
      if (each !== entry) continue
      each.seq = seq
      this.#onChange()
      return true
    }
    return false
  }

  /** Notes a row of the stored outbox whose update the document now holds: an earlier tab's, or another tab's. */
  found(seq: number, time: Millis): void {
    for (const entry of this.#entries) if (entry.seq === seq) return
    this.#entries.add({ seq, time })
    this.#onChange()
  }

  /** Takes out what the server acknowledged, or what went to rescue. Answers the stored sequences among them. */
  remove(entries: Iterable<OutboxEntry>): number[] {
    const gone = new Set(entries)
    const seqs: number[] = []
    for (const entry of this.#entries) {
      if (!gone.has(entry)) continue
      this.#entries.delete(entry)
      if (entry.seq !== null) seqs.push(entry.seq)
    }
    if (gone.size > 0) this.#onChange()
    return seqs
  }

  /** Takes out what another tab had acknowledged. */
  removeSeqs(seqs: readonly number[]): void {
    const wanted = new Set(seqs)
    this.remove(this.entries.filter(({ seq }) => seq !== null && wanted.has(seq)))
  }
}
