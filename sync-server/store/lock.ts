import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { toStoreError } from './sqlite-errors.ts'
import { StoreError } from './store.ts'

/**
 * Takes the data folder for this process. The lock is the operating system's, held through an open transaction on a
 * file of its own: it ends with the process however that ends, so a dead owner never leaves it behind, and a process
 * id that was given to somebody else cannot be mistaken for an owner. The id written beside it is for people to read.
 * @returns how to give it back
 * @throws StoreError 'locked' when another process has it
 */
export function lockDataDir(dataDir: string): () => void {
  const pidFile = join(dataDir, 'heshu.pid')
  const lock = new DatabaseSync(join(dataDir, 'heshu.lock'))
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    const failure = toStoreError(error)
    if (failure.code !== 'locked') throw failure
    throw new StoreError('locked', `${dataDir} is in use by process ${ownerOf(pidFile)}`, { cause: error })
  }
  writeFileSync(pidFile, `${process.pid}\n`)
  return () => {
    rmSync(pidFile, { force: true })
    lock.close()
  }
}

function ownerOf(pidFile: string): string {
  try {
    return readFileSync(pidFile, 'utf8').trim()
  } catch {
    // Only for the message: the lock itself has already been decided.
    return 'unknown'
  }
}
