/** What the program tells a person: what happened, what is safe, what they can do (interface.md, Errors). */
export interface Alert {
  readonly id: number
  /** `done` and `note` go by themselves; `ask`, `warn` and `bad` stay until they are dismissed. */
  readonly tone: 'done' | 'note' | 'ask' | 'warn' | 'bad'
  /** Said in whole sentences. A function, so that a change of language is followed. */
  readonly text: () => string
  readonly actions: readonly AlertAction[]
}

export interface AlertAction {
  readonly label: () => string
  /** The alert goes away first. */
  readonly run: () => void
}

export interface AlertOptions {
  readonly actions?: readonly AlertAction[]
  /** An alert of the same key takes its place instead of piling up. */
  readonly key?: string
}

/** How long news that asks nothing stays, and how long an undo is offered, in milliseconds. */
const STAYS_MS = { done: 6_000, note: 8_000 } as const
const UNDO_STAYS_MS = 12_000

/** The alerts of this tab, newest last. */
export class Alerts {
  #shown: readonly (Alert & { readonly key: string | undefined })[] = $state.raw([])
  #nextId = 1
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>()

  get shown(): readonly Alert[] {
    return this.#shown
  }

  /** Shows an alert. Returns how to take it back. */
  show(tone: Alert['tone'], text: () => string, options: AlertOptions = {}): () => void {
    const { actions = [], key } = options
    if (key !== undefined) for (const alert of this.#shown) if (alert.key === key) this.dismiss(alert.id)
    const id = this.#nextId++
    this.#shown = [...this.#shown, { id, tone, text, actions, key }]
    if (tone === 'done' || tone === 'note')
      this.#hideAfter(id, actions.length > 0 ? UNDO_STAYS_MS : STAYS_MS[tone])
    return () => this.dismiss(id)
  }

  dismiss(id: number): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
    this.#shown = this.#shown.filter((alert) => alert.id !== id)
  }

  /** Runs one of an alert's actions and takes the alert away. */
  run(id: number, action: AlertAction): void {
    this.dismiss(id)
    action.run()
  }

  /** While a person reads or reaches for the button, nothing goes away under their hands. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id))
  }

  /** The counterpart of {@link hold}. */
  release(id: number): void {
    if (this.#timers.has(id)) this.#hideAfter(id, UNDO_STAYS_MS)
  }

  #hideAfter(id: number, delayMs: number): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.set(
      id,
      setTimeout(() => this.dismiss(id), delayMs),
    )
  }
}
