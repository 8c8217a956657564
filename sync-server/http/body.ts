import type { IncomingMessage } from 'node:http'
import * as v from 'valibot'
import { Refused } from '../refusal.ts'

/**
 * Reads a request's body, at most `bytesMax` bytes of it.
 * @throws Refused 'too-large' as soon as the limit is passed, whatever Content-Length said
 */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new Refused('too-large', `the body is larger than ${bytesMax} bytes`)
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) throw tooLarge()
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of request) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('a request stream that gives no bytes')
    sizeBytes += chunk.length
    if (sizeBytes > bytesMax) throw tooLarge()
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

/**
 * Parses a JSON body.
 * @throws Refused 'bad-input' naming the first field that is not as `schema` wants it
 */
export function parseJsonBody<Schema extends v.GenericSchema>(
  bytes: Uint8Array,
  schema: Schema,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, jsonOf(bytes))
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new Refused('bad-input', `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`)
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new Refused('bad-input', 'the body is not JSON in UTF-8', { cause })
  }
}
