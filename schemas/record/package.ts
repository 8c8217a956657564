import * as v from 'valibot'
import { canonicalBytes, firstDifference, readCanonical, type Json } from './canonical.ts'
import { checkChain, type ChainCheck, type SignedEntry } from './chain.ts'
import { fromBase64, fromHex, keyIdOf, sha256Hex, toBase64, toHex } from './digest.ts'
import { readEntry, type RecordHead, type VersionEntry } from './entry.ts'
import { finding, type Finding, type Verification } from './finding.ts'

/** Names the form of a package; a new form gets a new name, and this one is read for ever. */
export const PACKAGE_FORMAT = 'heshu-package-1'

const SignedEntryJson = v.strictObject({ entry: v.unknown(), signature: v.string() })

/**
 * A self-proving package: one file of canonical JSON (RFC 8785, UTF-8). Every byte is covered: the file must be exactly
 * the canonical form of what it says, and everything it says is hashed, signed, or derived from what is.
 */
const PackageJson = v.strictObject({
  format: v.string(),
  /** What the last entry says, again, so that a person who opens the file sees it first; checked against it. */
  header: v.unknown(),
  /** Entries 1…n, oldest first, as they were hashed and signed. Signatures in lower-case hex. */
  chain: v.array(SignedEntryJson),
  /** The last entry's content. */
  content: v.unknown(),
  /** The last entry's states: part → base64 of a Yjs v1 update. */
  states: v.record(v.string(), v.string()),
  /** Key id → public key in lower-case hex; exactly those the chain names. */
  keys: v.record(v.string(), v.string()),
})
type PackageJson = v.InferOutput<typeof PackageJson>

/** What goes into a package: the record from its first entry to the version exported, and that version whole. */
export interface PackageParts {
  readonly chain: readonly SignedEntry[]
  /** Canonical JSON bytes of the content of the last entry. */
  readonly content: Uint8Array
  readonly states: ReadonlyMap<string, Uint8Array>
  /** Public keys by key id; those the chain does not name are left out. */
  readonly keys: ReadonlyMap<string, Uint8Array>
}

/**
 * Packs a version so that a stranger without any server can verify it with {@link verifyPackage}.
 * @throws RangeError when the chain is empty or holds something that is no entry
 */
export function packVersion({ chain, content, states, keys }: PackageParts): Uint8Array {
  const entries = chain.map(({ bytes }) => readEntry(bytes))
  const last = entries.at(-1)
  if (!last || entries.includes(null)) throw new RangeError('a package needs a chain of well-formed entries')
  const named = new Set(entries.map((entry) => entry?.keyId))
  const reading = readCanonical(content)
  if (!reading.json) throw new RangeError('the content is not JSON')
  return canonicalBytes({
    format: PACKAGE_FORMAT,
    header: headerOfEntry(last),
    chain: chain.map(({ signature }, index) => ({ entry: entries[index], signature: toHex(signature) })),
    content: reading.value,
    states: Object.fromEntries([...states].map(([part, state]) => [part, toBase64(state)])),
    keys: Object.fromEntries([...keys].filter(([id]) => named.has(id)).map(([id, key]) => [id, toHex(key)])),
  })
}

function headerOfEntry(entry: VersionEntry): Readonly<Record<string, Json>> {
  const { workspaceId, documentId, kind, number, label, reason, time, timeZone } = entry
  return { workspaceId, documentId, kind, number, label, reason, time, timeZone }
}

/** What the verifier knows beforehand, all of it optional. */
export interface Remembered {
  /** A head from print or memory; without it a record whose end was cut off cannot be told from a shorter one. */
  readonly head?: RecordHead | undefined
  /** Key ids to be trusted; without them the package proves only that it is of one piece. */
  readonly keyIds?: readonly string[] | undefined
}

/** What a package proves and shows, besides what does not hold in it. */
export interface PackageReading extends Verification {
  /** The version it is of; null when it cannot be read. */
  readonly entry: VersionEntry | null
  readonly head: RecordHead | null
  readonly content: unknown
}

/** Verifies a package. Never throws, whatever the bytes; says of each thing that does not hold what and where it is. */
export function verifyPackage(bytes: Uint8Array, remembered: Remembered = {}): PackageReading {
  const reading = readCanonical(bytes)
  if (!reading.json) {
    const what = `not JSON text, from byte ${reading.brokenAt} on`
    return unread([finding('not-a-package', what, `byte ${reading.brokenAt}`)])
  }
  const parsed = v.safeParse(PackageJson, reading.value)
  if (!parsed.success) return unread([finding('not-a-package', 'the file is not an archive package')])
  const form = formFindings(parsed.output, firstUncovered(parsed.output, bytes))
  const { keys, findings: keyFindings } = readKeys(parsed.output)
  const chain = checkChain(readChain(parsed.output), { keys, head: remembered.head })
  const findings = [
    ...form,
    ...keyFindings,
    ...trustFindings(chain, remembered.keyIds),
    ...usedKeyFindings(chain, keys),
    ...chain.findings,
    ...versionFindings(parsed.output, chain.entries.at(-1) ?? null),
  ]
  const entry = chain.entries.at(-1) ?? null
  return { holds: findings.length === 0, findings, entry, head: chain.head, content: parsed.output.content }
}

