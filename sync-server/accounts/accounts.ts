import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { isAPIError } from 'better-auth/api'
import type { Logger } from 'pino'
import * as v from 'valibot'
import { MemberId } from '../../schemas/ids.ts'
import { Refused } from '../refusal.ts'
import { type Auth, canonicalLogin, openAuth } from './auth.ts'
import { readOrMakeSecret } from './secret.ts'

/** A person as the server knows them across workspaces. */
export interface Account {
  readonly id: MemberId
  readonly login: string
  readonly name: string
}

/** An account found behind a session cookie, and until when the session is good (milliseconds). */
export interface SessionFound {
  readonly account: Account
  readonly expiresAt: number
  /** `Set-Cookie` values that prolong the cookie too; mostly none. */
  readonly cookies: readonly string[]
}

export interface NewAccount {
  readonly login: string
  readonly name: string
  readonly password: string
}

export interface AccountsOptions {
  readonly dataDir: string
  readonly isHttps: boolean
  readonly log: Logger
}

const User = v.object({
  id: MemberId,
  name: v.string(),
  username: v.string(),
  displayUsername: v.nullish(v.string()),
})

/** Opens the accounts in `dataDir`: `accounts.sqlite` and the secret that signs session cookies. */
export async function openAccounts({ dataDir, isHttps, log }: AccountsOptions): Promise<Accounts> {
  const file = join(dataDir, 'accounts.sqlite')
  const secret = readOrMakeSecret(join(dataDir, 'session-secret'))
  const { auth, database } = await openAuth({ file, secret, isHttps, log })
  return new Accounts(auth, () => database.close())
}

/** Accounts, passwords and sessions. Everything better-auth does for Heshu passes through here. */
export class Accounts {
  readonly #auth: Auth
  readonly #closeDatabase: () => void
  #isOpen = true

  constructor(auth: Auth, closeDatabase: () => void) {
    this.#auth = auth
    this.#closeDatabase = closeDatabase
  }

  /** Answers one request under /api/auth/ that http/ has let through. */
  answer(request: Request): Promise<Response> {
    return this.#auth.handler(request)
  }

  /**
   * Makes an account and signs it in.
   * @returns the account, and the `Set-Cookie` values of its first session
   * @throws Refused 'login-taken'
   */
  async create({ login, name, password }: NewAccount): Promise<{ account: Account; cookies: string[] }> {
    if ((await this.byLogin(login)) !== null) throw loginTaken(login)
    try {
      const email = `${randomBytes(12).toString('hex')}@users.local`
      const body = { email, name, password, username: login, displayUsername: login }
      const answer = await this.#auth.api.signUpEmail({ body, returnHeaders: true })
      return { account: accountOf(answer.response.user), cookies: answer.headers.getSetCookie() }
    } catch (error) {
      if (isAPIError(error) && error.body?.code === 'USERNAME_IS_ALREADY_TAKEN') throw loginTaken(login)
      throw error
    }
  }

  /** Removes an account that never became a member anywhere. */
  async remove(id: MemberId): Promise<void> {
    const { internalAdapter } = await this.#auth.$context
    await internalAdapter.deleteUserSessions(id)
    await internalAdapter.deleteUser(id)
  }

  /** The account that signs in with `login`, or null. */
  async byLogin(login: string): Promise<Account | null> {
    const { adapter } = await this.#auth.$context
    const where = [{ field: 'username', value: canonicalLogin(login) }]
    const found = await adapter.findOne({ model: 'user', where })
    return found === null ? null : accountOf(found)
  }

  async byId(id: MemberId): Promise<Account | null> {
    const { internalAdapter } = await this.#auth.$context
    const found = await internalAdapter.findUserById(id)
    return found === null ? null : accountOf(found)
  }

  /** Who is behind a `Cookie` header; null when there is no session or it has ended. */
  async bySession(cookie: string | undefined): Promise<SessionFound | null> {
    if (cookie === undefined) return null
    const answer = await this.#auth.api.getSession({ headers: new Headers({ cookie }), returnHeaders: true })
    const found = answer.response
    if (found === null) return null
    const expiresAt = found.session.expiresAt.getTime()
    return { account: accountOf(found.user), expiresAt, cookies: answer.headers.getSetCookie() }
  }

  /** Sets a new password and ends every session of the account: whoever knew the old one is out. */
  async setPassword(id: MemberId, password: string): Promise<void> {
    const context = await this.#auth.$context
    await context.internalAdapter.updatePassword(id, await context.password.hash(password))
    await context.internalAdapter.deleteUserSessions(id)
  }

  /** Safe to call twice. */
  close(): void {
    if (this.#isOpen) this.#closeDatabase()
    this.#isOpen = false
  }
}

function accountOf(found: unknown): Account {
  const user = v.parse(User, found)
  return { id: user.id, login: user.displayUsername ?? user.username, name: user.name }
}

function loginTaken(login: string): Refused {
  return new Refused('login-taken', `登录名已被使用 the login ${login} is taken`)
}
