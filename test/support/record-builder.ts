import * as v from 'valibot'
import * as Y from 'yjs'
import { DocumentId, MemberId, WorkspaceId } from '../../schemas/ids.ts'
import type { Part } from '../../schemas/protocol/room-name.ts'
import { canonicalBytes } from '../../schemas/record/canonical.ts'
import { signingKey, type SigningKey } from '../../schemas/record/digest.ts'
import { sealVersion, type RecordHead, type SealedVersion } from '../../schemas/record/entry.ts'
import { packVersion } from '../../schemas/record/package.ts'

/** A signing key that is the same in every run. */
export function testKey(number = 1): SigningKey {
  return signingKey(new Uint8Array(32).fill(number))
}

export interface BuiltRecord {
  readonly versions: readonly SealedVersion[]
  readonly head: RecordHead
  readonly package: Uint8Array
}

export interface RecordRecipe {
  readonly versions?: number
  readonly documentId?: string
  /** One key a version, or one for all. */
  readonly keys?: readonly SigningKey[]
}

/** A record of a small plan, a version a label, and the package of its last version. */
export function record({
  versions = 3,
  documentId = 'plan-1',
  keys = [testKey()],
}: RecordRecipe = {}): BuiltRecord {
  const doc = new Y.Doc()
  doc.clientID = 7
  const sealed: SealedVersion[] = []
  let content = new Uint8Array()
  let states = new Map<Part, { sequence: number; state: Uint8Array }>()
  let head: RecordHead | null = null
  for (let number = 1; number <= versions; number++) {
    doc.getText('body').insert(0, `第${number}稿。`)
    content = new Uint8Array(
      canonicalBytes({ kind: 'plan', schemaNumber: 1, text: doc.getText('body').toString() }),
    )
    states = new Map([['body', { sequence: number * 3, state: Y.encodeStateAsUpdate(doc) }]])
    const key = keys[(number - 1) % keys.length] ?? testKey()
    const version: SealedVersion = sealVersion(
      {
        workspaceId: v.parse(WorkspaceId, 'yunxi'),
        documentId: v.parse(DocumentId, documentId),
        kind: 'plan',
        label: `征求意见稿 ${number}`,
        reason: 'consultation',
        author: number === 2 ? null : { id: v.parse(MemberId, 'anna'), name: '安娜' },
        time: 1_800_000_000_000 + number,
        timeZone: 'Asia/Shanghai',
        readerVersion: 1,
        states,
        content,
      },
      head,
      key,
    )
    sealed.push(version)
    head = { number, hash: version.hash }
  }
  if (head === null) throw new RangeError('a record has at least one version')
  const packed = packVersion({
    chain: sealed,
    content,
    states: new Map([...states].map(([part, { state }]) => [part, state])),
    keys: new Map(keys.map((key) => [key.keyId, key.publicKey])),
  })
  return { versions: sealed, head, package: packed }
}