/**
 * The first byte that is not as this program would write what it has understood; null when every byte is. Comparing with
 * what was understood, not with what was parsed, leaves no room for keys that a parser passes over.
 */
function firstUncovered(json: PackageJson, bytes: Uint8Array): number | null {
  return firstDifference(bytes, canonicalBytes(json))
}

function unread(findings: readonly Finding[]): PackageReading {
  return { holds: false, findings, entry: null, head: null, content: null }
}

function formFindings(json: PackageJson, brokenAt: number | null): Finding[] {
  const findings: Finding[] = []
  if (json.format !== PACKAGE_FORMAT) {
    findings.push(
      finding('unknown-format', `format ${JSON.stringify(json.format)}, expected ${PACKAGE_FORMAT}`),
    )
  }
  if (brokenAt !== null) {
    const what = `the file is not in its canonical form, from byte ${brokenAt} on`
    findings.push(finding('not-canonical', what, `byte ${brokenAt}`))
  }
  return findings
}

function readKeys(json: PackageJson): { keys: Map<string, Uint8Array>; findings: Finding[] } {
  const keys = new Map<string, Uint8Array>()
  const findings: Finding[] = []
  for (const [id, hex] of Object.entries(json.keys)) {
    const key = fromHex(hex)
    if (key === null || keyIdOf(key) !== id) {
      findings.push(finding('key-id-wrong', `key ${id} is not the key of that name`, id))
    } else keys.set(id, key)
  }
  return { keys, findings }
}

/** A malformed signature becomes an empty one, which never holds. */
function readChain(json: PackageJson): SignedEntry[] {
  return json.chain.map(({ entry, signature }) => ({
    bytes: canonicalBytes(entry),
    signature: fromHex(signature) ?? new Uint8Array(),
  }))
}

function usedKeyFindings(chain: ChainCheck, keys: ReadonlyMap<string, Uint8Array>): Finding[] {
  const named = new Set(chain.entries.map((entry) => entry?.keyId))
  return [...keys.keys()]
    .filter((id) => !named.has(id))
    .map((id) => finding('key-unused', `no entry is signed with key ${id}`, id))
}

function trustFindings(chain: ChainCheck, trusted: readonly string[] | undefined): Finding[] {
  if (trusted === undefined) return []
  const named = new Set(chain.entries.flatMap((entry) => (entry === null ? [] : [entry.keyId])))
  return [...named]
    .filter((id) => !trusted.includes(id))
    .map((id) => finding('key-untrusted', `key ${id} is not one you trust`, id))
}

function versionFindings(json: PackageJson, entry: VersionEntry | null): Finding[] {
  if (entry === null) return []
  const findings = stateFindings(json.states, entry)
  if (sha256Hex(canonicalBytes(json.content)) !== entry.contentHash) {
    findings.push(finding('content-differs', 'the content is not the one that was put on record', 'content'))
  }
  if (sha256Hex(canonicalBytes(json.header)) !== sha256Hex(canonicalBytes(headerOfEntry(entry)))) {
    findings.push(finding('header-differs', 'the header does not say what the last entry says', 'header'))
  }
  return findings
}

function stateFindings(states: Readonly<Record<string, string>>, entry: VersionEntry): Finding[] {
  const findings: Finding[] = []
  for (const { part, stateHash } of entry.parts) {
    const base64 = Object.hasOwn(states, part) ? states[part] : undefined
    const state = base64 === undefined ? undefined : fromBase64(base64)
    if (state === undefined) findings.push(finding('state-missing', `the state of ${part} is missing`, part))
    else if (state === null)
      findings.push(finding('state-malformed', `the state of ${part} is damaged`, part))
    else if (sha256Hex(state) !== stateHash) {
      findings.push(
        finding('state-differs', `the state of ${part} is not the one that was put on record`, part),
      )
    }
  }
  const listed = new Set<string>(entry.parts.map(({ part }) => part))
  for (const part of Object.keys(states)) {
    if (!listed.has(part)) {
      findings.push(finding('state-unlisted', `the state of ${part} is not part of this version`, part))
    }
  }
  return findings
}
