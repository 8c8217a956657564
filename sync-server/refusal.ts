import type { ApiErrorCode } from '../schemas/protocol/api.ts'

/** The HTTP status of each refusal. */
const STATUS: Readonly<Record<ApiErrorCode, number>> = {
  'sign-in': 401,
  'not-allowed': 403,
  'not-found': 404,
  'bad-input': 400,
  'too-large': 413,
  'too-fast': 429,
  'login-taken': 409,
  'wrong-password': 401,
  'link-used': 410,
  'link-expired': 410,
  'setup-done': 409,
  'stale-revision': 409,
  'foreign-origin': 403,
  'not-held': 409,
  'store-failed': 503,
}

/**
 * A request that is not granted, with the code that decides what the client tells the person. Thrown by what does the
 * work, answered at the rim (HTTP, command line); the message names the offending value and the limit it broke.
 */
export class Refused extends Error {
  readonly code: ApiErrorCode
  constructor(code: ApiErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'Refused'
    this.code = code
  }

  get status(): number {
    return STATUS[this.code]
  }
}
