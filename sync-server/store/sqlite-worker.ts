import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { lockDataDir } from './lock.ts'
import { migrate, type Migration } from './migrations.ts'
import { toStoreError } from './sqlite-errors.ts'
import { SqliteRooms } from './sqlite-rooms.ts'
import { SqliteVersions } from './sqlite-versions.ts'
import type { SqlStatement, SqlValue } from './store.ts'
import type { PackedRoom } from './packing.ts'

/** What the store's worker is told at birth. */
export interface WorkerSettings {
  readonly dataDir: string
  readonly migrations: readonly Migration[]
  readonly roomBytesMax: number
}

/** After this long without a compaction, freed pages are given back to the file system. */
const TIDY_AFTER_MS = 1_000
/** Pages given back at once; small enough that a commit never waits long behind it. */
const TIDY_PAGES = 2_000

/** Everything the worker does on request. The main thread's side (sqlite.ts) is typed by this. */
export type WorkerCalls = ReturnType<typeof openCalls>

function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 5_000 })
  // auto_vacuum must precede the first table. FULL: a commit is on the disk, not in the system's cache.
  database.exec(`
    PRAGMA auto_vacuum = INCREMENTAL;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA journal_size_limit = 8388608;`)
  return database
}

function openCalls({ dataDir, migrations, roomBytesMax }: WorkerSettings) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const unlock = lockDataDir(dataDir)
  const database = openDatabase(join(dataDir, 'heshu.db'))
  migrate(database, migrations, Date.now())
  const rooms = new SqliteRooms(database, roomBytesMax)
  const versions = new SqliteVersions(database)
  let tidying: NodeJS.Timeout | undefined

  /** Gives pages freed by compactions back, a little at a time, while nothing else asks. */
  const tidy = (): void => {
    database.exec(`PRAGMA incremental_vacuum(${TIDY_PAGES}); PRAGMA wal_checkpoint(TRUNCATE)`)
    const free = Number(database.prepare('PRAGMA freelist_count').get()?.freelist_count ?? 0)
    if (free > 0) tidying = setTimeout(tidy, TIDY_AFTER_MS)
  }

  return {
    append: (...call: Parameters<SqliteRooms['append']>) => rooms.append(...call),
    load: (...call: Parameters<SqliteRooms['load']>) => rooms.load(...call),
    loadTogether: (...call: Parameters<SqliteRooms['loadTogether']>) => rooms.loadTogether(...call),
    compact: (...call: Parameters<SqliteRooms['compact']>) => {
      rooms.compact(...call)
      clearTimeout(tidying)
      tidying = setTimeout(tidy, TIDY_AFTER_MS)
    },
    raiseSchemaNumber: (...call: Parameters<SqliteRooms['raiseSchemaNumber']>) =>
      rooms.raiseSchemaNumber(...call),
    authorship: (...call: Parameters<SqliteRooms['authorship']>) => rooms.authorship(...call),
    overwritten: (...call: Parameters<SqliteRooms['overwritten']>) => rooms.overwritten(...call),
    bindClient: (...call: Parameters<SqliteRooms['bindClient']>) => rooms.bindClient(...call),
    bindings: (...call: Parameters<SqliteRooms['bindings']>) => rooms.bindings(...call),
    roomsOf: (...call: Parameters<SqliteRooms['roomsOf']>) => rooms.roomsOf(...call),
    claimDocument: (...call: Parameters<SqliteRooms['claimDocument']>) => rooms.claimDocument(...call),
    workspaceOf: (...call: Parameters<SqliteRooms['workspaceOf']>) => rooms.workspaceOf(...call),
    unversionedSince: () => rooms.unversionedSince(),
    addVersion: (...call: Parameters<SqliteVersions['add']>) => versions.add(...call),
    versionByRequest: (...call: Parameters<SqliteVersions['byRequest']>) => versions.byRequest(...call),
    listVersions: (...call: Parameters<SqliteVersions['list']>) => versions.list(...call),
    getVersion: (...call: Parameters<SqliteVersions['get']>) => versions.get(...call),
    versionChain: (...call: Parameters<SqliteVersions['chain']>) => versions.chain(...call),
    all: (sql: string, values: readonly SqlValue[]) => database.prepare(sql).all(...values),
    write: (statements: readonly SqlStatement[]) => writeAll(database, statements),
    close: () => {
      clearTimeout(tidying)
      database.close()
      unlock()
    },
  }
}

function writeAll(database: DatabaseSync, statements: readonly SqlStatement[]): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    for (const { sql, values } of statements) database.prepare(sql).run(...values)
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** Buffers that can be handed over instead of copied: those of packed rooms, which nobody here keeps. */
function handedOver(result: unknown): ArrayBuffer[] {
  if (isPacked(result)) return [result.bytes.buffer]
  if (result instanceof Map) return [...result.values()].flatMap((value) => handedOver(value))
  return []
}

function isPacked(value: unknown): value is PackedRoom {
  return typeof value === 'object' && value !== null && 'stateBytes' in value && 'bytes' in value
}

/** Errors lose their class on the way between threads; the code survives as a field. */
function describe(error: unknown): { code: string; message: string } {
  const { code, message } = toStoreError(error)
  return { code, message }
}

/** A call as the port sees it: untyped on the way, typed at both ends by {@link WorkerCalls}. */
interface Calls {
  call(...args: unknown[]): unknown
}

const port = parentPort
if (port !== null) {
  try {
    const calls: Readonly<Record<string, Calls['call']>> = openCalls(workerData)
    port.on('message', ({ id, call, args }) => {
      try {
        const result = calls[call]?.(...args)
        port.postMessage({ id, result }, handedOver(result))
      } catch (error) {
        port.postMessage({ id, error: describe(error) })
      }
      if (call === 'close') port.close()
    })
    port.postMessage({ id: 0 })
  } catch (error) {
    port.postMessage({ id: 0, error: describe(error) })
    port.close()
  }
}
