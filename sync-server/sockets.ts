import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { parseRoomName, type RoomPlace } from '../schemas/protocol/room-name.ts'
import { type Refusal, REFUSALS } from '../schemas/protocol/errors.ts'
import { type AccessSource, Door, type Session } from './access.ts'
import { RoomConnection } from './connection.ts'
import type { Engine } from './engine.ts'
import { Channels, type Connect, PlainLine } from './lines.ts'
import { PeerSocket } from './peer-socket.ts'

export interface SocketsOptions {
  readonly server: Server
  readonly engine: Engine
  readonly access: AccessSource
  /** Whether the request's Origin and Host are ours. */
  readonly isAllowedOrigin: (request: IncomingMessage) => boolean
}

export interface Sockets {
  /** How many are open, for health and metrics. */
  readonly count: () => number
  /** Decides all rights again, now; also done by `engine.revalidate()`. Resolves when every socket was judged. */
  readonly revalidate: () => Promise<void>
  /** Takes nothing more, brings what was taken to disk, then closes every socket with 4503. Safe to call twice. */
  readonly close: () => Promise<void>
}

/** One open socket with its room or rooms. */
interface OpenSocket {
  readonly peer: PeerSocket
  readonly connections: () => Iterable<RoomConnection>
  readonly keepAlive: () => void
}

/** What the path asks for: one room on a socket of its own, or a socket for many. */
type Target = { readonly many: true } | { readonly many: false; readonly place: RoomPlace }

/** How long peers have to answer a close before the server stops without them. */
const CLOSE_ALL_WITHIN_MS = 2_000

/**
 * Serves `GET /sync/<workspaceId>/<documentId>/<part>`, `GET /sync/<workspaceId>/index` (plain y-websocket) and
 * `GET /sync` (many rooms, schemas/protocol/channels.ts) on `server`. Every other upgrade is answered 404.
 */
export function attachSockets(options: SocketsOptions): Sockets {
  const hub = new SocketHub(options)
  return {
    count: () => hub.count,
    revalidate: () => hub.revalidate(),
    close: () => hub.close(),
  }
}

class SocketHub {
  readonly #server: Server
  readonly #engine: Engine
  readonly #door: Door
  readonly #isAllowedOrigin: (request: IncomingMessage) => boolean
  readonly #websockets: WebSocketServer
  readonly #open = new Set<OpenSocket>()
  readonly #sweeper: NodeJS.Timeout
  readonly #stopListening: () => void
  #round: Promise<void> = Promise.resolve()
  #nextRound: Promise<void> | null = null
  #closing: Promise<void> | null = null

