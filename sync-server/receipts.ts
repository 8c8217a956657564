/**
 * What became of the update messages one connection sent in one room: counted from 1 as they come, decided in any
 * order of arrival, acknowledged as "the first n".
 */
export class Receipts {
  #received = 0
  #outstanding = 0
  #good = 0
  #knownAlready = 0
  #acknowledged = 0

  /** One more has arrived. Answers its number. */
  received(): number {
    return ++this.#received
  }

  /** It is on its way to disk: `settled` or `refused` follows. */
  submitted(): void {
    this.#outstanding++
  }

  settled(nth: number): void {
    this.#outstanding--
    this.#good = Math.max(this.#good, nth)
  }

  refused(): void {
    this.#outstanding--
  }

  /** It brought nothing new. It counts as durable when all before it are decided. */
  wasKnown(nth: number): void {
    this.#knownAlready = nth
  }

  /** How many to acknowledge now; null when nothing has changed since the last time. */
  toAcknowledge(): number | null {
    // Commits end in the order of arrival, so behind the last decided one nothing earlier is open.
    if (this.#outstanding === 0) this.#good = Math.max(this.#good, this.#knownAlready)
    if (this.#good === this.#acknowledged) return null
    this.#acknowledged = this.#good
    return this.#good
  }
}
