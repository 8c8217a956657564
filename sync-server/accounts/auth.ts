import { DatabaseSync } from 'node:sqlite'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { username } from 'better-auth/plugins/username'
import type { Logger } from 'pino'
import * as v from 'valibot'
import { Login } from '../../schemas/protocol/api.ts'

/** How long a session lasts without being used, in seconds. People come back from two weeks in the villages. */
const SESSION_SECONDS = 30 * 24 * 3600

/** A session in use is prolonged at most this often, in seconds, so that most look-ups write nothing. */
const SESSION_REFRESH_SECONDS = 24 * 3600

export interface AuthOptions {
  /** Path of the SQLite file that holds accounts and sessions. */
  readonly file: string
  readonly secret: string
  /** Whether people reach this server over https, so that cookies are marked Secure. */
  readonly isHttps: boolean
  readonly log: Logger
}

/**
 * Opens better-auth on its own SQLite file, beside the store: sign-ins must not wait for the sync engine's commits nor
 * hold them up. Only this folder knows better-auth; which of its endpoints the world may reach is decided in http/.
 */
export async function openAuth({ file, secret, isHttps, log }: AuthOptions) {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000')
  const auth = betterAuth({
    database,
    secret,
    // Only used to build links in mails, of which there are none; requests are judged by http/origin.ts before.
    baseURL: isHttps ? 'https://localhost' : 'http://localhost',
    telemetry: { enabled: false },
    emailAndPassword: { enabled: true, minPasswordLength: 8, maxPasswordLength: 128 },
    session: { expiresIn: SESSION_SECONDS, updateAge: SESSION_REFRESH_SECONDS },
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'heshu',
      useSecureCookies: isHttps,
      disableCSRFCheck: true,
      disableOriginCheck: true,
    },
    logger: {
      level: 'warn',
      log: (level, message) => log[level === 'error' ? 'error' : 'debug']({ from: 'accounts' }, message),
    },
    plugins: [
      username({
        minUsernameLength: 2,
        maxUsernameLength: 32,
        usernameValidator: (login) => v.is(Login, login),
        usernameNormalization: canonicalLogin,
      }),
    ],
  })
  const { runMigrations } = await getMigrations(auth.options)
  await runMigrations()
  return { auth, database }
}

export type Auth = Awaited<ReturnType<typeof openAuth>>['auth']

/** The form under which a login is looked up: full-width letters, case and outer blanks make no difference. */
export function canonicalLogin(login: string): string {
  return login.trim().normalize('NFKC').toLowerCase()
}
