/** Functions to be told of something; each is added with a way to stop. */
export class Listeners<Listener> {
  readonly #all = new Set<Listener>();

  [Symbol.iterator](): Iterator<Listener> {
    return this.#all.values()
  }

  /** @returns how to stop listening; safe to call twice */
  add(listener: Listener): () => void {
    this.#all.add(listener)
    return () => void this.#all.delete(listener)
  }
}
