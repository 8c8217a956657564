import { resolve } from 'node:path'
import * as v from 'valibot'
import { StartFailure } from './start-failure.ts'
import { SYNC_LIMITS, type SyncLimits } from './sync-limits.ts'

/** Pause without edits after which the server takes a version by itself: a cup of tea, not a thought. */
const QUIET_MS = 15 * 60_000

/** Largest JSON body of an ordinary request, in bytes. A directory patch of 500 units stays below 200 KiB. */
const BODY_BYTES_MAX = 1024 * 1024

const Whole = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,15}$/, 'a whole number'),
    v.transform(Number),
    v.minValue(least, `at least ${least}`),
    v.maxValue(most, `at most ${most}`),
  )

const limit = (standard: number) => v.optional(Whole(1, Number.MAX_SAFE_INTEGER), String(standard))

const FilePath = v.pipe(
  v.string(),
  v.transform((path) => resolve(path)),
)

const PublicUrl = v.pipe(
  v.string(),
  v.url('a full address such as https://heshu.example.cn'),
  v.transform((url) => new URL(url)),
  v.check(({ protocol }) => protocol === 'http:' || protocol === 'https:', 'an http or https address'),
  v.check(
    ({ pathname }) => pathname === '/',
    'an address without a path: Heshu lives at the root of its host',
  ),
  v.transform(({ origin }) => origin),
)

const TimeZone = v.pipe(
  v.string(),
  v.check((zone) => isTimeZone(zone), 'a time zone such as Asia/Shanghai'),
)

const Environment = v.object({
  PORT: v.optional(Whole(0, 65_535), '8787'),
  HOST: v.optional(v.string(), '127.0.0.1'),
  DATA_DIR: v.optional(FilePath, './data'),
  DATABASE_URL: v.optional(v.pipe(v.string(), v.regex(/^postgres(ql)?:\/\//, 'a postgres:// address'))),
  PUBLIC_URL: v.optional(PublicUrl),
  TLS_CERT: v.optional(FilePath),
  TLS_KEY: v.optional(FilePath),
  TIME_ZONE: v.optional(TimeZone, 'Asia/Shanghai'),
  LOG_LEVEL: v.optional(v.picklist(['trace', 'debug', 'info', 'warn', 'error', 'silent']), 'info'),
  QUIET_MS: limit(QUIET_MS),
  BODY_BYTES_MAX: limit(BODY_BYTES_MAX),
  FRAME_BYTES_MAX: limit(SYNC_LIMITS.frameBytes),
  ROOM_BYTES_MAX: limit(SYNC_LIMITS.roomBytes),
  UPDATES_PER_SECOND: limit(SYNC_LIMITS.updatesPerSecond),
  UPDATE_BYTES_PER_SECOND: limit(SYNC_LIMITS.updateBytesPerSecond),
  NEW_ROOMS_PER_MINUTE: limit(SYNC_LIMITS.newRoomsPerMinute),
  REQUESTS_PER_MINUTE: limit(SYNC_LIMITS.requestsPerMinute),
  SIGN_IN_FAILURES: limit(10),
})

/** What the operator chose, from the environment (sync-server/README.md lists the names). */
export interface Config {
  /** 0: any free port. */
  readonly port: number
  readonly host: string
  /** Absolute. */
  readonly dataDir: string
  readonly databaseUrl: string | null
  /** The origin people use, when it is not simply where the server listens. */
  readonly publicOrigin: string | null
  /** Both or neither; absolute paths. */
  readonly tlsFiles: { readonly cert: string; readonly key: string } | null
  readonly timeZone: string
  readonly logLevel: string
  readonly quietMs: number
  readonly bodyBytesMax: number
  /** Failed sign-ins of one login from one address within five minutes before it must wait. */
  readonly signInFailures: number
  readonly sync: SyncLimits
}

/**
 * Reads the configuration. An empty variable counts as unset.
 * @throws StartFailure naming the first variable that cannot be used, its value, and what was expected
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const known = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '')
  const parsed = v.safeParse(Environment, Object.fromEntries(known))
  if (!parsed.success) throw badVariable(parsed.issues[0])
  const env = parsed.output
  if ((env.TLS_CERT === undefined) !== (env.TLS_KEY === undefined)) {
    throw new StartFailure('配置错误 TLS_CERT and TLS_KEY must be given together.')
  }
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: env.DATA_DIR,
    databaseUrl: env.DATABASE_URL ?? null,
    publicOrigin: env.PUBLIC_URL ?? null,
    tlsFiles:
      env.TLS_CERT === undefined || env.TLS_KEY === undefined
        ? null
        : { cert: env.TLS_CERT, key: env.TLS_KEY },
    timeZone: env.TIME_ZONE,
    logLevel: env.LOG_LEVEL,
    quietMs: env.QUIET_MS,
    bodyBytesMax: env.BODY_BYTES_MAX,
    signInFailures: env.SIGN_IN_FAILURES,
    sync: {
      ...SYNC_LIMITS,
      frameBytes: env.FRAME_BYTES_MAX,
      roomBytes: env.ROOM_BYTES_MAX,
      updatesPerSecond: env.UPDATES_PER_SECOND,
      updateBytesPerSecond: env.UPDATE_BYTES_PER_SECOND,
      newRoomsPerMinute: env.NEW_ROOMS_PER_MINUTE,
      requestsPerMinute: env.REQUESTS_PER_MINUTE,
    },
  }
}

function badVariable(issue: v.BaseIssue<unknown>): StartFailure {
  const name = v.getDotPath(issue) ?? 'environment'
  return new StartFailure(`配置错误 ${name}=${String(issue.input)}: expected ${issue.message}.`)
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== ''
  } catch {
    // Intl has no question for this; a RangeError is its answer "no such zone".
    return false
  }
}
