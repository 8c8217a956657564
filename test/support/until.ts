/** How often a condition is looked at, and how long at most; a test that waits longer is broken, not slow. */
const LOOK_EVERY_MS = 5
const WAIT_AT_MOST_MS = 30_000

/**
 * Waits until `condition` holds. Tests wait for conditions, never for time.
 * @throws Error naming `what` when it never comes true
 */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + WAIT_AT_MOST_MS
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`never happened: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
