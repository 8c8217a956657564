import fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { DocumentId, FolderId, MemberId } from '../../../schemas/ids.ts'
import * as index from '../../../schemas/workspace/index-room.ts'
import { parseUnitTree, unitsFromLines, linesFromUnits } from '../../../schemas/workspace/unit-tree.ts'
import { hostileRoom, hostileValue } from '../../support/hostile-values.ts'

const KEYS = ['kind', 'title', 'folder', 'order', 'createdAt', 'createdBy', 'deletedAt', 'parent', 'a', 'b']
const entries = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', '坏'), hostileValue(KEYS)), { maxLength: 6 })

test('[W5] any values in the index room are read without an error and without a change', () => {
  fc.assert(
    fc.property(entries, entries, (documents, folders) => {
      const doc = hostileRoom({ documents, folders })
      const before = Y.encodeStateAsUpdate(doc)
      const read = index.readIndex(doc)
      expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
      expect(index.readIndex(doc)).toEqual(read)
    }),
  )
})

const ids = fc.constantFrom('a', 'b', 'c', 'd')
const edit = fc.record({
  peer: fc.nat(2),
  what: fc.constantFrom(
    'add',
    'move',
    'delete',
    'restore',
    'addFolder',
    'moveFolder',
    'deleteFolder',
    'sync',
  ),
  id: ids,
  into: fc.option(ids, { nil: null }),
  at: fc.nat(5),
})
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never

function apply(doc: Y.Doc, { what, id, into, at }: Edit): void {
  const document = v.parse(DocumentId, id)
  const folder = v.parse(FolderId, id)
  const target = into === null ? null : v.parse(FolderId, into)
  const createdBy = v.parse(MemberId, 'anna')
  if (what === 'add')
    index.addDocument(doc, {
      id: document,
      kind: 'plan',
      title: id,
      folder: target,
      createdAt: at,
      createdBy,
    })
  if (what === 'move') index.moveDocument(doc, document, target, at)
  if (what === 'delete') index.deleteDocument(doc, document, at)
  if (what === 'restore') index.restoreDocument(doc, document)
  if (what === 'addFolder') index.addFolder(doc, { id: folder, title: id, parent: target })
  if (what === 'moveFolder') index.moveFolder(doc, folder, target, at)
  if (what === 'deleteFolder') index.deleteFolder(doc, folder, at)
}

test('[W1] any edits by three people leave them with one index, in which every folder leads to the top', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 40 }), (edits) => {
      const peers = [1, 2, 3].map((clientID) => {
        const doc = new Y.Doc()
        doc.clientID = clientID
        return doc
      })
      for (const one of edits) {
        const doc = peers[one.peer]
        const next = peers[(one.peer + 1) % 3]
        if (doc === undefined || next === undefined) throw new Error('three peers')
        if (one.what === 'sync') Y.applyUpdate(next, Y.encodeStateAsUpdate(doc), 'remote')
        else apply(doc, one)
      }
      const updates = peers.map((doc) => Y.encodeStateAsUpdate(doc))
      for (const doc of peers) for (const update of updates) Y.applyUpdate(doc, update, 'remote')
      const [first, ...others] = peers.map((doc) => index.readIndex(doc))
      for (const other of others) expect(other).toEqual(first)
      for (const folder of first?.folders ?? []) {
        const seen = new Set<string>()
        let at: string | null = folder.id
        while (at !== null) {
          expect(seen.has(at)).toBe(false)
          seen.add(at)
          at = first?.folders.find((other) => other.id === at)?.parent ?? null
        }
      }
    }),
  )
})

test('[W6] any text at all is read as a tree whose depths grow by one at most, and survives units and back', () => {
  const line = fc
    .tuple(
      fc.constantFrom('', ' ', '  ', '\t', '\u3000', '      '),
      fc.constantFrom('甲', '乙', '丙', '', '- 丁'),
    )
    .map((parts) => parts.join(''))
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(line).map((lines) => lines.join('\n')),
  )
  fc.assert(
    fc.property(text, (pasted) => {
      const { lines } = parseUnitTree(pasted)
      for (const [at, { depth }] of lines.entries()) {
        expect(depth).toBeLessThanOrEqual((lines[at - 1]?.depth ?? -1) + 1)
      }
      let next = 0
      expect(linesFromUnits(unitsFromLines(lines, () => `u${next++}`))).toEqual(lines)
    }),
  )
})
