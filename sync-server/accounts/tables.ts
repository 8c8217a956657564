import type { Migration } from '../store/migrations.ts'

/** The tables of this folder. Steps are never edited after release: a change is a new step. */
export const ACCOUNTS_MIGRATIONS: readonly Migration[] = [
  {
    name: 'accounts/1 links and tokens',
    sql: `
      CREATE TABLE links (
        hash TEXT PRIMARY KEY,
        purpose TEXT NOT NULL,
        details TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL
      ) WITHOUT ROWID, STRICT;
      -- One row at most per link: a second use breaks the key, and with it the transaction it is part of.
      CREATE TABLE link_uses (hash TEXT PRIMARY KEY, used_at INTEGER NOT NULL) WITHOUT ROWID, STRICT;
      CREATE TABLE api_tokens (
        hash TEXT PRIMARY KEY,
        account_id TEXT NOT NULL,
        scope TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        revoked_at INTEGER
      ) WITHOUT ROWID, STRICT;`,
  },
]
