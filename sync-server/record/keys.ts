import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import type { Millis } from '../../schemas/ids.ts'
import { fromHex, type SigningKey, signingKey, toHex } from '../../schemas/record/digest.ts'
import { systemCode } from '../start-failure.ts'
import type { Migration } from '../store/migrations.ts'
import type { TableStore } from '../store/store.ts'

/** The public keys ever used, so that a record outlives a lost or replaced signing key. */
export const RECORD_MIGRATIONS: readonly Migration[] = [
  {
    name: 'record/1 keys',
    sql: `CREATE TABLE record_keys (
      key_id TEXT PRIMARY KEY, public_key TEXT NOT NULL, first_used INTEGER NOT NULL) WITHOUT ROWID, STRICT`,
  },
]

const Row = v.object({ key_id: v.string(), public_key: v.string() })

/**
 * Reads the signing key, or makes it: 32 random bytes as hex, readable by the owner alone. It is not part of backups;
 * after a loss a new one signs on, and what the old one signed still verifies.
 * @throws Error when the file holds something else
 */
export function readOrMakeKey(path: string): SigningKey {
  try {
    writeFileSync(path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
  }
  const seed = fromHex(readFileSync(path, 'utf8').trim())
  if (seed === null || seed.length !== 32) throw new Error(`${path} is not a signing key: 64 hex digits`)
  return signingKey(seed)
}

/** Notes the key this server signs with. */
export async function publishKey(tables: TableStore, key: SigningKey, now: Millis): Promise<void> {
  const sql =
    'INSERT INTO record_keys (key_id, public_key, first_used) VALUES (?, ?, ?) ON CONFLICT (key_id) DO NOTHING'
  await tables.write([{ sql, values: [key.keyId, toHex(key.publicKey), now] }])
}

/** Every public key this server has signed with, by key id. */
export async function publicKeys(tables: TableStore): Promise<ReadonlyMap<string, Uint8Array>> {
  const rows = await tables.all('SELECT key_id, public_key FROM record_keys')
  return new Map(
    rows.flatMap((row) => {
      const { key_id: keyId, public_key: hex } = v.parse(Row, row)
      const key = fromHex(hex)
      return key === null ? [] : [[keyId, key]]
    }),
  )
}
