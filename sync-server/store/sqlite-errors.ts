import { StoreError, type StoreErrorCode } from './store.ts'

/** Primary result codes of SQLite that mean something to us. @see https://www.sqlite.org/rescode.html */
const BY_RESULT: Readonly<Record<number, StoreErrorCode>> = {
  3: 'read-only',
  5: 'locked',
  6: 'locked',
  8: 'read-only',
  11: 'unreadable',
  13: 'full',
  14: 'read-only',
  26: 'unreadable',
}
const CONSTRAINT_PRIMARY_KEY = 1555
const CONSTRAINT_UNIQUE = 2067

/** What a system call's error code means for a store; ENOSPC and EDQUOT are a full disk or quota. */
const BY_ERRNO: Readonly<Record<string, StoreErrorCode>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EACCES: 'read-only',
  EPERM: 'read-only',
  EROFS: 'read-only',
}

/** Any error of SQLite or of the file system as a StoreError, with the original as its cause. */
export function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new StoreError(codeOf(error), message, { cause: error })
}

function codeOf(error: unknown): StoreErrorCode {
  if (!(error instanceof Error)) return 'failed'
  if ('errcode' in error && typeof error.errcode === 'number') {
    const { errcode } = error
    if (errcode === CONSTRAINT_PRIMARY_KEY || errcode === CONSTRAINT_UNIQUE) return 'conflict'
    return BY_RESULT[errcode & 0xff] ?? 'failed'
  }
  if ('code' in error && typeof error.code === 'string') return BY_ERRNO[error.code] ?? 'failed'
  return 'failed'
}
