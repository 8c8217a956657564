import type { MemberId } from '../../../schemas/ids.ts'

/** Somebody in a document now, by what the server says of them (never by what a client says of itself). */
export interface Person {
  readonly id: MemberId
  readonly name: string
  readonly isMe: boolean
}
