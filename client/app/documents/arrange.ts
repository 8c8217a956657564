import * as v from 'valibot'
import type { FolderId } from '../../../schemas/ids.ts'
import { KIND_NAMES } from '../../../schemas/kind.ts'
import type { IndexDocument, IndexFolder } from '../../../schemas/workspace/index-room.ts'
import { find } from '../find.ts'

export const SORTS = ['newest', 'oldest', 'title', 'manual'] as const

/** How a person wants the list; remembered on the device. The words typed into the filter are not. */
export const Arrangement = v.object({
  sort: v.picklist(SORTS),
  kind: v.nullable(v.picklist(KIND_NAMES)),
})
export type Arrangement = v.InferOutput<typeof Arrangement>
export const USUAL_ARRANGEMENT: Arrangement = { sort: 'newest', kind: null }

/** Documents in use, filtered by kind and words, in the wanted order. [U3] */
export function arranged(
  documents: readonly IndexDocument[],
  { sort, kind }: Arrangement,
  words: string,
): IndexDocument[] {
  const chosen = documents.filter(
    (document) => document.deletedAt === null && (kind === null || document.kind === kind),
  )
  const matching =
    words.trim() === ''
      ? chosen
      : find(
          words,
          chosen.map((document) => ({ id: document.id, names: [document.title], document })),
        ).map(({ document }) => document)
  return sorted(matching, sort)
}

function sorted(documents: readonly IndexDocument[], sort: Arrangement['sort']): IndexDocument[] {
  // The index already comes in its arranged order; sorting is stable.
  if (sort === 'manual') return [...documents]
  if (sort === 'title') return documents.toSorted((a, b) => BY_TITLE.compare(a.title, b.title))
  const direction = sort === 'newest' ? -1 : 1
  return documents.toSorted((a, b) => direction * (a.createdAt - b.createdAt))
}

/** Chinese by pinyin, numbers by value: 第2期 before 第10期. */
const BY_TITLE = new Intl.Collator('zh-CN', { numeric: true })

export interface FolderLine {
  readonly folder: IndexFolder
  readonly depth: number
  readonly hasChildren: boolean
}

/** Folders in use as the lines of a tree, parents before children. A folder whose parent is in the bin moves up. [U4] */
export function folderLines(folders: readonly IndexFolder[]): FolderLine[] {
  const inUse = folders.filter((folder) => folder.deletedAt === null)
  const parentOf = (folder: IndexFolder): FolderId | null => nearestInUse(folder.parent, folders)
  const lines: FolderLine[] = []
  const addBelow = (parent: FolderId | null, depth: number): void => {
    for (const folder of inUse) {
      if (parentOf(folder) !== parent) continue
      const hasChildren = inUse.some((other) => parentOf(other) === folder.id)
      lines.push({ folder, depth, hasChildren })
      addBelow(folder.id, depth + 1)
    }
  }
  addBelow(null, 0)
  return lines
}

function nearestInUse(id: FolderId | null, folders: readonly IndexFolder[]): FolderId | null {
  const folder = folders.find((each) => each.id === id)
  if (folder === undefined) return null
  return folder.deletedAt === null ? folder.id : nearestInUse(folder.parent, folders)
}

/** The folder itself and all that lie in it; moving a folder into one of these would make a circle. */
export function withDescendants(id: FolderId, folders: readonly IndexFolder[]): ReadonlySet<FolderId> {
  const inside = new Set<FolderId>([id])
  for (const { folder } of folderLines(folders)) {
    if (folder.parent !== null && inside.has(folder.parent)) inside.add(folder.id)
  }
  return inside
}
