import * as v from 'valibot'
import { DocumentId, MemberId, WorkspaceId } from '../ids.ts'
import { KIND_NAMES } from '../kind.ts'
import { VersionReason } from '../protocol/api.ts'
import { isPart, type Part } from '../protocol/room-name.ts'
import { canonicalBytes, readCanonical } from './canonical.ts'
import { isSignedBy, sha256Hex, sign, type SigningKey } from './digest.ts'

/** Names the form of an entry; a new form gets a new name, and this one is read for ever. */
export const ENTRY_FORMAT = 'heshu-version-1'

const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const Count = v.pipe(v.number(), v.integer(), v.minValue(0))
const PartName = v.custom<Part>((part) => typeof part === 'string' && isPart(part))

/** One room of the document as it stood: the cut is its sequence, the proof the hash of its encoded state. */
export const PartEntry = v.strictObject({ part: PartName, sequence: Count, stateHash: Hash })
export type PartEntry = v.InferOutput<typeof PartEntry>

/**
 * One entry of a document's record. Its canonical JSON bytes are what is hashed, chained and signed, so every field is
 * covered; nothing about a version that matters stands outside it (design.md §7).
 */
export const VersionEntry = v.strictObject({
  format: v.literal(ENTRY_FORMAT),
  workspaceId: WorkspaceId,
  documentId: DocumentId,
  kind: v.picklist(KIND_NAMES),
  /** 1, 2, 3 … without gaps. */
  number: v.pipe(v.number(), v.integer(), v.minValue(1)),
  label: v.string(),
  reason: VersionReason,
  /** Null for the server's own versions. */
  author: v.nullable(v.strictObject({ id: MemberId, name: v.string() })),
  /** Server time, milliseconds. */
  time: Count,
  /** The workspace's time zone, IANA name: what day and hour `time` was there. */
  timeZone: v.string(),
  /** Sorted by name, without the ones that were never written. */
  parts: v.array(PartEntry),
  /** Of the canonical JSON of the content. */
  contentHash: Hash,
  /** Which edition of the kind's reader made the content out of the states. */
  readerVersion: Count,
  /** Hash of the entry before; null for the first. */
  previousHash: v.nullable(Hash),
  keyId: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
})
export type VersionEntry = v.InferOutput<typeof VersionEntry>

/** What the taker of a version knows; the rest follows from the states, the entry before and the key. */
export type VersionDraft = Omit<
  VersionEntry,
  'format' | 'number' | 'parts' | 'contentHash' | 'previousHash' | 'keyId'
> & {
  readonly states: ReadonlyMap<Part, { readonly sequence: number; readonly state: Uint8Array }>
  /** Canonical JSON bytes of the content. */
  readonly content: Uint8Array
}

/** An entry as it is kept: the exact bytes, their hash and their signature. */
export interface SealedVersion {
  readonly entry: VersionEntry
  readonly bytes: Uint8Array
  readonly hash: string
  readonly signature: Uint8Array
}

/** Where a record ends: its last entry's number and hash. What people print or remember to notice a cut-off record. */
export interface RecordHead {
  readonly number: number
  readonly hash: string
}

/**
 * Makes the next entry of a record: hashes content and states, chains it to `previous` and signs it.
 * @param previous the head of the record so far; null for the first version
 * @throws RangeError when the draft holds something canonical JSON cannot say
 */
export function sealVersion(
  draft: VersionDraft,
  previous: RecordHead | null,
  key: SigningKey,
): SealedVersion {
  const { states, content, ...known } = draft
  const entry: VersionEntry = {
    ...known,
    format: ENTRY_FORMAT,
    number: (previous?.number ?? 0) + 1,
    parts: partEntries(states),
    contentHash: sha256Hex(content),
    previousHash: previous?.hash ?? null,
    keyId: key.keyId,
  }
  const bytes = canonicalBytes(entry)
  return { entry, bytes, hash: sha256Hex(bytes), signature: sign(bytes, key) }
}

function partEntries(states: VersionDraft['states']): PartEntry[] {
  return [...states]
    .map(([part, { sequence, state }]) => ({ part, sequence, stateHash: sha256Hex(state) }))
    .sort((a, b) => (a.part < b.part ? -1 : 1))
}

/** Reads the stored bytes of an entry; null unless they are exactly the canonical form of one. Never throws. */
export function readEntry(bytes: Uint8Array): VersionEntry | null {
  const reading = readCanonical(bytes)
  if (!reading.json || reading.brokenAt !== null) return null
  const parsed = v.safeParse(VersionEntry, reading.value)
  return parsed.success ? parsed.output : null
}

/** Whether the signature is `publicKey`'s over these bytes. */
export function isEntrySigned(bytes: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  return isSignedBy(bytes, signature, publicKey)
}
