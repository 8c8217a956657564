import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { DocumentId, FolderId, MemberId } from '../../../schemas/ids.ts'
import * as index from '../../../schemas/workspace/index-room.ts'

const documentId = (id: string) => v.parse(DocumentId, id)
const folderId = (id: string) => v.parse(FolderId, id)
const author = v.parse(MemberId, 'anna')

function listed(doc: Y.Doc, id: string, folder: FolderId | null = null): void {
  index.addDocument(doc, {
    id: documentId(id),
    kind: 'plan',
    title: `方案 ${id}`,
    folder,
    createdAt: 1_000,
    createdBy: author,
  })
}

function titles(doc: Y.Doc): string[] {
  return index.readIndex(doc).documents.map((document) => document.title)
}

describe('the index room', () => {
  test('[W1] documents are listed in the order they were made, and move where they are put', () => {
    const doc = new Y.Doc()
    for (const id of ['a', 'b', 'c']) listed(doc, id)
    expect(titles(doc)).toEqual(['方案 a', '方案 b', '方案 c'])
    index.moveDocument(doc, documentId('c'), null, 0)
    index.renameDocument(doc, documentId('a'), '  新方案 ')
    expect(titles(doc)).toEqual(['方案 c', '新方案', '方案 b'])
  })

  test('[W1] an id that is listed is never listed again', () => {
    const doc = new Y.Doc()
    listed(doc, 'a')
    const before = Y.encodeStateAsUpdate(doc)
    listed(doc, 'a')
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
  })

  test('[W2] a deleted document keeps its entry and comes back', () => {
    const doc = new Y.Doc()
    listed(doc, 'a')
    index.deleteDocument(doc, documentId('a'), 5_000)
    expect(index.readIndex(doc).documents[0]?.deletedAt).toBe(5_000)
    index.restoreDocument(doc, documentId('a'))
    expect(index.readIndex(doc).documents[0]?.deletedAt).toBeNull()
  })

  test('[W3] what a deleted folder holds is seen in the nearest folder in use, and returns with it', () => {
    const doc = new Y.Doc()
    const [outer, inner] = [folderId('outer'), folderId('inner')]
    index.addFolder(doc, { id: outer, title: '2027', parent: null })
    index.addFolder(doc, { id: inner, title: '水利', parent: outer })
    listed(doc, 'a', inner)
    index.deleteFolder(doc, inner, 1)
    expect(index.readIndex(doc).documents[0]?.folder).toBe('outer')
    index.deleteFolder(doc, outer, 2)
    expect(index.readIndex(doc).documents[0]?.folder).toBeNull()
    index.restoreFolder(doc, inner)
    expect(index.readIndex(doc).documents[0]?.folder).toBe('inner')
  })

  test('[W4] two folders moved into one another at once stay reachable, alike on both sides', () => {
    const anna = new Y.Doc()
    index.addFolder(anna, { id: folderId('a'), title: 'A', parent: null })
    index.addFolder(anna, { id: folderId('b'), title: 'B', parent: null })
    const ben = new Y.Doc()
    Y.applyUpdate(ben, Y.encodeStateAsUpdate(anna), 'remote')
    index.moveFolder(anna, folderId('a'), folderId('b'))
    index.moveFolder(ben, folderId('b'), folderId('a'))
    Y.applyUpdate(ben, Y.encodeStateAsUpdate(anna), 'remote')
    Y.applyUpdate(anna, Y.encodeStateAsUpdate(ben), 'remote')
    const { folders } = index.readIndex(anna)
    expect(folders).toEqual(index.readIndex(ben).folders)
    expect(folders.find((folder) => folder.id === 'a')?.parent).toBeNull()
    expect(folders.find((folder) => folder.id === 'b')?.parent).toBe('a')
  })

  test('[W4] a folder is not moved into itself', () => {
    const doc = new Y.Doc()
    index.addFolder(doc, { id: folderId('a'), title: 'A', parent: null })
    index.addFolder(doc, { id: folderId('b'), title: 'B', parent: folderId('a') })
    expect(index.moveFolder(doc, folderId('a'), folderId('b'))).toBe(false)
    expect(index.moveFolder(doc, folderId('a'), folderId('a'))).toBe(false)
  })

  test('[W5] a kind this program does not know is listed as unknown and left alone', () => {
    const doc = new Y.Doc()
    doc.getMap('documents').set('x', new Y.Map([['kind', 'budget']]))
    expect(index.readIndex(doc).documents[0]).toMatchObject({ kind: 'unknown', title: '', deletedAt: null })
  })
})
