/** What the browser says about this device's copy. */
export interface StorageReport {
  /** Null: this browser does not say. */
  readonly isPersisted: boolean | null
  readonly usedBytes: number | null
  readonly quotaBytes: number | null
}

/** Asks the browser how it keeps what is stored here. */
export async function storageReport(): Promise<StorageReport> {
  // Absent on insecure origins and in old browsers, whatever the types say.
  const storage: Partial<StorageManager> | undefined = navigator.storage
  const isPersisted = (await storage?.persisted?.()) ?? null
  const estimate = (await storage?.estimate?.()) ?? {}
  return { isPersisted, usedBytes: estimate.usage ?? null, quotaBytes: estimate.quota ?? null }
}

/** Asks the browser to keep it for good. False when it declines, or cannot be asked. */
export async function askToPersist(): Promise<boolean> {
  const storage: Partial<StorageManager> | undefined = navigator.storage
  return (await storage?.persist?.()) ?? false
}

/** Bytes as people read them: 3.2 MB. */
export function sizeText(bytes: number): string {
  const UNITS = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`
}