  constructor({ server, engine, access, isAllowedOrigin }: SocketsOptions) {
    this.#server = server
    this.#engine = engine
    this.#isAllowedOrigin = isAllowedOrigin
    this.#door = new Door(access, (documentId) => engine.workspaceOf(documentId))
    this.#websockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      // Up to twice the limit is read, so that its writer can be told which limit it broke (4413).
      maxPayload: engine.limits.frameBytes * 2,
    })
    this.#sweeper = setInterval(() => this.#sweep(), engine.limits.pingEveryMs)
    this.#stopListening = engine.onRevalidate(() => void this.revalidate())
    server.on('upgrade', this.#upgrade)
  }

  get count(): number {
    return this.#open.size
  }

  readonly #upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // Until `ws` takes over, nobody else listens, and an error without a listener ends the process.
    const onError = () => socket.destroy()
    socket.on('error', onError)
    const target = targetOf(request)
    if (this.#closing !== null) return reject(socket, '503 Service Unavailable')
    if (target === null) return reject(socket, '404 Not Found')
    if (!this.#isAllowedOrigin(request)) return reject(socket, '403 Forbidden')
    void this.#authenticate(request).then((session) => {
      if (socket.destroyed) return
      this.#websockets.handleUpgrade(request, socket, head, (ws) => {
        socket.off('error', onError)
        this.#accept({ ws, socket, request, session, target })
      })
    })
  }

  async #authenticate(request: IncomingMessage): Promise<Session | Refusal> {
    try {
      return (await this.#door.authenticate(request)) ?? 'signIn'
    } catch (error) {
      this.#engine.log.write('error', 'a session could not be checked', { message: String(error) })
      return 'restarting'
    }
  }

  #accept(arrival: {
    readonly ws: WebSocket
    readonly socket: Duplex
    readonly request: IncomingMessage
    readonly session: Session | Refusal
    readonly target: Target
  }): void {
    const { ws, socket, request, session, target } = arrival
    const { limits, now, log } = this.#engine
    const { remoteAddress } = request.socket
    // Broken frames: `ws` closes the socket with the fitting code. Without a listener the process would end.
    ws.on('error', ({ message }) =>
      log.write('warn', 'a socket broke the protocol', { remoteAddress, message }),
    )
    if (typeof session === 'string') return turnAway(ws, session)
    const peer = new PeerSocket({ ws, socket, request, limits, now, session })
    const open = target.many ? this.#serveMany(peer) : this.#serveOne(peer, target.place)
    this.#open.add(open)
    ws.on('close', () => this.#open.delete(open))
  }

  #serveOne(peer: PeerSocket, place: RoomPlace): OpenSocket {
    const line = new PlainLine(peer)
    const connection = this.#connect(line, place)
    peer.ws.on('message', (data, isBinary) => {
      const bytes = toBytes(data)
      if (!isBinary) connection.close('malformed', 'text where bytes belong')
      else if (bytes.length > peer.limits.frameBytes) {
        connection.close('tooLarge', `more than ${peer.limits.frameBytes} bytes`)
      } else connection.receive(bytes)
    })
    peer.ws.on('close', () => connection.ended())
    return { peer, connections: () => [connection], keepAlive: () => line.keepAlive() }
  }

  #serveMany(peer: PeerSocket): OpenSocket {
    const channels = new Channels(peer, this.#connect)
    peer.ws.on('message', (data, isBinary) => {
      if (!isBinary || !channels.receive(toBytes(data))) peer.close('malformed', 'broken framing')
    })
    peer.ws.on('close', () => channels.ended())
    return { peer, connections: () => channels.connections(), keepAlive: () => undefined }
  }

  readonly #connect: Connect = (line, place) => {
    const connection = new RoomConnection({ place, line, engine: this.#engine, door: this.#door })
    connection.open().catch((error: unknown) => {
      this.#engine.log.write('error', 'a room could not be opened', { message: String(error) })
    })
    return connection
  }

  #sweep(): void {
    for (const open of this.#open) {
      open.peer.sweep()
      open.keepAlive()
      // Sessions last longer while they are used: one whose time seems up is asked for again.
      if (open.peer.hasExpired) void this.#judge(open)
    }
  }

  /** One round after another; all who ask before the next has begun share it. */
  revalidate(): Promise<void> {
    this.#door.rightsChanged()
    this.#nextRound ??= this.#round.then(() => {
      this.#nextRound = null
      this.#round = this.#judgeAll()
      return this.#round
    })
    return this.#nextRound
  }

  async #judgeAll(): Promise<void> {
    for (const open of this.#open) await this.#judge(open)
  }

  async #judge({ peer, connections }: OpenSocket): Promise<void> {
    try {
      const session = await this.#door.authenticate(peer.request)
      if (session?.memberId !== peer.session.memberId) return peer.close('signIn', 'the session has ended')
      peer.renewed(session)
      for (const connection of connections()) {
        connection.applyAdmission(await this.#door.admit(session, connection.place))
      }
    } catch (error) {
      this.#engine.log.write('error', 'rights could not be checked', { message: String(error) })
      // Better nobody than somebody who may no longer be.
      peer.close('restarting', 'the server could not decide; try again')
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#end()
    return this.#closing
  }

  async #end(): Promise<void> {
    this.#stopListening()
    clearInterval(this.#sweeper)
    await this.#engine.close()
    const sockets = [...this.#open].map(({ peer }) => peer)
    const gone = sockets.map((peer) => new Promise((resolve) => peer.ws.once('close', resolve)))
    for (const peer of sockets) peer.close('restarting', 'the server is stopping')
    const timer = setTimeout(() => {
      for (const { ws } of sockets) ws.terminate()
    }, CLOSE_ALL_WITHIN_MS)
    await Promise.all(gone)
    clearTimeout(timer)
    this.#server.off('upgrade', this.#upgrade)
  }
}

const PREFIX = '/sync/'

function targetOf({ url }: IncomingMessage): Target | null {
  const path = (url ?? '').split('?', 1)[0] ?? ''
  if (path === '/sync' || path === PREFIX) return { many: true }
  const place = path.startsWith(PREFIX) ? parseRoomName(path.slice(PREFIX.length)) : null
  return place === null ? null : { many: false, place }
}

/** Browsers see no HTTP status of a refused upgrade, but they see a close code. */
function turnAway(ws: WebSocket, refusal: Refusal): void {
  ws.close(REFUSALS[refusal], refusal === 'signIn' ? 'sign in first' : 'try again')
  setTimeout(() => ws.terminate(), CLOSE_ALL_WITHIN_MS).unref()
}

/** `ws` hands over a Buffer for its default binary type. */
function toBytes(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}

function reject(socket: Duplex, status: string): void {
  // A peer that never closes its half would otherwise keep the other open for ever.
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
