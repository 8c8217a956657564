import * as v from 'valibot'
import { MemberId, type Millis } from '../../schemas/ids.ts'
import type { TableStore } from '../store/store.ts'
import { hashSecret, newSecret } from './hash.ts'

/** What a token is good for, besides its account's own rights: everything, or reading alone. */
export const TokenScope = v.picklist(['write', 'read'])
export type TokenScope = v.InferOutput<typeof TokenScope>

/** How long a token is good when nobody says otherwise. A year: programs are set up once and forgotten. */
export const TOKEN_LIFE_MS = 365 * 24 * 3_600_000

/** Tells a token of ours from other people's at a glance, and lets secret scanners find it. */
const PREFIX = 'heshu_'

const Row = v.object({ account_id: MemberId, scope: TokenScope, expires_at: v.number() })

export interface TokenFound {
  readonly accountId: MemberId
  readonly scope: TokenScope
  readonly expiresAt: Millis
}

export interface NewToken {
  readonly accountId: MemberId
  readonly scope: TokenScope
  readonly now: Millis
  readonly lifeMs: number
}

/** Bearer tokens for programs: only hashes are kept, each with a scope and an end. */
export class Tokens {
  readonly #tables: TableStore

  constructor(tables: TableStore) {
    this.#tables = tables
  }

  /** Makes a token; the answer is the only time it can be read. */
  async make({ accountId, scope, now, lifeMs }: NewToken): Promise<string> {
    const token = PREFIX + newSecret()
    const sql =
      'INSERT INTO api_tokens (hash, account_id, scope, created_at, expires_at) VALUES (?, ?, ?, ?, ?)'
    await this.#tables.write([{ sql, values: [hashSecret(token), accountId, scope, now, now + lifeMs] }])
    return token
  }

  /** The account behind a token; null for one that is unknown, revoked or past its end at `now`. */
  async find(token: string, now: Millis): Promise<TokenFound | null> {
    if (!token.startsWith(PREFIX)) return null
    const sql = `SELECT account_id, scope, expires_at FROM api_tokens
      WHERE hash = ? AND revoked_at IS NULL AND expires_at > ?`
    const [row] = await this.#tables.all(sql, hashSecret(token), now)
    if (row === undefined) return null
    const { account_id: accountId, scope, expires_at: expiresAt } = v.parse(Row, row)
    return { accountId, scope, expiresAt }
  }

  /** Ends every token of an account. */
  async revokeAll(accountId: MemberId, now: Millis): Promise<void> {
    const sql = 'UPDATE api_tokens SET revoked_at = ? WHERE account_id = ? AND revoked_at IS NULL'
    await this.#tables.write([{ sql, values: [now, accountId] }])
  }
}
