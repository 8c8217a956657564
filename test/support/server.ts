import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino, { type Logger } from 'pino'
import { Engine } from '../../sync-server/engine.ts'
import { attachSockets, type Sockets } from '../../sync-server/sockets.ts'
import { openSqlite } from '../../sync-server/store/sqlite.ts'
import type { Store } from '../../sync-server/store/store.ts'
import { SYNC_LIMITS, type SyncLimits } from '../../sync-server/sync-limits.ts'
import { smallWorld, type SyncWorld } from './sync-world.ts'

/** A fresh, empty data folder. Remove it with {@link removeDataDir}. */
export function makeDataDir(): string {
  return mkdtempSync(join(tmpdir(), 'heshu-test-'))
}

export function removeDataDir(dataDir: string): void {
  rmSync(dataDir, { recursive: true, force: true })
}

/** A running sync server: real sockets, a real store, people out of a {@link SyncWorld}. */
export interface SyncServer {
  /** `ws://127.0.0.1:<port>/sync` */
  readonly url: string
  readonly port: number
  readonly store: Store
  readonly engine: Engine
  readonly sockets: Sockets
  readonly world: SyncWorld
  /** Orderly stop, as SIGTERM does. */
  readonly stop: () => Promise<void>
}

export interface SyncServerOptions {
  readonly dataDir: string
  readonly world?: SyncWorld
  readonly limits?: Partial<SyncLimits>
  /** Puts something before the real store, for example one that refuses at chosen points. */
  readonly wrapStore?: (store: Store) => Store
  readonly isAllowedOrigin?: (request: IncomingMessage) => boolean
  readonly log?: Logger
  readonly now?: () => number
}

/** Starts a sync server in this process on a free port. */
export async function startSyncServer(options: SyncServerOptions): Promise<SyncServer> {
  const { dataDir, world = smallWorld(), limits = {}, wrapStore = (store) => store } = options
  const store = wrapStore(await openSqlite(dataDir))
  const server = createServer((_request, response) => response.writeHead(404).end())
  const engine = new Engine({
    store,
    log: options.log ?? pino({ level: 'silent' }),
    limits: { ...SYNC_LIMITS, ...limits },
    now: options.now ?? Date.now,
  })
  const isAllowedOrigin = options.isAllowedOrigin ?? (() => true)
  const sockets = attachSockets({ server, engine, access: world, isAllowedOrigin })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const stop = async () => {
    await sockets.close()
    await new Promise((resolve) => server.close(resolve))
    await engine.close()
    await store.close()
  }
  return { url: `ws://127.0.0.1:${port}/sync`, port, store, engine, sockets, world, stop }
}

/** A sync server in a process of its own, so that it can be killed. */
export interface SyncProcess {
  readonly url: string
  /** `kill -9`, and waits until it is gone. */
  readonly kill: () => Promise<void>
  /** SIGTERM, and waits for the exit code. */
  readonly terminate: () => Promise<number | null>
}

/** Starts a sync server for {@link smallWorld} as a child process. */
export async function spawnSyncServer(dataDir: string): Promise<SyncProcess> {
  const script = join(import.meta.dirname, 'sync-server-process.ts')
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await firstLine(child)
  const gone = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  return {
    url,
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
    terminate: () => {
      child.kill('SIGTERM')
      return gone
    },
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('\n')) resolve(output.trim())
    })
    child.once('exit', (code) => reject(new Error(`the sync server ended with ${code} before it listened`)))
  })
}
