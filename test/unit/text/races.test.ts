import { NodeSelection } from 'prosemirror-state'
import { describe, expect, test } from 'vitest'
import type { NewBlock } from '../../../schemas/text/body.ts'
import {
  deleteSelection,
  insertBlocks,
  joinBackward,
  setLevel,
  splitBlock,
  toggleMark,
} from '../../../schemas/text/commands.ts'
import { absolutePosition, relativePosition } from '../../../schemas/text/positions.ts'
import { moveSection } from '../../../schemas/text/sections.ts'
import type { HeadlessEditor } from '../../support/text-editor.ts'
import { authorsOf, Race } from '../../support/text-race.ts'

const PLAN: readonly NewBlock[] = [{ text: 'Alpha one' }, { text: 'Bravo two' }, { text: 'Charlie three' }]

interface Scenario {
  readonly name: string
  readonly a: (editor: HeadlessEditor) => void
  readonly b: (editor: HeadlessEditor) => void
  readonly texts: readonly string[]
}

const split = (offset: number) => (editor: HeadlessEditor) => void editor.at(1, offset).run(splitBlock)
const type =
  (offset: number, text = 'X') =>
  (editor: HeadlessEditor) =>
    void editor.at(1, offset).type(text)
const level = (editor: HeadlessEditor) => void editor.at(1, 0).run(setLevel(2))
const join = (editor: HeadlessEditor) => void editor.at(2, 0).run(joinBackward)
const bold = (editor: HeadlessEditor) => void editor.at(1, 0, 5).run(toggleMark('strong'))
const moveDown = (editor: HeadlessEditor) => void editor.at(1, 0).run(moveSection('down'))
const deleteBlock = (editor: HeadlessEditor) => {
  const { doc } = editor.state
  editor.dispatch(editor.state.tr.setSelection(NodeSelection.create(doc, doc.child(0).nodeSize)))
  editor.run(deleteSelection)
}

/** `||`: neither knows of the other. The second block is "Bravo two". */
const RACES: readonly Scenario[] = [
  {
    name: 'split || type in the tail',
    a: split(5),
    b: type(8),
    texts: ['Alpha one', 'Bravo', ' twXo', 'Charlie three'],
  },
  {
    name: 'split || same split',
    a: split(5),
    b: split(5),
    texts: ['Alpha one', 'Bravo', '', ' two', 'Charlie three'],
  },
  {
    name: 'split || split elsewhere',
    a: split(3),
    b: split(7),
    texts: ['Alpha one', 'Bra', 'vo t', 'wo', 'Charlie three'],
  },
  { name: 'split || delete', a: split(5), b: deleteBlock, texts: ['Alpha one', '', 'Charlie three'] },
  { name: 'split || move', a: split(5), b: moveDown, texts: ['Alpha one', '', 'Charlie three', 'Bravo two'] },
  { name: 'level || type', a: level, b: type(5), texts: ['Alpha one', 'BravoX two', 'Charlie three'] },
  {
    name: 'join || type in what is joined',
    a: join,
    b: (e) => void e.at(2, 3).type('X'),
    texts: ['Alpha one', 'Bravo twoChaXrlie three'],
  },
  { name: 'join || type at the seam', a: join, b: type(9), texts: ['Alpha one', 'Bravo twoXCharlie three'] },
  { name: 'join || same join', a: join, b: join, texts: ['Alpha one', 'Bravo twoCharlie three'] },
  {
    name: 'move || type in it',
    a: moveDown,
    b: type(5),
    texts: ['Alpha one', 'XCharlie three', 'Bravo two'],
  },
  {
    name: 'move of another || type',
    a: (e) => void e.at(2, 0).run(moveSection('up')),
    b: type(5),
    texts: ['Alpha one', 'Charlie three', 'BravoX two'],
  },
  {
    name: 'move || same move',
    a: moveDown,
    b: moveDown,
    texts: ['Alpha one', 'Charlie three', 'Bravo two', 'Bravo two'],
  },
  { name: 'delete || type in it', a: deleteBlock, b: type(5), texts: ['Alpha one', 'XCharlie three'] },
  { name: 'bold || type inside', a: bold, b: type(3), texts: ['Alpha one', 'BraXvo two', 'Charlie three'] },
]

