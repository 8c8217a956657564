import type { DocumentId, MemberId, Millis } from '../../schemas/ids.ts'
import type { VersionAnswer, VersionSummary } from '../../schemas/protocol/api.ts'
import { server } from '../sync/api.ts'
import { recordStore } from './record-store.ts'

export type ListState =
  | { readonly at: 'loading' }
  /** `asOf` is set when the server did not answer and this is what it said then. */
  | { readonly at: 'ready'; readonly list: readonly VersionSummary[]; readonly asOf: Millis | null }
  /** The server is not there and this device never saw the list. */
  | { readonly at: 'unknown' }
  | { readonly at: 'denied' }

/** The versions of one document, newest first: from the server, or as it last gave them. */
export class DocumentVersions {
  readonly #documentId: DocumentId
  readonly #account: MemberId
  #state: ListState = $state.raw({ at: 'loading' })

  constructor(documentId: DocumentId, account: MemberId) {
    this.#documentId = documentId
    this.#account = account
  }

  get state(): ListState {
    return this.#state
  }

  /** Reads the list again; what is shown stays until the answer is there. */
  async refresh(): Promise<void> {
    const store = recordStore(this.#account)
    const answer = await server.versions(this.#documentId)
    if (answer.ok) {
      const list = answer.value.toSorted((a, b) => b.number - a.number)
      this.#state = { at: 'ready', list, asOf: null }
      await store.lists.put({ documentId: this.#documentId, asOf: Date.now(), list })
      return
    }
    // A document that was never uploaded has no versions; that is no fault.
    if (answer.code === 'not-found') this.#state = { at: 'ready', list: [], asOf: null }
    else if (answer.code === 'not-allowed') this.#state = { at: 'denied' }
    else {
      const kept = await store.lists.get(this.#documentId)
      this.#state = kept === undefined ? { at: 'unknown' } : { at: 'ready', list: kept.list, asOf: kept.asOf }
    }
  }
}

/** A version's content: from this device when it was opened before (it never changes), else from the server. */
export async function openVersion(
  documentId: DocumentId,
  number: number,
  account: MemberId,
): Promise<VersionAnswer | 'missing' | 'unreachable' | 'denied'> {
  const store = recordStore(account)
  const kept = await store.keptVersion(documentId, number)
  if (kept !== undefined) return kept
  const answer = await server.version(documentId, number)
  if (answer.ok) {
    await store.keepVersion(documentId, number, answer.value)
    return answer.value
  }
  if (answer.code === 'not-found') return 'missing'
  return answer.code === 'not-allowed' ? 'denied' : 'unreachable'
}

/** The newest head of a record this device has seen: a record that ends before it has lost its end. */
export async function rememberedHead(
  documentId: DocumentId,
  account: MemberId,
): Promise<{ number: number; hash: string } | undefined> {
  const kept = await recordStore(account).lists.get(documentId)
  const newest = kept?.list.toSorted((a, b) => b.number - a.number)[0]
  return newest === undefined ? undefined : { number: newest.number, hash: newest.hash }
}
