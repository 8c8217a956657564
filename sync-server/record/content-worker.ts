import { parentPort } from 'node:worker_threads'
import * as Y from 'yjs'
import { isKindName, type KindName } from '../../schemas/kind.ts'
import { KINDS } from '../../schemas/kinds.ts'
import type { Part } from '../../schemas/protocol/room-name.ts'
import { canonicalBytes } from '../../schemas/record/canonical.ts'

/** Rooms to read: each part's updates, oldest first. */
export interface ContentRequest {
  readonly id: number
  /** As the index lists it; null when it does not (yet): then the body's own shape decides. */
  readonly kind: KindName | null
  readonly parts: readonly { readonly part: Part; readonly updates: readonly Uint8Array[] }[]
}

/** What was read, and the states it was read from: exactly these bytes are hashed. */
export interface ContentRead {
  readonly kind: KindName
  readonly content: Uint8Array
  readonly readerVersion: number
  readonly states: readonly { readonly part: Part; readonly state: Uint8Array }[]
}

export type ContentAnswer =
  { readonly id: number; readonly read: ContentRead } | { readonly id: number; readonly failed: string }

/** Reads a document on throw-away copies of its rooms. */
function readContent({ kind, parts }: ContentRequest): ContentRead {
  const rooms = new Map(parts.map(({ part, updates }) => [part, docOf(updates)]))
  try {
    const states = [...rooms].map(([part, doc]) => ({ part, state: Y.encodeStateAsUpdate(doc) }))
    const reader = KINDS[kind ?? kindByShape(rooms.get('body'))]
    // Reports can be written before the body; a kind is always handed one.
    const content = reader.read(rooms.has('body') ? rooms : new Map([['body', new Y.Doc()], ...rooms]))
    return {
      kind: reader.name,
      content: canonicalBytes(content),
      readerVersion: reader.readerVersion,
      states,
    }
  } finally {
    for (const doc of rooms.values()) doc.destroy()
  }
}

function docOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update, 'record')
  }, 'record')
  return doc
}

/** A document the index does not list yet: what it says of itself, else rows make a matrix and text a plan. */
function kindByShape(body: Y.Doc | undefined): KindName {
  const said = body?.getMap('meta').get('kind')
  if (isKindName(said)) return said
  return body?.share.has('rows') === true || body?.share.has('columns') === true ? 'matrix' : 'plan'
}

parentPort?.on('message', (request: ContentRequest) => {
  let answer: ContentAnswer
  try {
    answer = { id: request.id, read: readContent(request) }
  } catch (error) {
    // Told to whoever asked, who decides; the worker stays good for the next document.
    answer = { id: request.id, failed: error instanceof Error ? error.message : String(error) }
  }
  parentPort?.postMessage(answer)
})
