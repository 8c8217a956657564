import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { insertBlocks } from '../../../client/editor/paste/insert-blocks.ts'
import { ownBlock } from '../../../client/editor/paste/own-block.ts'
import type { PastedBlock } from '../../../client/editor/paste/pasted.ts'
import { bodyOf, readBlocks, writeBlocks, type Block, type NewBlock } from '../../../schemas/text/body.ts'
import { expectInSync } from '../../support/text-checks.ts'
import { HeadlessEditor } from '../../support/text-editor.ts'

function editorWith(content: readonly NewBlock[]): HeadlessEditor {
  const doc = new Y.Doc()
  let next = 0
  writeBlocks(bodyOf(doc), content, () => `d${next++}`)
  return new HeadlessEditor(doc, { name: 'new' })
}

/** Attributes as copied HTML carries them. */
function own(attributes: Readonly<Record<string, string>>): PastedBlock & { readonly kind: 'paragraph' } {
  const facts = ownBlock((name) => attributes[name] ?? null)
  if (facts === null) throw new Error('not told as our own')
  return { kind: 'paragraph', runs: [{ text: '由县住建局牵头。', marks: [] }], own: facts }
}

const DECISION = {
  'data-clause-level': '2',
  'data-clause-id': 'cut',
  'data-clause-role': 'decision',
  'data-clause-units': '["housing"]',
  'data-clause-due': '2027-03-08',
}

function paste(editor: HeadlessEditor, blocks: readonly PastedBlock[]): readonly Block[] {
  const tr = insertBlocks(editor.state, blocks, () => editor.newId())
  if (tr !== null) editor.dispatch(tr)
  expectInSync(editor)
  return readBlocks(editor.body)
}

describe('blocks of this editor on the clipboard', () => {
  test('[E5] come back with id, role, units and day', () => {
    const editor = editorWith([{ text: '甲' }, { text: '' }]).at(1, 0)
    const [, landed] = paste(editor, [own(DECISION)])
    expect(landed).toMatchObject({
      id: 'cut',
      level: 2,
      role: 'decision',
      units: ['housing'],
      due: '2027-03-08',
    })
  })

  test('[E5] get a fresh id where theirs is in use', () => {
    const editor = editorWith([{ id: ownId(), text: '由县住建局牵头。' }, { text: '' }]).at(1, 0)
    const blocks = paste(editor, [own(DECISION), own(DECISION)])
    expect(blocks.map(({ id }) => id === 'cut')).toEqual([true, false, false])
    expect(new Set(blocks.map(({ id }) => id)).size).toBe(3)
  })

  test('[E5] take their id back from the empty line they were cut from', () => {
    const left = { id: ownId(), text: '', role: 'decision', units: ['housing'] }
    const editor = editorWith([left, { text: '乙' }]).at(1, 1)
    const blocks = paste(editor, [own(DECISION), own({ 'data-clause-level': '0' })])
    expect(blocks.map(({ id, role }) => [id === 'cut', role])).toEqual([
      [false, null],
      [false, null],
      [true, 'decision'],
      [false, null],
    ])
  })

  test('[E5] leave the words behind the caret with the block they belong to', () => {
    const editor = editorWith([{ text: '甲' }, { level: 1, text: '尾', role: 'decision' }]).at(1, 0)
    const blocks = paste(editor, [
      own(DECISION),
      own({ 'data-clause-level': '0', 'data-clause-id': 'other' }),
    ])
    expect(blocks.map(({ id, level }) => [id, level])).toEqual([
      ['d0', 0],
      ['cut', 2],
      ['d1', 1],
    ])
    expect(blocks[2]).toMatchObject({ text: '由县住建局牵头。尾', role: 'decision' })
  })
})

describe('attributes anybody may have written', () => {
  test.each([
    ['data-clause-id', '<img src=x>'],
    ['data-clause-id', 'x'.repeat(65)],
    ['data-clause-id', ''],
    ['data-clause-role', 'r'.repeat(65)],
    ['data-clause-due', 'd'.repeat(65)],
    ['data-clause-units', '{"a":1}'],
    ['data-clause-units', '[1]'],
    ['data-clause-units', '[['],
    ['data-clause-level', '1e9'],
    ['data-clause-level', 'NaN'],
  ])('[E5] %s="%s" is left out, the rest comes in', (name, value) => {
    const fields = { ...DECISION, [name]: value }
    const facts = ownBlock((each) => Object.entries(fields).find(([key]) => key === each)?.[1] ?? null)
    const key = name.slice('data-clause-'.length)
    const good = { level: 2, label: null, id: 'cut', role: 'decision', units: ['housing'], due: '2027-03-08' }
    expect(facts).toEqual({ ...good, [key]: key === 'level' ? 0 : null })
  })

  test('[E5] nothing this version does not know is ever taken from a clipboard', () => {
    const asked: string[] = []
    ownBlock((name) => {
      asked.push(name)
      return null
    })
    ownBlock((name) => DECISION['data-clause-id'] + name)
    expect(asked.every((name) => /^data-clause-(level|label|id|role|units|due)$/.test(name))).toBe(true)
  })
})

function ownId(): NonNullable<NewBlock['id']> {
  const id = own(DECISION).own?.id
  if (!id) throw new Error('no id')
  return id
}
