import type { Millis } from '../../schemas/ids.ts'

/** Time as the rim of the client sees it; tests bring their own. */
export interface Timers {
  readonly now: () => Millis
  /** Runs once after `delayMs`; the returned function calls it off. */
  readonly after: (delayMs: number, run: () => void) => () => void
}

/** The browser's own clock and timers. */
export const browserTimers: Timers = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}
