import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { hostname } from 'node:os'

/** What decides whether a request comes from our own pages. */
export interface OriginRules {
  /** PUBLIC_URL's origin, or null when people come to where the server listens. */
  readonly publicOrigin: string | null
  /** Whether this server itself speaks TLS. */
  readonly isTls: boolean
  /** Names the operator gave it: HOST, and those its TLS certificate is for. */
  readonly ownNames: readonly string[]
}

export interface OriginCheck {
  /**
   * Whether a socket or a state-changing request may be answered: its Host is one this server goes by, and its Origin,
   * when a browser sent one, is our own page's. Programs send no Origin; browsers always do, so a foreign page cannot
   * leave it out.
   */
  isAllowed(request: IncomingMessage): boolean
  /** The origin to print in links handed to whoever made this request. */
  ownOrigin(request: IncomingMessage): string
}

/** Makes the check. @see sync-server/README.md HTTP1, HTTP2 */
export function originCheck({ publicOrigin, isTls, ownNames }: OriginRules): OriginCheck {
  const names = new Set([hostname(), ...ownNames].map((name) => name.toLowerCase()))
  const publicHost = publicOrigin === null ? null : new URL(publicOrigin).host
  const isOwnHost = (host: string) =>
    host === publicHost ||
    isLoopback(host) ||
    (publicHost === null && (isAddress(host) || names.has(nameOf(host))))
  const ownOrigin = (request: IncomingMessage) =>
    publicOrigin ?? `${isTls ? 'https' : 'http'}://${hostOf(request)}`
  return {
    isAllowed(request) {
      if (!isOwnHost(hostOf(request))) return false
      const { origin } = request.headers
      return origin === undefined || origin === ownOrigin(request)
    },
    ownOrigin,
  }
}

function hostOf(request: IncomingMessage): string {
  return (request.headers.host ?? '').toLowerCase()
}

/** The name in a Host header, without its port and brackets; empty for a header that is none. */
function nameOf(host: string): string {
  const url = URL.parse(`http://${host}`)
  return url === null ? '' : url.hostname.replace(/^\[|\]$/g, '')
}

function isLoopback(host: string): boolean {
  const name = nameOf(host)
  return name === 'localhost' || name.endsWith('.localhost') || name === '::1' || name.startsWith('127.')
}

/** A bare address cannot be rebound to another machine, as a foreign name can. */
function isAddress(host: string): boolean {
  return isIP(nameOf(host)) !== 0
}
