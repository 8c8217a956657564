/**
 * What the update messages of one connection in one room carried, so that an acknowledgement can be turned into what is
 * now durable on the server. Counts as the server does: sync step 2 and update messages, from 1.
 *
 * Until the first step 2 no update message may be sent: older local updates may still be missing at the server, and the
 * step 2 carries everything anyway.
 */
export class SentLedger<Entry> {
  #sent = 0
  #hasSentStep2 = false
  #covered: { readonly nth: number; readonly entries: readonly Entry[] }[] = []

  /** Whether update messages are of use yet. */
  get mayUpdate(): boolean {
    return this.#hasSentStep2
  }

  /** Update messages the server has neither acknowledged nor refused. */
  get isSettled(): boolean {
    return this.#hasSentStep2 && this.#covered.length === 0
  }

  /** Notes a step 2, which carries everything in the document: `entries`, all that is unacknowledged at this moment. */
  step2(entries: readonly Entry[]): void {
    this.#hasSentStep2 = true
    this.#cover(entries)
  }

  /** Notes an update message that carries one local update; null when it carries nothing of the outbox. */
  update(entry: Entry | null): void {
    this.#cover(entry === null ? [] : [entry])
  }

  #cover(entries: readonly Entry[]): void {
    this.#sent += 1
    this.#covered.push({ nth: this.#sent, entries })
  }

  /** The entries that the first `durable` messages carried and that were not refused. Each is answered once. */
  acknowledged(durable: number): Entry[] {
    const done = this.#covered.filter(({ nth }) => nth <= durable)
    this.#covered = this.#covered.filter(({ nth }) => nth > durable)
    return [...new Set(done.flatMap(({ entries }) => entries))]
  }

  /** Forgets what the `nth` message carried: it was not taken, and no later acknowledgement speaks of it. */
  refused(nth: number): void {
    this.#covered = this.#covered.filter((each) => each.nth !== nth)
  }
}
