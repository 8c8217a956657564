/**
 * What the update messages of one connection in one room carried, so that an acknowledgement can be turned into what is
 * now durable on the server. Counts as the server does: sync step 2 and update messages, from 1. [C4]
 *
 * An update sent before this connection's first step 2 covers nothing: older local edits may still be missing at the
 * server, and without them it cannot use this one. So it is after a refusal: what followed the refused message builds on
 * it, and a new connection brings both.
 */
export class SentLedger<Entry> {
  #sent = 0
  #hasSentStep2 = false
  #wasRefused = false
  #covered = new Map<number, ReadonlySet<Entry>>()

  /** Whether an update message covers what it carries. */
  get mayUpdate(): boolean {
    return this.#hasSentStep2
  }

  /** Update messages the server has neither acknowledged nor refused. */
  get outstanding(): number {
    return this.#covered.size
  }

  /** Whether a message on its way carries the entry. */
  covers(entry: Entry): boolean {
    for (const entries of this.#covered.values()) if (entries.has(entry)) return true
    return false
  }

  /** Notes a step 2, which carries everything in the document: `entries`, all that is unacknowledged at this moment. */
  step2(entries: readonly Entry[]): void {
    this.#hasSentStep2 = true
    this.#covered.set(++this.#sent, new Set(entries))
  }

  /** Notes an update message that carries these entries. */
  update(entries: readonly Entry[]): void {
    const covers = this.#hasSentStep2 && !this.#wasRefused
    this.#covered.set(++this.#sent, new Set(covers ? entries : []))
  }

  /** The entries that the first `durable` messages carried, save refused ones. Each message is answered once. */
  acknowledged(durable: number): Entry[] {
    const done = new Set<Entry>()
    for (const [nth, entries] of this.#covered) {
      if (nth > durable) break
      for (const entry of entries) done.add(entry)
      this.#covered.delete(nth)
    }
    return [...done]
  }

  /** Notes that the `nth` message was not taken: it, and what was sent after it, covers nothing any more. */
  refused(nth: number): void {
    this.#wasRefused = true
    this.#covered.delete(nth)
    for (const later of this.#covered.keys()) if (later > nth) this.#covered.set(later, new Set())
  }
}
