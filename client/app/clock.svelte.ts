import type { Millis } from '../../schemas/ids.ts'

/** How often what is shown as "today" or as a time of day is looked at again, in milliseconds. */
const TICK_MS = 30_000

/** The present, for screens: moves every half minute, so that 今天 becomes 昨天 at midnight without a reload. */
export class Clock {
  #now: Millis = $state(Date.now())

  /** Reactive, to half a minute. For a stamp, use `Date.now()` at the rim. */
  get now(): Millis {
    return this.#now
  }

  /** Starts ticking. Call the returned function to stop. */
  start(): () => void {
    const tick = (): void => {
      this.#now = Date.now()
    }
    const timer = setInterval(tick, TICK_MS)
    // A laptop opened in the morning must not say yesterday's today for half a minute.
    document.addEventListener('visibilitychange', tick)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
    }
  }
}
