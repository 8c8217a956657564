import type { Millis } from '../schemas/ids.ts'

/** Lets through `perSecond` on average, and a burst of `burstSeconds` worth at once. */
export class TokenBucket {
  readonly #perSecond: number
  readonly #capacity: number
  #tokens: number
  #at: Millis

  constructor(perSecond: number, burstSeconds: number, now: Millis) {
    this.#perSecond = perSecond
    this.#capacity = perSecond * burstSeconds
    this.#tokens = this.#capacity
    this.#at = now
  }

  /** Takes `count`, or nothing and answers false. More than a full burst passes when the bucket is full. */
  take(count: number, now: Millis): boolean {
    this.#tokens = Math.min(this.#capacity, this.#tokens + ((now - this.#at) / 1000) * this.#perSecond)
    this.#at = now
    if (this.#tokens < count && this.#tokens < this.#capacity) return false
    this.#tokens -= count
    return true
  }

  /** Whether nothing was taken for so long that a fresh bucket would be the same. */
  isFull(now: Millis): boolean {
    return this.#tokens + ((now - this.#at) / 1000) * this.#perSecond >= this.#capacity
  }
}
