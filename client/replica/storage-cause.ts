/** Why this device does not take a write: the disk or quota is full, storage is switched off, or something else. */
export type StorageCause = 'full' | 'blocked' | 'failed'

const BLOCKED: ReadonlySet<string> = new Set([
  'SecurityError',
  'InvalidStateError',
  'OpenFailedError',
  'MissingAPIError',
])

/** Reads the cause out of what IndexedDB or Dexie threw (Dexie wraps the browser's own error as `inner`). */
export function storageCause(cause: unknown): StorageCause {
  const names = causeNames(cause, 4)
  if (names.includes('QuotaExceededError')) return 'full'
  return names.some((name) => BLOCKED.has(name)) ? 'blocked' : 'failed'
}

function causeNames(cause: unknown, depth: number): string[] {
  if (depth === 0 || typeof cause !== 'object' || cause === null) return []
  const name = 'name' in cause && typeof cause.name === 'string' ? [cause.name] : []
  return 'inner' in cause ? [...name, ...causeNames(cause.inner, depth - 1)] : name
}
