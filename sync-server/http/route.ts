import type { IncomingMessage } from 'node:http'
import * as v from 'valibot'
import type { WorkspaceId } from '../../schemas/ids.ts'
import type { Member } from '../../schemas/workspace/directory.ts'
import type { Identity } from '../accounts/identity.ts'
import { Refused } from '../refusal.ts'
import type { Services } from '../services.ts'

/** One request on its way through a route. */
export interface Call {
  readonly services: Services
  readonly request: IncomingMessage
  /** The request's id in the log and in the answer's `x-request-id`. */
  readonly id: string
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** Origin under which this caller reaches the server; links handed out begin with it. */
  readonly ownOrigin: string
  /** Address of the caller, for limits and the audit log. */
  readonly address: string
  /** Who asks; null when nobody is signed in. Found once a request. */
  readonly identity: () => Promise<Identity | null>
}

/** What a route answers. Without `type`, `json` is sent. */
export interface Answer {
  readonly status?: number
  readonly json?: unknown
  readonly bytes?: Uint8Array | string
  readonly type?: string
  readonly cookies?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
}

export type Method = 'GET' | 'POST' | 'PATCH'

/** One endpoint. `body` and `answers` are its parsers, and its description in /api/openapi.json. */
export interface Route {
  readonly method: Method
  /** With `:name` for parameters. */
  readonly path: string
  readonly summary: string
  readonly body: v.GenericSchema | null
  readonly answers: v.GenericSchema | null
  readonly bodyBytesMax: number | null
  /** Whether strangers may send it a body; otherwise nobody's body is read before they are known. */
  readonly isOpen: boolean
  readonly handle: (call: Call, body: unknown) => Promise<Answer>
}

export interface Description {
  readonly summary: string
  readonly answers?: v.GenericSchema
}

/** An endpoint that reads. */
export function get(path: string, about: Description, handle: (call: Call) => Promise<Answer>): Route {
  const { summary, answers = null } = about
  return { method: 'GET', path, summary, body: null, answers, bodyBytesMax: null, isOpen: true, handle }
}

/** An endpoint that changes something; `handle` is given the parsed body. */
export function change<Schema extends v.GenericSchema>(
  method: 'POST' | 'PATCH',
  path: string,
  about: Description & { readonly body: Schema; readonly bodyBytesMax?: number; readonly isOpen?: boolean },
  handle: (call: Call, body: v.InferOutput<Schema>) => Promise<Answer>,
): Route {
  const { summary, body, answers = null, bodyBytesMax = null, isOpen = false } = about
  return { method, path, summary, body, answers, bodyBytesMax, isOpen, handle }
}

/** @throws Refused 'sign-in' when nobody is signed in, 'not-allowed' when a read-only token would change something */
export async function signedIn(call: Call): Promise<Identity> {
  const identity = await call.identity()
  if (identity === null) throw new Refused('sign-in', '请先登录 sign in first')
  if (identity.scope === 'read' && call.request.method !== 'GET') {
    throw new Refused('not-allowed', '此令牌只能读取 this token may only read')
  }
  return identity
}

/**
 * The caller as an active member of a workspace.
 * @throws Refused 'sign-in', 'not-found' for an unknown workspace, 'not-allowed' for a stranger or a revoked member
 */
export async function memberOf(call: Call, workspaceId: WorkspaceId): Promise<Member> {
  const { account } = await signedIn(call)
  const { directories } = call.services
  if (directories.get(workspaceId) === null) {
    throw new Refused('not-found', `没有工作区 ${workspaceId} no such workspace`)
  }
  const member = directories.member(workspaceId, account.id)
  if (member === null || !member.active) {
    throw new Refused('not-allowed', `您不是该工作区的成员 not a member of ${workspaceId}`)
  }
  return member
}

/** A path parameter, parsed. @throws Refused 'not-found' for one that cannot be: nothing has such a name */
export function param<Schema extends v.GenericSchema>(
  call: Call,
  name: string,
  schema: Schema,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, call.params[name])
  if (!parsed.success)
    throw new Refused('not-found', `${name} ${call.params[name] ?? ''}: nothing has this name`)
  return parsed.output
}
