import type { DocumentId, MemberId, Millis, WorkspaceId } from '../../schemas/ids.ts'
import type { VersionAnswer, VersionReason, VersionSummary } from '../../schemas/protocol/api.ts'
import type { Part } from '../../schemas/protocol/room-name.ts'
import { readCanonical } from '../../schemas/record/canonical.ts'
import { checkChain } from '../../schemas/record/chain.ts'
import type { SigningKey } from '../../schemas/record/digest.ts'
import { type SealedVersion, sealVersion } from '../../schemas/record/entry.ts'
import type { Verification } from '../../schemas/record/finding.ts'
import { packVersion, verifyPackage } from '../../schemas/record/package.ts'
import type { Audit } from '../directory/audit.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import { Refused } from '../refusal.ts'
import { StoreError, type Store, type StoredVersion } from '../store/store.ts'
import type { ContentReader } from './content-reader.ts'
import type { ContentRead } from './content-worker.ts'
import { type Cut, type CutOptions, type CutOrder, cutDocument } from './cut.ts'
import { publicKeys } from './keys.ts'
import { contentHtml, contentText } from './rendering.ts'

export interface RecordParts {
  readonly store: Store
  readonly reader: ContentReader
  readonly key: SigningKey
  readonly audit: Audit
  readonly timeZone: string
  readonly now: () => Millis
  /** Whether the server holds everything in an update of a room. */
  readonly holds: CutOptions['holds']
  readonly kindOf: CutOptions['kindOf']
}

export interface VersionOrder {
  readonly documentId: DocumentId
  readonly workspaceId: WorkspaceId
  readonly label: string
  readonly reason: VersionReason
  /** Null for the server's own. */
  readonly author: { readonly id: MemberId; readonly name: string } | null
  /** Takes none when the content is still that of the last version. */
  readonly onlyIfChanged?: boolean
  /** Makes a repeated order harmless; null for the server's own. */
  readonly requestId: string | null
  /** What the taker saw, offline: part → base64. */
  readonly states?: Readonly<Record<string, string>> | undefined
}

/** Two orders for one document may meet between reading its head and writing; then the later one tries again. */
const CONFLICTS_MAX = 5

/** The record of every document: versions are added, listed, packed and verified; nothing else can happen to them. */
export class Archive {
  readonly #parts: RecordParts
  readonly #inTurn = oneAtATime()

  constructor(parts: RecordParts) {
    this.#parts = parts
  }

