import { Dexie, type Table } from 'dexie'
import type { DocumentId, MemberId, Millis } from '../../schemas/ids.ts'
import type { VersionAnswer, VersionSummary } from '../../schemas/protocol/api.ts'

/** Reasons a person can give for a version. */
export const TAKEN_REASONS = ['manual', 'consultation', 'review', 'approved', 'issued', 'archived'] as const
export type TakenReason = (typeof TAKEN_REASONS)[number]

/** The list of a document's versions as the server last gave it. */
export interface KeptList {
  readonly documentId: DocumentId
  readonly asOf: Millis
  readonly list: readonly VersionSummary[]
}

interface KeptVersion {
  readonly key: string
  readonly answer: VersionAnswer
}

/**
 * What of the record lies on this device, in a database of one account: lists as they were last seen, and versions that
 * were opened, which never change. Not part of the replica: nothing here is anybody's only copy.
 */
export class RecordStore extends Dexie {
  readonly lists!: Table<KeptList, DocumentId>
  readonly versions!: Table<KeptVersion, string>

  constructor(account: MemberId) {
    super(`heshu-record-${account}`)
    this.version(1).stores({ lists: 'documentId', versions: 'key' })
  }

  /** The version as it was opened before; undefined when it was not. */
  async keptVersion(documentId: DocumentId, number: number): Promise<VersionAnswer | undefined> {
    return (await this.versions.get(`${documentId}/${number}`))?.answer
  }

  async keepVersion(documentId: DocumentId, number: number, answer: VersionAnswer): Promise<void> {
    await this.versions.put({ key: `${documentId}/${number}`, answer })
  }
}

const OPEN = new Map<MemberId, RecordStore>()

/** The account's store, one for all screens of this tab. */
export function recordStore(account: MemberId): RecordStore {
  const known = OPEN.get(account) ?? new RecordStore(account)
  OPEN.set(account, known)
  return known
}
