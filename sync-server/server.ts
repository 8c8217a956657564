import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { isIPv6 } from 'node:net'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { serveAdminSocket } from './admin-socket.ts'
import type { Config } from './config.ts'
import { httpListener } from './http.ts'
import { originCheck } from './http/origin.ts'
import { startQuietVersions } from './record/quiet.ts'
import { openServices, type Services } from './services.ts'
import { attachSockets } from './sockets.ts'
import { StartFailure, systemCode } from './start-failure.ts'
import { loadTls, type TlsMaterial } from './tls.ts'

/** Where `vite build` puts the app. */
const CLIENT_DIR = join(import.meta.dirname, '..', 'client', 'dist')

/** How long requests under way may take to end when the server stops, in milliseconds. */
const DRAIN_MS = 3_000

export interface RunningServer {
  /** Where people find it. */
  readonly origin: string
  /** Where it listens, whatever people call it. */
  readonly port: number
  /** The one-time link to the set-up, until somebody has used it. */
  readonly setupUrl: string | null
  readonly services: Services
  /** Stops taking requests, finishes what was accepted, closes the data. Safe to call twice. */
  readonly close: () => Promise<void>
}

export interface ServerOptions {
  readonly config: Config
  readonly log: Logger
  /** Folder of the built app; client/dist when left out. */
  readonly clientDir?: string
  /** The clock; the system's when left out. */
  readonly now?: () => number
}

/**
 * Starts the whole server.
 * @throws StartFailure when the port is taken, or the data folder or the TLS files cannot be used
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { config, log, clientDir = CLIENT_DIR, now = Date.now } = options
  const tls = loadTls(config)
  if (tls !== null && tls.validTo.getTime() < now()) {
    log.warn({ validTo: tls.validTo }, 'the TLS certificate has expired; run `heshu tls` again')
  }
  const isHttps = tls !== null || config.publicOrigin?.startsWith('https://') === true
  const services = await openServices({ config, log, isHttps, now })
  const server = makeServer(tls)
  try {
    await listen(server, config)
    return await serve({ config, log, clientDir, services, server, tls })
  } catch (error) {
    server.closeAllConnections()
    server.close()
    await services.close()
    throw error
  }
}

interface Parts extends Required<Omit<ServerOptions, 'now'>> {
  readonly services: Services
  readonly server: Server
  readonly tls: TlsMaterial | null
}

/** Opens all doors of a server that listens. */
async function serve({ config, log, clientDir, services, server, tls }: Parts): Promise<RunningServer> {
  const { publicOrigin, quietMs } = config
  const origin = publicOrigin ?? listeningOrigin(server, config, tls)
  const check = originCheck({
    publicOrigin,
    isTls: tls !== null,
    ownNames: [config.host, ...(tls?.names ?? [])],
  })
  const isAllowedOrigin = (request: IncomingMessage) => check.isAllowed(request)
  server.on('request', httpListener({ services, origin: check, clientDir }))
  const sockets = attachSockets({ server, engine: services.engine, access: services.access, isAllowedOrigin })
  const admin = await serveAdminSocket(services, origin)
  const stopQuiet = startQuietVersions({ ...services, archive: services.record, quietMs })
  const setupUrl = services.directories.hasAdmin() ? null : await newSetupUrl(services, origin)
  log.info({ origin, dataDir: config.dataDir, tls: tls !== null }, 'listening')

  let closing: Promise<void> | undefined
  const close = async () => {
    const drained = drain(server)
    await Promise.all([stopQuiet(), admin.close()])
    await sockets.close()
    await drained
    await services.close()
    log.info('stopped')
  }
  const { port } = addressOf(server)
  return { origin, port, setupUrl, services, close: () => (closing ??= close()) }
}

function makeServer(tls: TlsMaterial | null): Server {
  return tls === null
    ? createServer()
    : createTlsServer({ cert: tls.cert, key: tls.key, minVersion: 'TLSv1.2' })
}

const LISTEN_FAILURES: Readonly<Record<string, string>> = {
  EADDRINUSE: '端口已被占用 the port is in use',
  EACCES: '没有使用该端口的权限 no right to use the port',
  EADDRNOTAVAIL: '本机没有这个地址 this machine does not have the address',
  ENOTFOUND: '找不到这个主机名 there is no such host',
}

function listen(server: Server, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const why = LISTEN_FAILURES[systemCode(error) ?? ''] ?? error.message
      reject(new StartFailure(`HOST=${host} PORT=${port}: ${why}`, { cause: error }))
    })
    server.listen(port, host, () => resolve())
  })
}

function listeningOrigin(server: Server, { host }: Config, tls: TlsMaterial | null): string {
  const { port } = addressOf(server)
  const isAnywhere = host === '0.0.0.0' || host === '::'
  const name = tls?.names[0] ?? (isAnywhere ? 'localhost' : host)
  const standard = tls === null ? 80 : 443
  const shown = isIPv6(name) ? `[${name}]` : name
  return `${tls === null ? 'http' : 'https'}://${shown}${port === standard ? '' : `:${port}`}`
}

function addressOf(server: Server): AddressInfo {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port')
  return address
}

async function newSetupUrl({ links, now }: Services, origin: string): Promise<string> {
  const { secret } = await links.make({ purpose: 'setup' }, now())
  return `${origin}/setup/${secret}`
}

function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
  })
}
