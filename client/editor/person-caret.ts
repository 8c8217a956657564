import * as v from 'valibot'
import { MemberId } from '../../schemas/ids.ts'

/** Longest name shown beside a caret; the rest would cover the text. */
const NAME_LENGTH_MAX = 24

/** What a colleague's awareness state says that the editor believes: any client may have written it. */
const PersonState = v.object({
  user: v.object({ id: MemberId, name: v.pipe(v.string(), v.trim(), v.minLength(1)) }),
  caret: v.object({ anchor: v.unknown(), head: v.unknown() }),
})

/** A colleague's place in the text, as two positions that the binding can resolve. */
export interface PersonCaret {
  readonly clientId: number
  readonly memberId: MemberId
  readonly name: string
  readonly anchor: unknown
  readonly head: unknown
}

/**
 * Reads one awareness state; null when it names no person or no caret. Colours are not read at all: a person's hue
 * follows from the member's id. [E7]
 */
export function readPersonCaret(clientId: number, state: unknown): PersonCaret | null {
  const parsed = v.safeParse(PersonState, state)
  if (!parsed.success) return null
  const { user, caret } = parsed.output
  const name = [...user.name.replace(/[\p{Cc}\p{Cf}]/gu, '')].slice(0, NAME_LENGTH_MAX).join('')
  return { clientId, memberId: user.id, name, anchor: caret.anchor, head: caret.head }
}
