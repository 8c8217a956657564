import type { DatabaseSync } from 'node:sqlite'
import { StoreError } from './store.ts'

/** One numbered step of the database's shape. Never edited after release: a change is a new step. */
export interface Migration {
  /** Unique for ever, `<module>/<number> <what>`; applied steps are remembered by it. */
  readonly name: string
  /** One or more statements. */
  readonly sql: string
}

/** Whose steps these are; a database with steps of ours that we do not know was written by a newer program. */
const OWN_PREFIX = 'store/'

/** Tables of rooms and versions. The modules that own other tables pass their steps to `openSqlite`. */
export const STORE_MIGRATIONS: readonly Migration[] = [
  {
    name: 'store/1 rooms',
    sql: `
      -- Which workspace a document id belongs to, for ever.
      CREATE TABLE documents (id TEXT PRIMARY KEY, workspace TEXT NOT NULL) WITHOUT ROWID, STRICT;
      CREATE TABLE rooms (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        workspace TEXT NOT NULL,
        document TEXT,
        part TEXT NOT NULL,
        sequence INTEGER NOT NULL DEFAULT 0,
        schema_number INTEGER NOT NULL DEFAULT 1,
        last_edit INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE INDEX rooms_of_document ON rooms (document) WHERE document IS NOT NULL;
      -- Apart from rooms: an UPDATE of a row rewrites the whole row, blob included.
      CREATE TABLE states (
        room INTEGER PRIMARY KEY REFERENCES rooms (id),
        up_to INTEGER NOT NULL,
        bytes BLOB NOT NULL,
        checksum INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE updates (
        room INTEGER NOT NULL REFERENCES rooms (id),
        sequence INTEGER NOT NULL,
        bytes BLOB NOT NULL,
        checksum INTEGER NOT NULL,
        via TEXT,
        time INTEGER NOT NULL,
        PRIMARY KEY (room, sequence)
      ) WITHOUT ROWID, STRICT;
      CREATE TABLE authorship (
        room INTEGER NOT NULL REFERENCES rooms (id),
        act TEXT NOT NULL,
        client INTEGER NOT NULL,
        from_clock INTEGER NOT NULL,
        to_clock INTEGER NOT NULL,
        member TEXT,
        via TEXT,
        time INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX authorship_of_room ON authorship (room, client, from_clock);
      CREATE TABLE overwritten (
        room INTEGER NOT NULL REFERENCES rooms (id),
        time INTEGER NOT NULL,
        by_member TEXT,
        text TEXT NOT NULL
      ) STRICT;
      CREATE INDEX overwritten_of_room ON overwritten (room);
      -- By name: a client is bound before its room's first update exists.
      CREATE TABLE client_bindings (
        room TEXT NOT NULL,
        client INTEGER NOT NULL,
        member TEXT NOT NULL,
        PRIMARY KEY (room, client)
      ) WITHOUT ROWID, STRICT;`,
  },
  {
    name: 'store/2 versions',
    sql: `
      CREATE TABLE versions (
        document TEXT NOT NULL,
        number INTEGER NOT NULL,
        workspace TEXT NOT NULL,
        reason TEXT NOT NULL,
        summary TEXT NOT NULL,
        time INTEGER NOT NULL,
        entry BLOB NOT NULL,
        signature BLOB NOT NULL,
        key_id TEXT NOT NULL,
        content BLOB NOT NULL,
        PRIMARY KEY (document, number)
      ) STRICT;
      CREATE TABLE version_states (
        document TEXT NOT NULL,
        number INTEGER NOT NULL,
        part TEXT NOT NULL,
        bytes BLOB NOT NULL,
        PRIMARY KEY (document, number, part)
      ) STRICT;
      CREATE TABLE version_requests (
        document TEXT NOT NULL,
        request TEXT NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (document, request)
      ) WITHOUT ROWID, STRICT;
      -- The record is append-only, whoever asks.
      CREATE TRIGGER versions_never_change BEFORE UPDATE ON versions
        BEGIN SELECT RAISE(ABORT, 'a version is never altered'); END;
      CREATE TRIGGER versions_never_go BEFORE DELETE ON versions
        BEGIN SELECT RAISE(ABORT, 'a version is never deleted'); END;
      CREATE TRIGGER version_states_never_change BEFORE UPDATE ON version_states
        BEGIN SELECT RAISE(ABORT, 'a version is never altered'); END;
      CREATE TRIGGER version_states_never_go BEFORE DELETE ON version_states
        BEGIN SELECT RAISE(ABORT, 'a version is never deleted'); END;`,
  },
]

/**
 * Brings `database` to the newest shape, each step in its own transaction; a step already taken is skipped.
 * @throws StoreError 'failed' when two steps share a name, or when a newer program has written the database
 */
export function migrate(database: DatabaseSync, migrations: readonly Migration[], now: number): void {
  database.exec('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, time INTEGER NOT NULL) STRICT')
  const names = new Set(migrations.map(({ name }) => name))
  if (names.size !== migrations.length) throw new StoreError('failed', 'two migrations share a name')
  const taken = new Set(
    database
      .prepare('SELECT name FROM migrations')
      .all()
      .map((row) => String(row.name)),
  )
  const newer = [...taken].find((name) => name.startsWith(OWN_PREFIX) && !names.has(name))
  if (newer !== undefined) {
    throw new StoreError('failed', `the data was written by a newer Heshu (${newer}); update the program`)
  }
  for (const { name, sql } of migrations) {
    if (taken.has(name)) continue
    database.exec('BEGIN IMMEDIATE')
    try {
      database.exec(sql)
      database.prepare('INSERT INTO migrations (name, time) VALUES (?, ?)').run(name, now)
      database.exec('COMMIT')
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }
}
