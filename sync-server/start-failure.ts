/** Why the server or a command could not begin, in one line an operator can act on. Printed without a stack. */
export class StartFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message.replaceAll(/\s*\n\s*/g, ' '), options)
    this.name = 'StartFailure'
  }
}

/** The one line to print for whatever was thrown; only a StartFailure is sure to be meant for people. */
export function lineOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error)
  return text.replaceAll(/\s*\n\s*/g, ' ').trim()
}

/** The `code` of a Node system error (`EACCES`, `EADDRINUSE` …), or null for anything else. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}
