import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { isRemote } from '../../../schemas/text/binding.ts'
import { bodyOf, readBlocks } from '../../../schemas/text/body.ts'
import {
  insertBlocks,
  joinBackward,
  setLevel,
  splitBlock,
  toggleMark,
} from '../../../schemas/text/commands.ts'
import { absolutePosition, blockAt, relativePosition } from '../../../schemas/text/positions.ts'
import { TEXT_EDIT } from '../../../schemas/text/text-binding.ts'
import { expectInSync } from '../../support/text-checks.ts'
import { HeadlessEditor } from '../../support/text-editor.ts'
import { Race } from '../../support/text-race.ts'

const TWO = [{ text: '加强领导' }, { text: '落实责任' }]

/** What an edit wrote: number of transactions, characters and blocks it added. */
function writtenBy(
  editor: HeadlessEditor,
  edit: () => void,
): { transactions: number; added: number; deleted: number } {
  let transactions = 0
  let added = 0
  let deleted = 0
  const count = (update: Uint8Array, origin: unknown) => {
    const { structs, ds } = Y.decodeUpdate(update)
    expect(origin).toBe(TEXT_EDIT)
    transactions++
    for (const struct of structs)
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentString) added += struct.length
    for (const [, ranges] of ds.clients) for (const range of ranges) deleted += range.len
  }
  editor.doc.on('update', count)
  edit()
  editor.doc.off('update', count)
  return { transactions, added, deleted }
}

describe('[T6] a local edit writes only what it changed, in one transaction', () => {
  test.each([
    ['a key', (e: HeadlessEditor) => void e.at(0, 2).type('的'), { transactions: 1, added: 1, deleted: 0 }],
    [
      'Enter',
      (e: HeadlessEditor) => void e.at(0, 2).run(splitBlock),
      { transactions: 1, added: 0, deleted: 0 },
    ],
    [
      'Backspace between blocks',
      (e: HeadlessEditor) => void e.at(1, 0).run(joinBackward),
      { transactions: 1, added: 0, deleted: 4 },
    ],
    [
      'a level',
      (e: HeadlessEditor) => void e.at(1, 0).run(setLevel(1)),
      { transactions: 1, added: 0, deleted: 1 },
    ],
    [
      'bold',
      (e: HeadlessEditor) => void e.at(1, 0, 2).run(toggleMark('strong')),
      { transactions: 1, added: 0, deleted: 0 },
    ],
  ])('%s', (_name, edit, expected) => {
    const { a } = new Race(TWO)
    expect(writtenBy(a, () => edit(a))).toEqual({ ...expected, deleted: expect.any(Number) })
    expectInSync(a)
  })

  test('a second 的 is inserted where it was typed, not beside it', () => {
    const { a } = new Race([{ text: '的的' }])
    a.at(0, 1).type('的')
    const items: string[] = []
    for (let item = a.body._start; item !== null; item = item.right) {
      if (item.content instanceof Y.ContentString) items.push(`${item.id.client}:${item.content.str}`)
    }
    expect(items).toEqual(['1:的', '10:的', '1:的'])
  })

  test('a selection change writes nothing', () => {
    const { a } = new Race(TWO)
    expect(writtenBy(a, () => void a.at(1, 1)).transactions).toBe(0)
  })
})

describe('[T2] colleagues’ changes arrive as small steps', () => {
  test('marked as remote, not for any history, without touching what they do not change', () => {
    const race = new Race([{ text: '的的的' }, ...TWO])
    race.b.at(0, 1).type('的')
    race.b.at(2, 4).type('！')
    const before = race.a.state.doc
    const seen: { remote: boolean; history: unknown; ranges: number[][] }[] = []
    const { dispatch } = race.a
    race.a.dispatch = (tr) => {
      const ranges: number[][] = []
      for (const map of tr.mapping.maps) map.forEach((...range) => ranges.push(range))
      seen.push({ remote: isRemote(tr), history: tr.getMeta('addToHistory'), ranges })
      dispatch.call(race.a, tr)
    }
    race.meet()
    expect(seen).toEqual([
      {
        remote: true,
        history: false,
        ranges: [
          [16, 16, 16, 17],
          [2, 2, 2, 3],
        ],
      },
    ])
    expect(race.a.state.doc.child(1)).toBe(before.child(1))
  })

  test('[T11] a caret stays with the character before it, and chosen marks stay chosen', () => {
    const race = new Race(TWO)
    race.a.at(0, 4).run(toggleMark('strong'))
    race.b.at(0, 4).type('，')
    race.meet()
    expect(race.a.state.selection.$head.parentOffset).toBe(4)
    expect(race.a.state.storedMarks?.map((mark) => mark.type.name)).toEqual(['strong'])
    race.a.type('！')
    expect(race.meet()).toEqual(['加强领导！，', '落实责任'])
  })

  test('[T11] at the start of a text the caret stays with what follows', () => {
    const race = new Race(TWO)
    race.a.at(1, 0)
    race.b.at(1, 0).run(splitBlock)
    race.meet()
    expect(race.a.state.selection.$head.index(0)).toBe(2)
  })
})

