import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { bodyOf } from '../../../schemas/text/body.ts'
import { expectInSync } from '../../support/text-checks.ts'
import { HeadlessEditor } from '../../support/text-editor.ts'

/** A body whose formats end, or run on, behind the last marker: what deletions and concurrent formatting leave. */
function trailing(formats: (body: Y.Text) => void): HeadlessEditor {
  const doc = new Y.Doc()
  doc.clientID = 1
  const body = bodyOf(doc)
  body.insert(0, '甲乙')
  body.insertEmbed(
    2,
    new Y.Map([
      ['id', 'p0'],
      ['type', 'paragraph'],
    ]),
  )
  body.insert(3, '丙丁')
  formats(body)
  return new HeadlessEditor(doc)
}

test('[T2] text that appears behind the last block has the formats in force there', () => {
  const editor = trailing((body) => {
    body.format(1, 3, { strong: true })
    body.delete(3, 2)
  })
  expectInSync(editor)
  editor.doc.transact(() => editor.body.insert(3, '戊'), 'network')
  expectInSync(editor)
  editor.doc.transact(() => editor.body.insert(3, '己', { strong: true }), 'network')
  expectInSync(editor)
  editor.at(0, 2).type('庚')
  expectInSync(editor)
})

test('[T2] a format that runs on over a block boundary reaches the next block', () => {
  const editor = trailing(() => undefined)
  editor.doc.transact(() => editor.body.format(1, 3, { em: true }), 'network')
  expectInSync(editor)
  expect(editor.state.doc.child(1).firstChild?.marks.map((mark) => mark.type.name)).toEqual(['em'])
  editor.doc.transact(() => editor.body.format(2, 1, { em: null }), 'network')
  expectInSync(editor)
})

test('[T2] deleting what opened a format changes what stands behind it', () => {
  const editor = trailing((body) => body.format(0, 5, { strong: true }))
  editor.doc.transact(() => editor.body.format(0, 5, { strong: null }), 'network')
  expectInSync(editor)
  expect(editor.state.doc.child(1).firstChild?.marks).toEqual([])
})
