import * as v from 'valibot'
import type { DocumentId, MemberId, WorkspaceId } from '../../schemas/ids.ts'
import {
  ApiError,
  Invitation,
  InvitationOffer,
  Joined,
  Me,
  PasswordLink,
  PasswordLinkOffer,
  VerifyAnswer,
  VersionAnswer,
  VersionList,
  VersionSummary,
  WorkspaceList,
  type ApiErrorCode,
  type DirectoryPatch,
  type InvitationRequest,
  type JoinRequest,
  type SetupRequest,
  type TakeVersionRequest,
} from '../../schemas/protocol/api.ts'
import { Directory } from '../../schemas/workspace/directory.ts'

/**
 * What the server answered, or why there is no answer. `unreachable`: no network, no server, or something in between
 * that answers in its stead (a proxy's page).
 */
export type Answered<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly code: ApiErrorCode | 'unreachable' }

const Anything = v.unknown()

/** Longest wait for an answer, in milliseconds. A county line is slow; a dead one must not hold a button for ever. */
const ANSWER_MAX_MS = 20_000

async function ask<Schema extends v.GenericSchema>(
  schema: Schema,
  path: string,
  request: { readonly method?: 'POST' | 'PATCH'; readonly body?: unknown } = {},
): Promise<Answered<v.InferOutput<Schema>>> {
  const { method, body } = request
  try {
    const response = await fetch(path, {
      method: method ?? 'GET',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      credentials: 'same-origin',
      signal: AbortSignal.timeout(ANSWER_MAX_MS),
    })
    return readAnswer(schema, response.ok, await response.json())
  } catch {
    // No network, a timeout, or an answer that is not JSON: to the person it is the same, and the caller says so.
    return { ok: false, code: 'unreachable' }
  }
}

function readAnswer<Schema extends v.GenericSchema>(
  schema: Schema,
  isGood: boolean,
  json: unknown,
): Answered<v.InferOutput<Schema>> {
  if (isGood) {
    const value = v.safeParse(schema, json)
    return value.success ? { ok: true, value: value.output } : { ok: false, code: 'unreachable' }
  }
  const error = v.safeParse(ApiError, json)
  return { ok: false, code: error.success ? error.output.error.code : 'unreachable' }
}

const inWorkspace = (workspace: WorkspaceId): string => `/api/workspaces/${workspace}`
const versionsOf = (document: DocumentId): string => `/api/documents/${document}/versions`

/** Every call of the HTTP contract (schemas/protocol/api.ts). None throws: a refusal is an answer. */
export const server = {
  me: () => ask(Me, '/api/me'),
  workspaces: () => ask(WorkspaceList, '/api/workspaces'),
  signIn: (login: string, password: string) =>
    ask(Anything, '/api/auth/sign-in/username', { method: 'POST', body: { username: login, password } }),
  signOut: () => ask(Anything, '/api/auth/sign-out', { method: 'POST', body: {} }),

  setUp: (request: SetupRequest) => ask(Joined, '/api/setup', { method: 'POST', body: request }),
  invite: (workspace: WorkspaceId, request: InvitationRequest) =>
    ask(Invitation, `${inWorkspace(workspace)}/invitations`, { method: 'POST', body: request }),
  invitation: (token: string) => ask(InvitationOffer, `/api/invitations/${encodeURIComponent(token)}`),
  join: (token: string, request: JoinRequest) =>
    ask(Joined, `/api/invitations/${encodeURIComponent(token)}`, { method: 'POST', body: request }),
  passwordLink: (workspace: WorkspaceId, member: MemberId) =>
    ask(PasswordLink, `${inWorkspace(workspace)}/members/${member}/password-link`, {
      method: 'POST',
      body: {},
    }),
  passwordOffer: (token: string) =>
    ask(PasswordLinkOffer, `/api/password-links/${encodeURIComponent(token)}`),
  setPassword: (token: string, password: string) =>
    ask(v.object({ login: v.string() }), `/api/password-links/${encodeURIComponent(token)}`, {
      method: 'POST',
      body: { password },
    }),

  directory: (workspace: WorkspaceId) => ask(Directory, `${inWorkspace(workspace)}/directory`),
  changeDirectory: (workspace: WorkspaceId, patch: DirectoryPatch) =>
    ask(Directory, `${inWorkspace(workspace)}/directory`, { method: 'PATCH', body: patch }),

  versions: (document: DocumentId) => ask(VersionList, versionsOf(document)),
  version: (document: DocumentId, number: number) => ask(VersionAnswer, `${versionsOf(document)}/${number}`),
  takeVersion: (document: DocumentId, request: TakeVersionRequest) =>
    ask(VersionSummary, versionsOf(document), { method: 'POST', body: request }),
  verifyVersion: (document: DocumentId, number: number) =>
    ask(VerifyAnswer, `${versionsOf(document)}/${number}/verify`),
}
