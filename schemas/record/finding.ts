/** What can fail to hold in a record or a package: the closed list. */
export const FINDING_CODES = [
  'not-a-package',
  'not-canonical',
  'unknown-format',
  'head-differs',
  'header-differs',
  'chain-empty',
  'entry-malformed',
  'entry-out-of-order',
  'entry-other-document',
  'chain-broken',
  'signature-wrong',
  'key-missing',
  'key-id-wrong',
  'key-unused',
  'key-untrusted',
  'content-differs',
  'state-missing',
  'state-unlisted',
  'state-malformed',
  'state-differs',
] as const
export type FindingCode = (typeof FINDING_CODES)[number]

/** One thing that does not hold, and where. */
export interface Finding {
  readonly code: FindingCode
  /** An English sentence naming the place, for the command line; screens say it from `code`, `entry` and `part`. */
  readonly what: string
  /** Number of the version it concerns, or null. */
  readonly entry: number | null
  /** The room, key or byte it concerns, or null. */
  readonly part: string | null
}

/** The outcome of verifying. `holds` exactly when there are no findings. */
export interface Verification {
  readonly holds: boolean
  readonly findings: readonly Finding[]
}

/** A finding about the package as a whole, or about one part of it. */
export function finding(code: FindingCode, what: string, part: string | null = null): Finding {
  return { code, what, entry: null, part }
}

/** A finding about version `entry`. */
export function entryFinding(code: FindingCode, entry: number, what: string): Finding {
  return { code, what, entry, part: null }
}
