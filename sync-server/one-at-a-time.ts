/**
 * Makes a gate that runs what is handed to it one after another, in order. For reads that decide a write: two people
 * must not both find a login free. A failing task rejects its own promise and does not hold up the next.
 */
export function oneAtATime(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const run = last.then(task, task)
    last = run
    return run
  }
}
