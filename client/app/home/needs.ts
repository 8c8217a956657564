import type { DocumentId, Millis } from '../../../schemas/ids.ts'
import type { Status } from '../../../schemas/workspace/directory.ts'
import type { IndexDocument } from '../../../schemas/workspace/index-room.ts'
import type { Opened } from '../recent.svelte.ts'

/** How many of a list the page of today shows; the rest is under 文档. */
export const SHOWN = 8

export interface RecentLine {
  readonly document: IndexDocument
  /** When it was opened here; null: not yet, and `document.createdAt` says when it came. */
  readonly openedAt: Millis | null
}

/**
 * What a person was at: documents opened on this device, latest first, then the newest never opened here. Those in the
 * bin are left out. [U3]
 */
export function recentLines(documents: readonly IndexDocument[], opened: readonly Opened[]): RecentLine[] {
  const inUse = new Map(
    documents.filter((document) => document.deletedAt === null).map((document) => [document.id, document]),
  )
  const lines: RecentLine[] = opened.flatMap(({ document: id, at }) => {
    const document = inUse.get(id)
    return document === undefined ? [] : [{ document, openedAt: at }]
  })
  const known = new Set(lines.map(({ document }) => document.id))
  const others = [...inUse.values()]
    .filter((document) => !known.has(document.id))
    .sort((a, b) => b.createdAt - a.createdAt)
    .map((document) => ({ document, openedAt: null }))
  return [...lines, ...others].slice(0, SHOWN)
}

/** Documents in use whose status is `status`, newest first. */
export function inStatus(
  documents: readonly IndexDocument[],
  status: Status,
  statusOf: (id: DocumentId) => Status,
): IndexDocument[] {
  return documents
    .filter((document) => document.deletedAt === null && statusOf(document.id) === status)
    .sort((a, b) => b.createdAt - a.createdAt)
    .slice(0, SHOWN)
}
