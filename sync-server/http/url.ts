import type { IncomingMessage } from 'node:http'

/** The path of a request, still escaped, without its query. Never throws, whatever was sent. */
export function requestPath(request: IncomingMessage): string {
  const { url = '/' } = request
  const end = url.search(/[?#]/)
  return end < 0 ? url : url.slice(0, end)
}

/** The query of a request. Never throws. */
export function requestQuery(request: IncomingMessage): URLSearchParams {
  const { url = '/' } = request
  const start = url.indexOf('?')
  return new URLSearchParams(start < 0 ? '' : url.slice(start + 1))
}
