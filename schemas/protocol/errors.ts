/**
 * Why a connection, a channel or an update was refused: the closed list.
 * The number is the WebSocket close code (RFC 6455, private range) and the code inside a refusal message.
 * 4400–4499 are final for stock y-websocket 3.1 clients, 4500 and above are retried by them.
 */
export const REFUSALS = {
  /** Not signed in, or the session or token is no longer good. Sign in; unsent edits stay. */
  signIn: 4401,
  /** Signed in, but this room or this write is not allowed. Unsent edits go to rescue. */
  notAllowed: 4403,
  /** No such workspace. */
  unknownWorkspace: 4404,
  /** The document id belongs to another workspace. */
  otherWorkspace: 4409,
  /** The client's schema number is below the room's: read only until the app is updated; the outbox waits. */
  schemaTooOld: 4410,
  /** A frame, an update or the room is too large. Unsent edits go to rescue. */
  tooLarge: 4413,
  /** The frame or the update does not decode, or claims more than it holds. */
  malformed: 4422,
  /** The server is stopping or starting. Try again soon. */
  restarting: 4503,
  /** The room's stored data could not be read. Nothing is accepted; the operator was told. */
  roomUnreadable: 4520,
  /** The store refused the write (disk full, database gone). The edit stays in the outbox and is tried again. */
  storeFailed: 4521,
  /** Too fast or overloaded. Try again soon; the edit stays in the outbox. */
  tooFast: 4529,
} as const

export type Refusal = keyof typeof REFUSALS
export type RefusalCode = (typeof REFUSALS)[Refusal]

const BY_CODE = new Map<number, Refusal>(
  (Object.keys(REFUSALS) as Refusal[]).map((refusal) => [REFUSALS[refusal], refusal]),
)

/** The refusal behind a close code or a refusal message; null for codes that are not ours. */
export function refusalOf(code: number): Refusal | null {
  return BY_CODE.get(code) ?? null
}

/** What the writer's edits become: tried again as they are, or set aside as a rescue. */
export function isFinalForEdits(refusal: Refusal): boolean {
  return (
    refusal === 'notAllowed' ||
    refusal === 'tooLarge' ||
    refusal === 'malformed' ||
    refusal === 'otherWorkspace'
  )
}
