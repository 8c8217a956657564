import type { ServerResponse } from 'node:http'
import * as v from 'valibot'
import { Password, SignInRequest } from '../../../schemas/protocol/api.ts'
import { Refused } from '../../refusal.ts'
import { parseJsonBody, readBody } from '../body.ts'
import { send } from '../respond.ts'
import { type Call, signedIn } from '../route.ts'
import { requestPath } from '../url.ts'

const PREFIX = '/api/auth'

/**
 * The endpoints of better-auth that the world may reach, all by POST. Everything else is closed: sign-up goes through
 * set-up and invitations, nothing tells strangers which logins exist, and nothing hands session tokens to scripts.
 */
const OPEN = new Set(['/sign-in/username', '/sign-out', '/change-password', '/revoke-other-sessions'])

/** Largest body of these, in bytes: a login and a password. */
const BODY_BYTES_MAX = 16 * 1024

/** What of better-auth's answer to a sign-in goes out: not the session's token, which the cookie carries unseen. */
const SignedIn = v.object({
  user: v.object({ id: v.string(), name: v.string(), displayUsername: v.string() }),
})

const ChangePassword = v.strictObject({ currentPassword: v.string(), newPassword: Password })

const Failure = v.object({ message: v.string() })

/**
 * Answers a request under /api/auth/.
 * @throws Refused 'not-found' for a closed endpoint, 'wrong-password', 'too-fast', 'bad-input'
 */
export async function answerAuth(call: Call, response: ServerResponse): Promise<void> {
  const { method = 'GET' } = call.request
  const path = requestPath(call.request).slice(PREFIX.length)
  if (method !== 'POST' || !OPEN.has(path))
    throw new Refused('not-found', `${method} ${PREFIX}${path}: nothing is here`)
  const body = await readBody(call.request, BODY_BYTES_MAX)
  if (path === '/sign-in/username') return signIn(call, response, body)
  if (path === '/change-password') return changePassword(call, response, body)
  const answer = await call.services.accounts.answer(webRequest(call, body))
  if (!answer.ok) throw await refusalOf(answer)
  call.services.sessionsChanged()
  send(response, { json: {}, cookies: answer.headers.getSetCookie() })
}

async function signIn(call: Call, response: ServerResponse, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const { accounts, attempts, audit, now } = call.services
  const { username, password } = parseJsonBody(body, SignInRequest)
  await attempts.checkSignIn(username, call.address)
  const answer = await accounts.answer(webRequest(call, Buffer.from(JSON.stringify({ username, password }))))
  const details = { login: username, address: call.address }
  if (!answer.ok) {
    await attempts.failed(username, call.address)
    await audit.note({ time: now(), actor: null, workspaceId: null, action: 'sign-in-failed', details })
    throw await refusalOf(answer)
  }
  const { user } = v.parse(SignedIn, await answer.json())
  await attempts.succeeded(username, call.address)
  const account = await accounts.byLogin(username)
  const entry = {
    time: now(),
    actor: account?.id ?? null,
    workspaceId: null,
    action: 'sign-in' as const,
    details,
  }
  await audit.note(entry)
  const json = { account: { id: user.id, login: user.displayUsername, name: user.name } }
  send(response, { json, cookies: answer.headers.getSetCookie() })
}

/** As guessing at a sign-in is, guessing at the old password of a session left open is held back. */
async function changePassword(call: Call, response: ServerResponse, body: Uint8Array): Promise<void> {
  const { accounts, attempts, audit, now, sessionsChanged } = call.services
  const { account } = await signedIn(call)
  const { currentPassword, newPassword } = parseJsonBody(body, ChangePassword)
  await attempts.checkSignIn(account.login, call.address)
  const request = { currentPassword, newPassword, revokeOtherSessions: true }
  const answer = await accounts.answer(webRequest(call, Buffer.from(JSON.stringify(request))))
  if (!answer.ok) {
    await attempts.failed(account.login, call.address)
    throw new Refused('wrong-password', '原密码不正确 the current password is not right')
  }
  await audit.note({ time: now(), actor: account.id, workspaceId: null, action: 'password-set', details: {} })
  sessionsChanged()
  send(response, { json: {}, cookies: answer.headers.getSetCookie() })
}

/** The request as better-auth reads it. Its Origin was judged before; its address is the one we saw. */
function webRequest(call: Call, body: Uint8Array<ArrayBuffer>): Request {
  const { headers } = call.request
  const passed = new Headers({ 'content-type': 'application/json', 'x-forwarded-for': call.address })
  for (const name of ['cookie', 'user-agent'] as const) {
    const value = headers[name]
    if (value !== undefined) passed.set(name, value)
  }
  const empty = new TextEncoder().encode('{}')
  return new Request(`http://localhost${requestPath(call.request)}`, {
    method: 'POST',
    headers: passed,
    body: body.length === 0 ? empty : body,
  })
}

async function refusalOf(answer: Response): Promise<Refused> {
  const said = v.safeParse(v.pipe(v.string(), v.parseJson(), Failure), await answer.text())
  const message = said.success ? said.output.message : `status ${answer.status}`
  if (answer.status === 401) return new Refused('wrong-password', `登录名或密码不正确 ${message}`)
  if (answer.status === 429) return new Refused('too-fast', message)
  return new Refused('bad-input', message)
}
