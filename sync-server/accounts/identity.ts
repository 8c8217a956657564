import type { IncomingMessage } from 'node:http'
import type { Millis } from '../../schemas/ids.ts'
import { requestQuery } from '../http/url.ts'
import type { Account, Accounts } from './accounts.ts'
import type { Tokens, TokenScope } from './tokens.ts'

/** Who is asking, as found once at a request or at the opening of a socket. */
export interface Identity {
  readonly account: Account
  /** What the way in allows at most, whatever the member's role. A session may write. */
  readonly scope: TokenScope
  readonly by: 'session' | 'token'
  readonly expiresAt: Millis
  /** `Set-Cookie` values to send along, so that a session in use does not end in the browser. */
  readonly cookies: readonly string[]
}

/** What a request brings to say who asks. */
export interface Credentials {
  readonly cookie: string | undefined
  readonly token: string | null
}

/** Reads `?token=`, `Authorization: Bearer` and the cookie, without judging them. A token outweighs a cookie. */
export function credentialsOf(request: IncomingMessage): Credentials {
  const [, bearer] = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
  return { cookie: request.headers.cookie, token: bearer ?? requestQuery(request).get('token') }
}

/** Finds who is behind credentials. */
export class Identities {
  readonly #accounts: Accounts
  readonly #tokens: Tokens
  readonly #now: () => Millis

  constructor(accounts: Accounts, tokens: Tokens, now: () => Millis) {
    this.#accounts = accounts
    this.#tokens = tokens
    this.#now = now
  }

  /** Null when nobody can be found: no credentials, wrong ones, or ended ones. A wrong token is not made good by a cookie. */
  find({ cookie, token }: Credentials): Promise<Identity | null> {
    return token === null ? this.#bySession(cookie) : this.#byToken(token)
  }

  async #bySession(cookie: string | undefined): Promise<Identity | null> {
    const found = await this.#accounts.bySession(cookie)
    if (found === null) return null
    return { ...found, scope: 'write', by: 'session' }
  }

  async #byToken(token: string): Promise<Identity | null> {
    const found = await this.#tokens.find(token, this.#now())
    const account = found === null ? null : await this.#accounts.byId(found.accountId)
    if (found === null || account === null) return null
    const { scope, expiresAt } = found
    return { account, scope, by: 'token', expiresAt, cookies: [] }
  }
}
