import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { systemCode } from '../start-failure.ts'

/**
 * Reads a secret file, or makes it: 32 random bytes as hex, readable by the owner alone.
 * Whoever loses it only signs everybody out; it is not part of backups.
 */
export function readOrMakeSecret(path: string): string {
  try {
    writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
  }
  const secret = readFileSync(path, 'utf8').trim()
  if (secret.length < 32) throw new Error(`${path} holds ${secret.length} characters, expected at least 32`)
  return secret
}
