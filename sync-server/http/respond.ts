import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { ApiErrorCode } from '../../schemas/protocol/api.ts'
import { RoomRefusal } from '../engine.ts'
import { Refused } from '../refusal.ts'
import { StoreError } from '../store/store.ts'
import type { Answer } from './route.ts'

/** From this size on an answer is packed, in bytes; below, packing costs more than it saves. */
const PACK_FROM_BYTES = 2_048

const packed = promisify(gzip)

/** Sends a route's answer. Nothing of the API is ever kept by a cache. */
export function send(response: ServerResponse, answer: Answer): void {
  const { status = 200, json, bytes, type, cookies = [], headers = {} } = answer
  const body = bytes ?? (json === undefined ? '' : JSON.stringify(json))
  if (cookies.length > 0) response.setHeader('set-cookie', cookies)
  response.writeHead(status, {
    'cache-control': 'no-store',
    'content-type': type ?? 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    ...headers,
  })
  response.end(body)
}

/** {@link send}, packed when the answer is large and the caller can read it so: county lines are slow. */
export async function sendPacked(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
): Promise<void> {
  const { json, bytes, headers = {} } = answer
  const body = Buffer.from(bytes ?? (json === undefined ? '' : JSON.stringify(json)))
  const canUnpack = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  if (body.length < PACK_FROM_BYTES || !canUnpack) return send(response, { ...answer, bytes: body })
  const how = { ...headers, 'content-encoding': 'gzip', vary: 'accept-encoding' }
  send(response, { ...answer, bytes: await packed(body), headers: how })
}

/** The refusal a thrown error amounts to; null for a bug, which is answered as 500 and logged whole. */
export function refusalFor(error: unknown): Refused | null {
  if (error instanceof Refused) return error
  if (error instanceof RoomRefusal) {
    const code =
      error.refusal === 'malformed'
        ? 'bad-input'
        : error.refusal === 'tooLarge'
          ? 'too-large'
          : 'store-failed'
    return new Refused(code, error.message, { cause: error })
  }
  if (error instanceof StoreError) {
    return new Refused(
      'store-failed',
      '存储暂不可用，未做任何更改 the store could not do it; nothing was changed',
      {
        cause: error,
      },
    )
  }
  return null
}

/** Sends `{ error: { code, message } }`. */
export function sendRefusal(response: ServerResponse, refused: Refused): void {
  const headers: Record<string, string> = refused.code === 'too-large' ? { connection: 'close' } : {}
  send(response, { status: refused.status, json: errorJson(refused.code, refused.message), headers })
}

/** Sends what is said when something broke that nobody foresaw; the log has the rest, under the request's id. */
export function sendBroken(response: ServerResponse, requestId: string): void {
  const message = `服务器内部错误 internal error; request ${requestId}`
  send(response, { status: 500, json: errorJson('store-failed', message) })
}

function errorJson(code: ApiErrorCode, message: string) {
  return { error: { code, message } }
}
