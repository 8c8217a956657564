import { Worker } from 'node:worker_threads'
import { ROOM_BYTES_MAX } from '../../schemas/protocol/limits.ts'
import { STORE_MIGRATIONS, type Migration } from './migrations.ts'
import { packBatch, unpackRoom } from './packing.ts'
import type { WorkerCalls, WorkerSettings } from './sqlite-worker.ts'
import { StoreError, type RoomStore, type Store, type TableStore, type VersionStore } from './store.ts'

export interface SqliteOptions {
  /** Steps of the modules that own other tables, in order; names unique over all modules. */
  readonly migrations?: readonly Migration[]
  /** Largest room in bytes. */
  readonly roomBytesMax?: number
}

/**
 * Opens the store in `dataDir`, which it makes when missing: one SQLite file (WAL, synchronous=FULL), written in a
 * worker thread. The folder belongs to this process until `close`.
 * @throws StoreError 'locked' when another process has the folder, 'read-only' or 'full' when it cannot be written,
 *   'unreadable' when the file is not a database or is damaged, 'failed' when a newer program wrote it
 */
export async function openSqlite(dataDir: string, options: SqliteOptions = {}): Promise<Store> {
  const { migrations = [], roomBytesMax = ROOM_BYTES_MAX } = options
  const worker = new StoreWorker({
    dataDir,
    migrations: [...STORE_MIGRATIONS, ...migrations],
    roomBytesMax,
  })
  await worker.opened
  return {
    rooms: roomStore(worker),
    versions: versionStore(worker),
    tables: tableStore(worker),
    close: () => worker.close(),
  }
}

function roomStore(worker: StoreWorker): RoomStore {
  return {
    append: async (batch) => {
      const packed = packBatch(batch)
      return worker.call('append', [packed], [packed.bytes.buffer])
    },
    load: async (room) => {
      const packed = await worker.call('load', [room])
      return packed === null ? null : unpackRoom(packed)
    },
    loadTogether: async (rooms) => {
      const packed = await worker.call('loadTogether', [rooms])
      return new Map([...packed].map(([room, stored]) => [room, unpackRoom(stored)]))
    },
    compact: (compaction) => worker.call('compact', [compaction]),
    raiseSchemaNumber: (room, schemaNumber) => worker.call('raiseSchemaNumber', [room, schemaNumber]),
    authorship: (room) => worker.call('authorship', [room]),
    overwritten: (room) => worker.call('overwritten', [room]),
    bindClient: (room, client, member) => worker.call('bindClient', [room, client, member]),
    bindings: (room) => worker.call('bindings', [room]),
    roomsOf: (workspaceId, documentId) => worker.call('roomsOf', [workspaceId, documentId]),
    claimDocument: (documentId, workspaceId) => worker.call('claimDocument', [documentId, workspaceId]),
    workspaceOf: (documentId) => worker.call('workspaceOf', [documentId]),
    unversionedSince: () => worker.call('unversionedSince', []),
  }
}

function versionStore(worker: StoreWorker): VersionStore {
  return {
    add: (version, requestId) => worker.call('addVersion', [version, requestId]),
    byRequest: (documentId, requestId) => worker.call('versionByRequest', [documentId, requestId]),
    list: (documentId) => worker.call('listVersions', [documentId]),
    get: (documentId, number) => worker.call('getVersion', [documentId, number]),
    chain: (documentId, upTo) => worker.call('versionChain', [documentId, upTo]),
  }
}

function tableStore(worker: StoreWorker): TableStore {
  return {
    all: (sql, ...values) => worker.call('all', [sql, values]),
    write: (statements) => worker.call('write', [statements]),
  }
}

type CallName = keyof WorkerCalls
/** Whoever waits for an answer knows its type from `WorkerCalls`; the port between the threads does not. */
interface Waiting {
  resolve(result: unknown): void
  reject(error: StoreError): void
}

/** The main thread's end of the worker: one promise per call, answered in order. */
class StoreWorker {
  readonly opened: Promise<void>
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  #closing: Promise<void> | null = null
  #gone: StoreError | null = null

  constructor(settings: WorkerSettings) {
    this.#worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), {
      workerData: settings,
      execArgv: [],
    })
    this.opened = new Promise((resolve, reject) => {
      this.#waiting.set(0, { resolve, reject })
    })
    this.#worker.on('message', ({ id, result, error }) => this.#answer(id, result, error))
    this.#worker.on('error', (cause) =>
      this.#end(new StoreError('failed', 'the store worker died', { cause })),
    )
    this.#worker.on('exit', () => this.#end(new StoreError('closed', 'the store is closed')))
  }

  call<Name extends CallName>(
    name: Name,
    args: Parameters<WorkerCalls[Name]>,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<ReturnType<WorkerCalls[Name]>> {
    if (this.#gone !== null) return Promise.reject(this.#gone)
    if (this.#closing !== null && name !== 'close') {
      return Promise.reject(new StoreError('closed', 'the store is closing'))
    }
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId
      this.#waiting.set(id, { resolve, reject })
      this.#worker.postMessage({ id, call: name, args }, [...transfer])
    })
  }

  close(): Promise<void> {
    if (this.#gone !== null) return Promise.resolve()
    const closing = this.#closing ?? this.call('close', [])
    this.#closing = closing
    return closing
  }

  #answer(
    id: number,
    result: unknown,
    error: { code: StoreError['code']; message: string } | undefined,
  ): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiting?.resolve(result)
    else waiting?.reject(new StoreError(error.code, error.message))
  }

  #end(error: StoreError): void {
    this.#gone ??= error
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
