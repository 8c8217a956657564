/** Entries drawn at first, and added at a time: a screenful several times over, drawn in a few milliseconds. */
const STEP = 80

/**
 * How much of a long list is drawn. A plan of a hundred thousand characters has more findings than anybody scrolls
 * through, and drawing them all would hold up the page for seconds.
 */
export class ListWindow {
  #shown = $state(STEP)

  get shown(): number {
    return this.#shown
  }

  /** Draws the next lot. */
  more(): void {
    this.#shown += STEP
  }

  /** Begins anew: another filter, another list. */
  reset(): void {
    this.#shown = STEP
  }

  /** Draws as far as the entry at `index`. */
  reach(index: number): void {
    if (index >= this.#shown) this.#shown = index + STEP
  }
}
