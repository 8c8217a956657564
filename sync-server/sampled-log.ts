import type { Logger } from 'pino'
import type { Millis } from '../schemas/ids.ts'

/** The same thing is written at most this often; what came between is counted. */
const EVERY_MS = 10_000

/** Kinds of events are few; this is a guard against a bug, not a limit anybody meets. */
const KINDS_MAX = 1_000

/** Logs what outsiders can cause as often as they like: the first of a kind at once, then one line with a count. */
export class SampledLog {
  readonly #log: Logger
  readonly #now: () => Millis
  readonly #kinds = new Map<string, { at: Millis; unwritten: number }>()

  constructor(log: Logger, now: () => Millis) {
    this.#log = log
    this.#now = now
  }

  /** @param kind what happened, as the log's message; `details` are those of this one occurrence */
  write(level: 'warn' | 'error', kind: string, details: Readonly<Record<string, unknown>>): void {
    const now = this.#now()
    const known = this.#kinds.get(kind)
    if (known !== undefined && now - known.at < EVERY_MS) {
      known.unwritten++
      return
    }
    if (this.#kinds.size >= KINDS_MAX) this.#kinds.clear()
    this.#kinds.set(kind, { at: now, unwritten: 0 })
    this.#log[level](known === undefined ? details : { ...details, alsoSince: known.unwritten }, kind)
  }
}