describe.each([
  { clients: [10, 20] as const, order: 'a before b' },
  { clients: [20, 10] as const, order: 'b before a' },
])('client order $order', ({ clients }) => {
  test.each(RACES)('[T3] $name', ({ a, b, texts }) => {
    const race = new Race(PLAN, clients)
    a(race.a)
    b(race.b)
    expect(race.meet()).toEqual(texts)
  })

  test('[T3] delete and undo || type in it: the word stays, behind the restored text', () => {
    const race = new Race(PLAN, clients)
    deleteBlock(race.a)
    race.undoA.undo()
    race.b.at(1, 5).type('X')
    const texts = race.meet()
    expect(texts.join('|')).toContain('Bravo two')
    expect(texts.join('|').match(/X/g)).toHaveLength(1)
  })

  test('[T3] split; the colleague types in the tail; undo joins and keeps the word', () => {
    const race = new Race(PLAN, clients)
    race.a.at(1, 5).run(splitBlock)
    race.meet()
    race.b.at(2, 4).type('X')
    race.meet()
    race.undoA.undo()
    expect(race.meet()).toEqual(['Alpha one', 'Bravo twoX', 'Charlie three'])
  })

  test('[T3] delete; the colleague types at the end of the block before; undo restores behind it', () => {
    const race = new Race(PLAN, clients)
    deleteBlock(race.a)
    race.meet()
    race.b.at(0, 9).type('X')
    race.meet()
    race.undoA.undo()
    expect(race.meet()).toEqual(['Alpha oneX', 'Bravo two', 'Charlie three'])
  })

  test('[T3] Enter and new text behind || type at the end', () => {
    const race = new Race(PLAN, clients)
    race.a.at(1, 9).run(splitBlock)
    race.a.type('new')
    race.b.at(1, 9).type('X')
    expect(race.meet()).toEqual(['Alpha one', 'Bravo twoX', 'new', 'Charlie three'])
  })

  test('[T3] a table behind || type at the end', () => {
    const race = new Race(PLAN, clients)
    race.a.at(1, 9).run(insertBlocks([{ type: 'table', rows: [['x']] }], () => race.a.newId()))
    race.b.at(1, 9).type('X')
    expect(race.meet()).toEqual(['Alpha one', 'Bravo twoX', '[table]', 'Charlie three'])
  })

  test('[T3] level || level: one of them wins', () => {
    const race = new Race(PLAN, clients)
    race.a.at(1, 0).run(setLevel(2))
    race.b.at(1, 0).run(setLevel(3))
    race.meet()
    expect([2, 3]).toContain(race.a.state.doc.child(1).attrs.level)
    expect(race.a.state.doc.eq(race.b.state.doc)).toBe(true)
  })
})

describe('authors and anchors', () => {
  const edits: readonly {
    readonly name: string
    readonly edit: (race: Race) => void
    readonly block: number
  }[] = [
    { name: 'split', edit: ({ b }) => split(5)(b), block: 2 },
    { name: 'join', edit: ({ b }) => join(b), block: 1 },
    { name: 'level', edit: ({ b }) => level(b), block: 1 },
    { name: 'bold', edit: ({ b }) => bold(b), block: 1 },
    {
      name: 'split and undo',
      edit: ({ b, undoB }) => {
        split(5)(b)
        undoB.undo()
      },
      block: 1,
    },
  ]

  test.each(edits)('[T6] [T10] $name re-creates no character and moves no anchor', ({ edit, block }) => {
    const race = new Race(PLAN)
    const anchor = relativePosition(race.a.state, race.a.at(1, 8).state.selection.head, 1)
    edit(race)
    race.meet()
    expect(new Set(authorsOf(race.a.body))).toEqual(new Set([1]))
    const pos = absolutePosition(race.a.state, anchor)
    const $pos = race.a.state.doc.resolve(pos ?? 0)
    expect($pos.index(0)).toBe(block)
    expect($pos.parent.textBetween($pos.parentOffset, $pos.parentOffset + 1)).toBe('o')
  })

  test('[T6] a move notes where its text came from', () => {
    const race = new Race(PLAN)
    moveDown(race.b)
    race.meet()
    expect(race.a.state.doc.child(2).attrs.origin).toEqual([[1, expect.any(Number), 10]])
  })
})
