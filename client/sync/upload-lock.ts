/**
 * Sees to it that one tab uploads what no tab has open. Without Web Locks (an insecure origin) each tab does, which
 * costs traffic and nothing else.
 * @param name one for each account and workspace
 * @param onHeld this tab is the one, from now until it ends
 * @returns how to give it up
 */
export function holdUploadLock(name: string, onHeld: () => void): () => void {
  if (!('locks' in navigator)) {
    onHeld()
    return () => undefined
  }
  const giveUp = new AbortController()
  let free = (): void => undefined
  const until = new Promise<void>((resolve) => {
    free = resolve
  })
  navigator.locks
    .request(name, { signal: giveUp.signal }, () => {
      onHeld()
      return until
    })
    .catch((cause: unknown) => {
      if (!giveUp.signal.aborted) throw cause
    })
  return () => {
    giveUp.abort()
    free()
  }
}
