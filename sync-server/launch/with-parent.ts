/** How often the parent is looked for, in milliseconds. */
const LOOK_MS = 250

/** As it was when we began: it may be gone by the time somebody asks to be told. */
const parent = process.ppid

/**
 * Calls `end` when the process that started this one is gone. `npm start` runs a shell that runs us; who stops npm by a
 * signal ends the shell and not us, and the port and the data folder would stay taken by a server nobody sees.
 */
export function endWithParent(end: () => void): void {
  const timer = setInterval(() => {
    if (isAlive(parent) && process.ppid === parent) return
    clearInterval(timer)
    end()
  }, LOOK_MS)
  timer.unref()
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
