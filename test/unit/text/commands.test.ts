import { NodeSelection } from 'prosemirror-state'
import { describe, expect, test } from 'vitest'
import type { NewBlock } from '../../../schemas/text/body.ts'
import {
  deleteSelection,
  firstOf,
  indent,
  insertBlocks,
  insertBreak,
  joinBackward,
  joinForward,
  liftAtStart,
  outdent,
  setLevel,
  setRole,
  splitBlock,
  toggleMark,
} from '../../../schemas/text/commands.ts'
import { moveSection, neighbourOf, sectionAt } from '../../../schemas/text/sections.ts'
import { expectInSync } from '../../support/text-checks.ts'
import type { HeadlessEditor } from '../../support/text-editor.ts'
import { Race } from '../../support/text-race.ts'

const PLAN: readonly NewBlock[] = [
  { text: '总体要求', level: 1 },
  { text: '指导思想', level: 2 },
  { text: '以人民为中心' },
  { text: '工作目标', level: 2 },
  { text: '组织领导', level: 1 },
]

function editor(blocks: readonly NewBlock[] = PLAN): HeadlessEditor {
  return new Race(blocks).a
}

function attrsOf(of: HeadlessEditor, block: number): Record<string, unknown> {
  return of.state.doc.child(block).attrs
}

describe('Enter', () => {
  test('in a clause: both halves keep the level, label and role stay with the beginning', () => {
    const a = editor([
      { text: '会议议定', level: 2, label: '一是', role: 'decision', units: ['甲'], due: '2027-03-08' },
    ])
    a.at(0, 2).run(splitBlock)
    expect(attrsOf(a, 0)).toMatchObject({
      level: 2,
      label: '一是',
      role: 'decision',
      units: ['甲'],
      due: '2027-03-08',
    })
    expect(attrsOf(a, 1)).toMatchObject({
      level: 2,
      label: null,
      role: null,
      units: null,
      due: null,
      id: 'p0',
    })
    expectInSync(a)
  })

  test('at its start: the empty paragraph before takes the level only', () => {
    const a = editor([{ text: '会议议定', level: 2, label: '一是' }])
    a.at(0, 0).run(splitBlock)
    expect(attrsOf(a, 0)).toMatchObject({ level: 2, label: null })
    expect(attrsOf(a, 1)).toMatchObject({ level: 2, label: '一是', id: 'p0' })
    expectInSync(a)
  })

  test('in an empty clause: it becomes running text', () => {
    const a = editor([{ text: '', level: 2 }])
    a.at(0, 0).run(splitBlock)
    expect(a.texts).toEqual([''])
    expect(attrsOf(a, 0)).toMatchObject({ level: 0 })
  })

  test('over a selection: what is selected goes first', () => {
    const a = editor()
    a.select(3, a.at(1, 2).state.selection.head).run(splitBlock)
    expect(a.texts.slice(0, 2)).toEqual(['总体', '思想'])
    expectInSync(a)
  })

  test('on a table: a paragraph opens behind it', () => {
    const a = editor([{ type: 'table', rows: [['x']] }])
    a.dispatch(a.state.tr.setSelection(NodeSelection.create(a.state.doc, 0)))
    a.run(splitBlock)
    a.type('后')
    expect(a.texts).toEqual(['[table]', '后'])
    expectInSync(a)
  })

  test('Shift-Enter breaks the line inside the paragraph', () => {
    const a = editor([{ text: '甲乙' }])
    a.at(0, 1).run(insertBreak)
    expect(a.state.doc.child(0).textBetween(0, 3, '', '\n')).toBe('甲\n乙')
    expectInSync(a)
  })
})

describe('Backspace and Delete', () => {
  const backspace = firstOf(deleteSelection, liftAtStart, joinBackward)

  test('at the start of a clause: the number goes first, then the break', () => {
    const a = editor()
    a.at(1, 0).run(backspace)
    expect(attrsOf(a, 1)).toMatchObject({ level: 0 })
    a.run(backspace)
    expect(a.texts).toEqual(['总体要求指导思想', '以人民为中心', '工作目标', '组织领导'])
    expect(attrsOf(a, 0)).toMatchObject({ level: 1, id: 'p0' })
    expectInSync(a)
  })

  test('behind an empty paragraph: that one goes, the clause stays as it is', () => {
    const a = editor([{ text: '' }, { text: '甲', label: '附：' }])
    a.at(1, 0).run(joinBackward)
    expect(a.state.doc.childCount).toBe(1)
    expect(attrsOf(a, 0)).toMatchObject({ label: '附：', id: 'p1' })
  })

  test('behind a table: the table is selected, not deleted', () => {
    const a = editor([{ type: 'table', rows: [['x']] }, { text: '甲' }])
    a.at(1, 0).run(joinBackward)
    expect(a.state.selection).toBeInstanceOf(NodeSelection)
    a.run(deleteSelection)
    expect(a.texts).toEqual(['甲'])
    expectInSync(a)
  })

  test('Delete at the end joins the next block', () => {
    const a = editor()
    a.at(0, 4).run(joinForward)
    expect(a.texts[0]).toBe('总体要求指导思想')
    expect(a.at(3, 4).run(joinForward)).toBe(false)
    expect(a.at(0, 0).run(joinBackward)).toBe(false)
  })

  test('deleting everything leaves one paragraph to write in', () => {
    const a = editor()
    a.select(0, a.state.doc.content.size).run(deleteSelection)
    expect(a.texts).toEqual([''])
    a.type('新')
    expect(a.texts).toEqual(['新'])
    expectInSync(a)
  })
})

