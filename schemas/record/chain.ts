import { sha256Hex } from './digest.ts'
import { isEntrySigned, readEntry, type RecordHead, type VersionEntry } from './entry.ts'
import { entryFinding, finding, type Finding } from './finding.ts'

/** An entry as stored: the exact bytes that were hashed and signed. */
export interface SignedEntry {
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
}

/** What a chain must agree with, besides itself. */
export interface ChainExpectation {
  /** Public keys by key id. */
  readonly keys: ReadonlyMap<string, Uint8Array>
  /** A head somebody remembers or has in print: the chain must contain it. */
  readonly head?: RecordHead | undefined
}

export interface ChainCheck {
  readonly findings: readonly Finding[]
  /** The entries that could be read, each at its place; null where one could not. */
  readonly entries: readonly (VersionEntry | null)[]
  readonly head: RecordHead | null
}

/**
 * Checks a record from its first entry on: each one well formed, numbered without gaps, of the same document, chained to
 * the one before by its hash, and signed by a key that is there. Never throws. The order is the chain's: a clock that was
 * set back between two versions is no fault of the record.
 */
export function checkChain(chain: readonly SignedEntry[], expected: ChainExpectation): ChainCheck {
  const entries = chain.map(({ bytes }) => readEntry(bytes))
  const hashes = chain.map(({ bytes }) => sha256Hex(bytes))
  const findings = chain.flatMap((signed, index) => {
    const entry = entries[index] ?? null
    const number = index + 1
    if (entry === null) return [entryFinding('entry-malformed', number, `entry ${number} is not well formed`)]
    return [
      ...placeFindings(entry, index, entries),
      ...linkFindings(entry, index, hashes),
      ...signatureFindings(entry, signed, expected.keys, number),
    ]
  })
  const last = hashes.at(-1)
  const head = last === undefined ? null : { number: chain.length, hash: last }
  if (head === null) findings.push(finding('chain-empty', 'the record has no entries'))
  return { findings: [...findings, ...headFindings(hashes, expected.head)], entries, head }
}

function placeFindings(
  entry: VersionEntry,
  index: number,
  entries: readonly (VersionEntry | null)[],
): Finding[] {
  const findings: Finding[] = []
  const number = index + 1
  const first = entries[0]
  if (entry.number !== number) {
    const what = `entry ${entry.number} stands at place ${number}`
    findings.push(entryFinding('entry-out-of-order', number, what))
  }
  const sameDocument =
    first?.documentId === entry.documentId &&
    first.workspaceId === entry.workspaceId &&
    first.kind === entry.kind
  if (first && !sameDocument) {
    findings.push(entryFinding('entry-other-document', number, `entry ${number} is of another document`))
  }
  return findings
}

function linkFindings(entry: VersionEntry, index: number, hashes: readonly string[]): Finding[] {
  const previous = hashes[index - 1] ?? null
  if (entry.previousHash === previous) return []
  const number = index + 1
  const what = `entry ${number} does not follow from ${index === 0 ? 'nothing' : `entry ${index}`}: another entry was chained there`
  return [entryFinding('chain-broken', number, what)]
}

function signatureFindings(
  entry: VersionEntry,
  signed: SignedEntry,
  keys: ReadonlyMap<string, Uint8Array>,
  number: number,
): Finding[] {
  const key = keys.get(entry.keyId)
  if (key === undefined) {
    return [entryFinding('key-missing', number, `entry ${number}: key ${entry.keyId} is not there`)]
  }
  if (isEntrySigned(signed.bytes, signed.signature, key)) return []
  return [entryFinding('signature-wrong', number, `entry ${number}: the signature does not hold`)]
}

/** A shorter record than the one remembered has lost its end; one that says otherwise there has been rewritten. */
function headFindings(hashes: readonly string[], remembered: RecordHead | undefined): Finding[] {
  if (remembered === undefined || hashes[remembered.number - 1] === remembered.hash) return []
  const { number } = remembered
  const what =
    hashes.length < number
      ? `the record ends at entry ${hashes.length}, but entry ${number} is remembered`
      : `entry ${number} is not the one that is remembered`
  return [entryFinding('head-differs', number, what)]
}