describe('ids', () => {
  test('[T9] the half that holds the old text keeps the id', () => {
    const { a } = new Race(TWO)
    const idsOf = () => a.state.doc.children.map((node) => node.attrs.id)
    a.at(0, 4).run(splitBlock)
    expect(idsOf()).toEqual(['p0', 'a1', 'p1'])
    a.at(0, 0).run(splitBlock)
    expect(idsOf()).toEqual(['a2', 'p0', 'a1', 'p1'])
    a.at(1, 2).run(splitBlock)
    expect(idsOf()).toEqual(['a2', 'a3', 'p0', 'a1', 'p1'])
  })

  test('[T9] a pasted copy gets an id of its own, the original keeps its', () => {
    const { a } = new Race(TWO)
    a.dispatch(a.state.tr.insert(a.state.doc.child(0).nodeSize, a.state.doc.child(0)))
    expect(a.state.doc.children.map((node) => node.attrs.id)).toEqual(['p0', 'a1', 'p1'])
    expectInSync(a)
  })

  test('[T9] an implicit paragraph gets a marker with its first edit', () => {
    const doc = new Y.Doc()
    bodyOf(doc).insert(0, '没有标记')
    const editor = new HeadlessEditor(doc)
    editor.at(0, 4).type('！')
    expect(readBlocks(bodyOf(doc))).toMatchObject([{ id: 'b1', text: '没有标记！' }])
  })
})

describe('positions', () => {
  test('[T10] a place survives edits before it and is found by its block', () => {
    const race = new Race(TWO)
    const place = relativePosition(race.a.state, race.a.at(1, 2).state.selection.head)
    race.b.at(0, 0).run(insertBlocks([{ text: '前言', level: 1 }], () => 'new'))
    race.b.at(2, 0).type('切实')
    race.meet()
    const pos = absolutePosition(race.a.state, place)
    expect(blockAt(race.a.state, pos ?? 0)?.index).toBe(2)
    expect(race.a.state.doc.resolve(pos ?? 0).parentOffset).toBe(4)
  })

  test.each([[0], [1], [2]])('[T10] every position comes back as itself (block %i)', (block) => {
    const { a } = new Race([{ text: '甲乙丙' }, { text: '' }, { text: '丁' }])
    const size = a.state.doc.child(block).content.size
    for (let offset = 0; offset <= size; offset++) {
      const pos = a.at(block, offset).state.selection.head
      for (const side of [-1, 1] as const) {
        expect(absolutePosition(a.state, relativePosition(a.state, pos, side))).toBe(pos)
      }
    }
  })

  test.each([
    [null],
    ['x'],
    [{}],
    [{ item: { client: 'x', clock: 1 } }],
    [{ item: { client: 99, clock: 1 } }],
    [{ tname: 'other' }],
    [{ item: { client: 1, clock: -1 } }],
  ])('[T4] %j is no position', (json) => {
    const { a } = new Race(TWO)
    expect(absolutePosition(a.state, json)).toBe(null)
  })
})

test('[T7] without the right to write nothing can be changed here, and colleagues are still seen', () => {
  const doc = new Y.Doc()
  bodyOf(doc).insert(0, '甲')
  const editor = new HeadlessEditor(doc, { canWrite: () => false })
  editor.at(0, 1).type('乙')
  expect(editor.texts).toEqual(['甲'])
  doc.transact(() => bodyOf(doc).insert(1, '丙'), 'network')
  expect(editor.texts).toEqual(['甲丙'])
})

test('[T13] text typed between the halves of a surrogate pair leaves no half behind', () => {
  const race = new Race([{ text: '𠮷' }])
  race.a.at(0, 1).type('x')
  const [text] = race.meet()
  expect(text?.isWellFormed()).toBe(true)
})

test('[T2] an edit inside somebody else’s transaction is not shown twice', () => {
  const { a } = new Race(TWO)
  a.doc.transact(() => {
    a.at(0, 4).type('！')
    a.at(1, 4).run(splitBlock)
  }, 'outer')
  expect(a.texts).toEqual(['加强领导！', '落实责任', ''])
  expectInSync(a)
})

test('[T2] what arrives while an edit is being written is shown after it', () => {
  const race = new Race(TWO)
  race.b.at(1, 4).type('！')
  const update = Y.encodeStateAsUpdate(race.b.doc)
  race.a.doc.once('update', () => Y.applyUpdate(race.a.doc, update, 'network'))
  race.a.at(0, 4).type('，')
  expect(race.a.texts).toEqual(['加强领导，', '落实责任！'])
  expectInSync(race.a)
})

test('[T2] what arrives between an edit and its being written meets it, and neither is lost', () => {
  const race = new Race(TWO)
  race.b.at(0, 0).type('要')
  race.b.at(1, 4).type('！')
  const { a } = race
  a.at(0, 4)
  // The state has the edit, the binding has not been told yet.
  a.state = a.state.apply(a.state.tr.insertText('，', 5))
  Y.applyUpdate(a.doc, Y.encodeStateAsUpdate(race.b.doc), 'network')
  a.binding.update()
  expect(race.meet()).toEqual(['要加强领导，', '落实责任！'])
})

test('[T2] two editors in one tab show the same body', () => {
  const { a } = new Race(TWO)
  const second = new HeadlessEditor(a.doc, { name: 's' })
  a.at(0, 4).run(splitBlock)
  second.at(2, 0).type('切实')
  expect(second.texts).toEqual(a.texts)
  expectInSync(a)
  expectInSync(second)
})

test('[T2] an editor that is closed writes and hears nothing more, and can be opened again', () => {
  const race = new Race(TWO)
  const { a } = race
  a.binding.detach()
  a.binding.detach()
  a.at(0, 4).type('？')
  race.b.at(0, 0).type('要')
  race.pass()
  expect(race.b.texts[0]).toBe('要加强领导')
  a.binding.attach(a)
  expect(race.meet()[0]).toBe('要加强领导')
})