describe('levels', () => {
  test('Tab goes deeper, at most to 4; running text takes the level of the clause before it', () => {
    const a = editor()
    a.at(2, 0).run(indent)
    expect(attrsOf(a, 2)).toMatchObject({ level: 2 })
    for (let i = 0; i < 4; i++) a.run(indent)
    expect(attrsOf(a, 2)).toMatchObject({ level: 4 })
    expect(a.run(indent)).toBe(false)
  })

  test('Shift-Tab goes up, in the end to running text', () => {
    const a = editor()
    a.at(1, 0).run(outdent)
    a.run(outdent)
    expect(attrsOf(a, 1)).toMatchObject({ level: 0 })
    expect(a.run(outdent)).toBe(false)
  })

  test('a level set over several blocks takes literal labels away', () => {
    const a = editor([{ text: '甲', label: '第一' }, { text: '乙' }])
    a.select(1, 5).run(setLevel(3))
    expect(a.state.doc.children.map(({ attrs }) => [attrs.level, attrs.label])).toEqual([
      [3, null],
      [3, null],
    ])
    expectInSync(a)
  })

  test('a decision is marked with its units and day, and unmarked', () => {
    const a = editor()
    a.at(2, 0).run(setRole('decision', { units: ['区水利局'], due: '2027-10-31' }))
    expect(attrsOf(a, 2)).toMatchObject({ role: 'decision', units: ['区水利局'], due: '2027-10-31' })
    a.run(setRole(null))
    expect(attrsOf(a, 2)).toMatchObject({ role: null, units: null, due: null })
    expectInSync(a)
  })
})

describe('marks', () => {
  const marksAt = (a: HeadlessEditor, offset: number) =>
    a.state.doc
      .child(0)
      .childAfter(offset)
      .node?.marks.map((mark) => mark.type.name)

  test('a mark goes on, and off when all of the selection has it', () => {
    const a = editor()
    a.at(0, 1, 3).run(toggleMark('strong'))
    a.at(0, 0, 4).run(toggleMark('strong'))
    expect(marksAt(a, 0)).toEqual(['strong'])
    a.run(toggleMark('strong'))
    expect(marksAt(a, 0)).toEqual([])
    expectInSync(a)
  })

  test('superscript and subscript exclude each other', () => {
    const a = editor()
    a.at(0, 0, 2).run(toggleMark('superscript'))
    a.run(toggleMark('subscript'))
    expect(marksAt(a, 0)).toEqual(['subscript'])
  })

  test('at a caret it is chosen for what comes next; what is typed behind bold text stays plain once chosen so', () => {
    const a = editor()
    a.at(0, 4).run(toggleMark('strong'))
    a.type('，')
    expect(marksAt(a, 4)).toEqual(['strong'])
    a.run(toggleMark('strong'))
    a.type('全')
    expect(marksAt(a, 5)).toEqual([])
    expectInSync(a)
  })

  test('an unknown mark is no command', () => expect(editor().run(toggleMark('blink'))).toBe(false))
})

describe('sections', () => {
  test('a clause has everything under it, running text stands for itself', () => {
    const { doc } = editor().state
    expect(sectionAt(doc, 0)).toEqual({ from: 0, to: 4 })
    expect(sectionAt(doc, 1)).toEqual({ from: 1, to: 3 })
    expect(sectionAt(doc, 2)).toEqual({ from: 2, to: 3 })
    expect(neighbourOf(doc, { from: 1, to: 3 }, 'down')).toEqual({ from: 3, to: 4 })
    expect(neighbourOf(doc, { from: 3, to: 4 }, 'down')).toBe(null)
    expect(neighbourOf(doc, { from: 1, to: 3 }, 'up')).toBe(null)
  })

  test('a clause moves with what is under it, past its neighbour and no further; the caret goes along', () => {
    const a = editor()
    a.at(1, 2).run(moveSection('down'))
    expect(a.texts).toEqual(['总体要求', '工作目标', '指导思想', '以人民为中心', '组织领导'])
    expect(a.state.selection.$head.parent.textContent).toBe('指导思想')
    expect(a.run(moveSection('down'))).toBe(false)
    a.at(4, 0).run(moveSection('up'))
    expect(a.texts[0]).toBe('组织领导')
    expect(a.at(0, 0).run(moveSection('up'))).toBe(false)
    expectInSync(a)
  })

  test('[T9] ids move along', () => {
    const a = editor()
    a.at(1, 0).run(moveSection('down'))
    expect(a.state.doc.children.map(({ attrs }) => attrs.id)).toEqual(['p0', 'p3', 'p1', 'p2', 'p4'])
  })
})

describe('[T14] insertBlocks', () => {
  const paste = (a: HeadlessEditor, blocks: readonly NewBlock[]) =>
    a.run(insertBlocks(blocks, () => a.newId()))

  test('one piece of running text flows into the paragraph', () => {
    const a = editor()
    paste(a.at(0, 2), [{ text: '的' }])
    expect(a.texts[0]).toBe('总体的要求')
  })

  test('clauses come behind the paragraph, in one update; the caret stands at their end', () => {
    const a = editor()
    let updates = 0
    a.doc.on('update', () => updates++)
    paste(
      a.at(0, 2),
      Array.from({ length: 50 }, (_, i) => ({ text: `第${i}条`, level: 2 as const })),
    )
    expect(updates).toBe(1)
    expect(a.texts.slice(0, 3)).toEqual(['总体要求', '第0条', '第1条'])
    expect(a.state.selection.$head.parent.textContent).toBe('第49条')
    expectInSync(a)
  })

  test('an empty paragraph gives way', () => {
    const a = editor([{ text: '' }])
    paste(a.at(0, 0), [{ text: '甲', level: 1 }, { text: '乙' }])
    expect(a.texts).toEqual(['甲', '乙'])
  })

  test('nothing to put in is no command', () => expect(paste(editor(), [])).toBe(false))
})