  /**
   * Takes a version of the document as it stands, or as its taker saw it.
   * @returns the new version, or the last one when nothing but talk about the document was new
   * @throws Refused 'not-found' when nothing was ever written, 'not-held' when the given states hold something the
   * server does not, 'bad-input' when they do not decode or the document is of a newer program's kind
   */
  take(order: VersionOrder): Promise<VersionSummary> {
    return this.#inTurn(async () => {
      const { documentId, requestId } = order
      const done =
        requestId === null ? null : await this.#parts.store.versions.byRequest(documentId, requestId)
      if (done !== null) return done
      const cut = await cutDocument(this.#parts, order)
      const last = order.onlyIfChanged === true ? await this.#lastIfSame(documentId, cut) : null
      return last ?? this.#put(order, cut)
    })
  }

  async #lastIfSame(documentId: DocumentId, { read }: Cut): Promise<VersionSummary | null> {
    const last = (await this.list(documentId)).at(-1)
    const stored = last === undefined ? null : await this.#find(documentId, last.number)
    return stored !== null && Buffer.compare(stored.content, read.content) === 0 ? stored.summary : null
  }

  /** The document as it stands, without putting it on record. @throws Refused 'not-found' when nothing was written */
  async current(order: CutOrder): Promise<ContentRead> {
    return (await cutDocument(this.#parts, order)).read
  }

  list(documentId: DocumentId): Promise<readonly VersionSummary[]> {
    return this.#parts.store.versions.list(documentId)
  }

  /** A version's summary and content. @throws Refused 'not-found' */
  async read(documentId: DocumentId, number: number): Promise<VersionAnswer> {
    const { summary, content } = await this.#find(documentId, number)
    const { kind, value } = contentOf(content)
    return { summary, kind, content: value }
  }

  /** A version and the chain before it as one self-proving file. @throws Refused 'not-found' */
  async pack(documentId: DocumentId, number: number): Promise<Uint8Array> {
    const { content, states } = await this.#find(documentId, number)
    const keys = await publicKeys(this.#parts.store.tables)
    return packVersion({ chain: await this.#chain(documentId, number), content, states, keys })
  }

  /** Whether a version and the chain before it still are what was put on record. @throws Refused 'not-found' */
  async verify(documentId: DocumentId, number: number): Promise<Verification> {
    await this.#find(documentId, number)
    const chain = await this.#chain(documentId, number)
    const keys = await publicKeys(this.#parts.store.tables)
    const { findings, entries } = checkChain(chain, { keys })
    if (entries.includes(null)) return { holds: false, findings }
    return verifyPackage(await this.pack(documentId, number))
  }

  /** All words of a version, a paragraph a line. @throws Refused 'not-found' */
  async text(documentId: DocumentId, number: number): Promise<string> {
    const { kind, value } = contentOf((await this.#find(documentId, number)).content)
    return `${contentText(kind, value)}\n`
  }

  /** A version as a page of its own. @throws Refused 'not-found' */
  async html(documentId: DocumentId, number: number): Promise<string> {
    const { summary, content } = await this.#find(documentId, number)
    const { kind, value } = contentOf(content)
    return contentHtml(kind, value, `${summary.label} ${documentId}/${number}`)
  }

  async #find(documentId: DocumentId, number: number): Promise<StoredVersion> {
    const version = await this.#parts.store.versions.get(documentId, number)
    if (version === null) {
      throw new Refused('not-found', `没有版本 ${documentId}/${number} there is no such version`)
    }
    return version
  }

  async #chain(documentId: DocumentId, upTo: number) {
    const chain = await this.#parts.store.versions.chain(documentId, upTo)
    return chain.map(({ entry, signature }) => ({ bytes: entry, signature }))
  }

  async #put(order: VersionOrder, cut: Cut): Promise<VersionSummary> {
    for (let attempt = 1; ; attempt++) {
      const sealed = await this.#seal(order, cut)
      const version = storedVersion(order, cut.read, sealed)
      try {
        await this.#parts.store.versions.add(version, order.requestId)
        await this.#note(order, version.summary)
        return version.summary
      } catch (error) {
        if (!(error instanceof StoreError) || error.code !== 'conflict' || attempt === CONFLICTS_MAX)
          throw error
      }
    }
  }

  async #seal(order: VersionOrder, { read, sequences }: Cut): Promise<SealedVersion> {
    const { key, timeZone, now } = this.#parts
    const last = (await this.list(order.documentId)).at(-1)
    const previous = last === undefined ? null : { number: last.number, hash: last.hash }
    const { workspaceId, documentId, label, reason, author } = order
    const { kind, content, readerVersion } = read
    const states = new Map(
      read.states.map(({ part, state }) => [part, { sequence: sequences.get(part) ?? 0, state }] as const),
    )
    // A clock set back must not make the record say that time ran backwards.
    const time = Math.max(now(), last?.time ?? 0)
    const draft = { workspaceId, documentId, kind, label, reason, author, time, timeZone, readerVersion }
    return sealVersion({ ...draft, states, content }, previous, key)
  }

  async #note(order: VersionOrder, { number, hash, time }: VersionSummary): Promise<void> {
    const { workspaceId, documentId, reason } = order
    const details = { documentId, number, hash, reason }
    const actor = order.author?.id ?? null
    await this.#parts.audit.note({ time, actor, workspaceId, action: 'version-taken', details })
  }
}

function storedVersion(order: VersionOrder, read: ContentRead, sealed: SealedVersion): StoredVersion {
  const { entry, bytes, hash, signature } = sealed
  const { documentId, number, label, reason, author, time } = entry
  const states = new Map<Part, Uint8Array>(read.states.map(({ part, state }) => [part, state]))
  return {
    summary: { documentId, number, label, reason, author, time, hash },
    workspaceId: order.workspaceId,
    reason,
    entry: bytes,
    signature,
    keyId: entry.keyId,
    content: read.content,
    states,
  }
}

/** Content as it was stored; the bytes are ours, so anything else is damage and said so. */
function contentOf(bytes: Uint8Array): { kind: string; value: unknown } {
  const reading = readCanonical(bytes)
  if (!reading.json)
    throw new StoreError('unreadable', `content is not JSON from byte ${reading.brokenAt} on`)
  const { value } = reading
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? String(value.kind) : 'unknown'
  return { kind, value }
}
