import { randomUUID } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { parse } from 'regexparam'
import { credentialsOf, type Identity } from './accounts/identity.ts'
import { Assets } from './http/assets.ts'
import { parseJsonBody, readBody } from './http/body.ts'
import { SECURITY_HEADERS } from './http/headers.ts'
import { describeApi } from './http/openapi.ts'
import type { OriginCheck } from './http/origin.ts'
import { refusalFor, send, sendBroken, sendPacked, sendRefusal } from './http/respond.ts'
import { type Call, type Route, signedIn } from './http/route.ts'
import { entryRoutes } from './http/routes/entry.ts'
import { health, metrics, readiness } from './http/routes/health.ts'
import { answerAuth } from './http/routes/sign-in.ts'
import { versionRoutes } from './http/routes/versions.ts'
import { workspaceRoutes } from './http/routes/workspaces.ts'
import { Refused } from './refusal.ts'
import { requestPath, requestQuery } from './http/url.ts'
import type { Services } from './services.ts'

/** Addresses under which no screen of the app lives: a miss there is a miss. */
const NOT_SCREENS = /^\/(api|sync|notices|assets)(\/|$)/

const ROUTES: readonly Route[] = [...entryRoutes, ...workspaceRoutes, ...versionRoutes]

interface Matched {
  readonly route: Route
  readonly pattern: RegExp
  readonly keys: readonly string[]
}

export interface HttpOptions {
  readonly services: Services
  readonly origin: OriginCheck
  /** Folder of the built app. */
  readonly clientDir: string
}

/** The server's HTTP side: the API, the sign-in, the built app. Sockets are upgraded elsewhere (sockets.ts). */
export function httpListener(options: HttpOptions): RequestListener {
  const door = new Door(options)
  return (request, response) => void door.answer(request, response)
}

class Door {
  readonly #services: Services
  readonly #origin: OriginCheck
  readonly #assets: Assets
  readonly #routes: readonly Matched[] = ROUTES.map((route) => ({ route, ...parse(route.path) }))
  readonly #description = JSON.stringify(describeApi(ROUTES))

  constructor({ services, origin, clientDir }: HttpOptions) {
    this.#services = services
    this.#origin = origin
    this.#assets = new Assets(clientDir)
  }

  /** Never rejects: whatever goes wrong is answered and logged. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now()
    const call = this.#call(request)
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    response.setHeader('x-request-id', call.id)
    let route = 'asset'
    try {
      route = await this.#dispatch(call, response)
    } catch (error) {
      this.#answerError(error, call, response)
    }
    // The route's pattern, never the address: links and tokens in addresses are secrets.
    const line = { id: call.id, method: request.method, route, status: response.statusCode }
    const ms = Math.round(performance.now() - started)
    this.#services.log[route === 'asset' ? 'debug' : 'info']({ ...line, ms }, 'request')
  }

  #answerError(error: unknown, call: Call, response: ServerResponse): void {
    const refused = refusalFor(error)
    const { log } = this.#services
    // Whoever hung up half way has nobody left to tell, and nothing is wrong here.
    if (refused === null && call.request.destroyed && !call.request.complete) return void response.destroy()
    if (refused === null || refused.code === 'store-failed')
      log.error({ id: call.id, err: error }, 'request failed')
    if (response.headersSent) response.destroy()
    else if (refused === null) sendBroken(response, call.id)
    else sendRefusal(response, refused)
  }

  /** Answers, and says by which route, for the log. */
  async #dispatch(call: Call, response: ServerResponse): Promise<string> {
    const { method = 'GET' } = call.request
    const path = requestPath(call.request)
    const isReading = method === 'GET' || method === 'HEAD'
    if (!isReading) this.#expectOwnPage(call)
    if (path.startsWith('/api/auth/')) return answerAuth(call, response).then(() => '/api/auth')
    const found = this.#match(isReading ? 'GET' : method, path)
    if (found !== null) return this.#answerRoute(found, call, response)
    if (isReading && path === '/healthz') return (send(response, health()), path)
    if (isReading && path === '/metrics') return (send(response, metrics(call)), path)
    if (isReading && path === '/readyz') return (send(response, await readiness(call)), path)
    if (isReading && path === '/api/openapi.json') return (send(response, { bytes: this.#description }), path)
    if (isReading && (await this.#serveApp(path, call.request, response))) return 'asset'
    throw new Refused('not-found', `${method} ${path.split('/').slice(0, 3).join('/')}: nothing is here`)
  }

  /** @throws Refused 'foreign-origin'; the operator's log says what to set when it is their own address */
  #expectOwnPage({ request, id }: Call): void {
    if (this.#origin.isAllowed(request)) return
    const { host, origin } = request.headers
    this.#services.log.warn(
      { id, host, origin },
      'foreign origin or host; if it is ours, set PUBLIC_URL to it',
    )
    const message = '请求来自其他网站或未知地址 not from this server’s own page (operator: see PUBLIC_URL)'
    throw new Refused('foreign-origin', message)
  }

  #match(method: string, path: string): (Matched & { params: Record<string, string> }) | null {
    for (const matched of this.#routes) {
      if (matched.route.method !== method) continue
      const values = matched.pattern.exec(path)
      if (values === null) continue
      return { ...matched, params: paramsOf(matched.keys, values) }
    }
    return null
  }

  async #answerRoute(
    { route, params }: Matched & { params: Record<string, string> },
    call: Call,
    response: ServerResponse,
  ): Promise<string> {
    const { body, bodyBytesMax, isOpen } = route
    if (!isOpen) await signedIn(call)
    const most = bodyBytesMax ?? this.#services.config.bodyBytesMax
    const parsed = body === null ? null : parseJsonBody(await readBody(call.request, most), body)
    await sendPacked(call.request, response, await route.handle({ ...call, params }, parsed))
    return `${route.method} ${route.path}`
  }

  async #serveApp(path: string, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    if (await this.#assets.serve(request, response, path)) return true
    const looksLikeFile = /\.[a-z0-9]{2,11}$/i.test(path)
    if (NOT_SCREENS.test(path) || looksLikeFile) return false
    if (await this.#assets.servePage(request, response)) return true
    const said = '界面尚未构建，请运行 npm start。The app is not built; run npm start.\n'
    send(response, { status: 503, bytes: said, type: 'text/plain; charset=utf-8' })
    return true
  }

  #call(request: IncomingMessage): Call {
    const { identities } = this.#services
    let identity: Promise<Identity | null> | undefined
    return {
      services: this.#services,
      request,
      id: randomUUID(),
      params: {},
      query: requestQuery(request),
      ownOrigin: this.#origin.ownOrigin(request),
      address: addressOf(request, this.#services.config.publicOrigin !== null),
      identity: () => (identity ??= identities.find(credentialsOf(request))),
    }
  }
}

function paramsOf(keys: readonly string[], values: RegExpExecArray): Record<string, string> {
  return Object.fromEntries(keys.map((key, index) => [key, decoded(values[index + 1] ?? '')]))
}

/** A malformed escape stays as it is: no id has a percent sign, so nothing is found under it. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * Where a request comes from. Behind a proxy on this machine (PUBLIC_URL is set and the peer is local) it is what the
 * proxy appended last to X-Forwarded-For; from anybody else that header is only a claim.
 */
function addressOf(request: IncomingMessage, isProxied: boolean): string {
  const peer = request.socket.remoteAddress ?? 'unknown'
  if (!isProxied || !/^(::1|127\.|::ffff:127\.)/.test(peer)) return peer
  const claimed = String(request.headers['x-forwarded-for'] ?? '')
  return claimed.split(',').at(-1)?.trim() || peer
}
