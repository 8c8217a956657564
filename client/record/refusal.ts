import type { ApiErrorCode } from '../../schemas/protocol/api.ts'

/** Codes after which the same request will never be taken; all others may pass with time. */
const FINAL = ['not-allowed', 'not-found', 'bad-input', 'too-large'] as const
export type FinalRefusal = (typeof FINAL)[number]

/** Whether a refusal of a version is for good. */
export function isFinalRefusal(code: ApiErrorCode | 'unreachable'): code is FinalRefusal {
  return FINAL.some((final) => final === code)
}
