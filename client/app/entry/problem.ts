import type { ApiErrorCode } from '../../../schemas/protocol/api.ts'
import { alertWords, apiErrorWords } from '../language/alerts.ts'
import type { Word } from '../language/language.svelte.ts'

/** What a refusal of the server, or its absence, means to the person. */
export function problemWord(code: ApiErrorCode | 'unreachable'): Word {
  return code === 'unreachable' ? alertWords.offlineAction : apiErrorWords[code]
}
