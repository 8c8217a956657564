import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import {
  arranged,
  folderLines,
  USUAL_ARRANGEMENT,
  withDescendants,
} from '../../../client/app/documents/arrange.ts'
import { DocumentId, FolderId } from '../../../schemas/ids.ts'
import type { IndexDocument, IndexFolder } from '../../../schemas/workspace/index-room.ts'

function document(id: string, fields: Partial<IndexDocument> = {}): IndexDocument {
  const base = { kind: 'plan', title: id, folder: null, order: id, createdAt: 0, createdBy: null } as const
  return { id: v.parse(DocumentId, id), ...base, deletedAt: null, ...fields }
}

function folder(id: string, parent: string | null = null, deletedAt: number | null = null): IndexFolder {
  const parentId = parent === null ? null : v.parse(FolderId, parent)
  return { id: v.parse(FolderId, id), title: id, parent: parentId, order: id, deletedAt }
}

const documents = [
  document('a', { title: '第10期简报', createdAt: 3 }),
  document('b', { title: '第2期简报', createdAt: 1, kind: 'minutes' }),
  document('c', { title: '方案', createdAt: 2 }),
  document('gone', { title: '方案', deletedAt: 9 }),
]
const ids = (listed: readonly IndexDocument[]): string[] => listed.map(({ id }) => id)

describe('a list of documents', () => {
  test('[U3] shows the newest first, and nothing of the bin', () => {
    expect(ids(arranged(documents, USUAL_ARRANGEMENT, ''))).toEqual(['a', 'c', 'b'])
  })

  test('[U3] sorts titles by pinyin and numbers by value', () => {
    expect(ids(arranged(documents, { sort: 'title', kind: null }, ''))).toEqual(['b', 'a', 'c'])
  })

  test('[U3] filters by kind and by any run of characters', () => {
    expect(ids(arranged(documents, { sort: 'manual', kind: 'minutes' }, ''))).toEqual(['b'])
    expect(ids(arranged(documents, USUAL_ARRANGEMENT, '期简'))).toEqual(['a', 'b'])
  })
})

describe('the tree of folders', () => {
  const folders = [folder('a'), folder('b', 'a'), folder('c', 'b'), folder('x'), folder('y', 'b', 5)]

  test('[U4] shows parents before children, with their depth', () => {
    expect(folderLines(folders).map(({ folder, depth }) => [folder.id, depth])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
      ['x', 0],
    ])
  })

  test('[U4] a folder below a deleted one is shown one level up', () => {
    const shown = folderLines([folder('a'), folder('b', 'a', 7), folder('c', 'b')])
    expect(shown.map(({ folder, depth }) => [folder.id, depth])).toEqual([
      ['a', 0],
      ['c', 1],
    ])
  })

  test('[U4] knows what lies in a folder, so that it is never moved into itself', () => {
    expect([...withDescendants(v.parse(FolderId, 'a'), folders)].sort()).toEqual(['a', 'b', 'c'])
  })
})
