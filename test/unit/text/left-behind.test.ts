import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { deleteSelection, joinBackward, setLevel, splitBlock } from '../../../schemas/text/commands.ts'
import { leftBehind } from '../../../schemas/text/left-behind.ts'
import { moveSection } from '../../../schemas/text/sections.ts'
import type { HeadlessEditor } from '../../support/text-editor.ts'
import { Race } from '../../support/text-race.ts'

const PLAN = [{ text: '甲方面' }, { text: '乙任务' }, { text: '丙措施' }]
const moveDown = (editor: HeadlessEditor): void => void editor.at(1, 0).run(moveSection('down'))

/** What is left behind, as text, with the paragraph it was written into; the same for both. */
function found({ a, b }: Race): string[] {
  expect(leftBehind(a.body)).toEqual(leftBehind(b.body))
  return leftBehind(a.body).map(
    ({ block, from, to, movedTo }) =>
      `${block}:${a.state.doc.child(block).textBetween(from, to, '', ' ')}→${movedTo}`,
  )
}

describe('text written into a paragraph that was moved meanwhile', () => {
  test.each([
    ['at its start', 0],
    ['in its middle', 2],
    ['at its end', 3],
  ])('[T3] %s is told, with the paragraph it was meant for', (_where, offset) => {
    const race = new Race(PLAN)
    moveDown(race.a)
    race.b.at(1, offset).type('新')
    expect(race.meet()).toEqual(['甲方面', '新丙措施', '乙任务'])
    expect(found(race)).toEqual(['1:新→p1'])
  })

  test('[T3] several stretches are told one by one, and stay told while others write on', () => {
    const race = new Race(PLAN)
    moveDown(race.a)
    race.b.at(1, 1).type('一')
    race.b.at(1, 4).type('二')
    race.meet()
    race.a.at(1, 0).type('头')
    race.b.at(1, 5).type('尾')
    expect(race.meet()[1]).toBe('头一二丙措施尾')
    expect(found(race)).toEqual(['1:头一→p1', '1:二→p1'])
  })

  test('[T3] a copy that loads later finds the same', () => {
    const race = new Race(PLAN)
    moveDown(race.a)
    race.b.at(1, 2).type('新')
    race.meet()
    const late = new Y.Doc()
    Y.applyUpdate(late, Y.encodeStateAsUpdate(race.a.doc))
    expect(leftBehind(late.getText('body'))).toEqual(leftBehind(race.a.body))
  })

  test('[T3] it is no longer told when the text is gone or the move is taken back', () => {
    const race = new Race(PLAN)
    moveDown(race.a)
    race.b.at(1, 2).type('新')
    race.meet()
    race.b.at(1, 0, 1).run(deleteSelection)
    race.meet()
    expect(found(race)).toEqual([])
    race.undoB.undo()
    race.meet()
    race.undoA.undo()
    expect(race.meet()).toHaveLength(3)
    expect(found(race)).toEqual([])
  })
})

describe('what everybody knew of is not told', () => {
  test.each<[string, (editor: HeadlessEditor) => void]>([
    ['a move', moveDown],
    ['writing where a paragraph was moved away', (e) => (moveDown(e), void e.at(1, 0).type('新'))],
    [
      'rewriting a paragraph, then joining it to the next',
      (e) => {
        e.at(1, 0, 3).type('新')
        e.at(2, 0).run(joinBackward)
      },
    ],
    [
      'splitting off an end somebody typed, then moving the beginning',
      (e) => {
        e.at(1, 3).type('尾')
        e.at(1, 3).run(splitBlock)
        e.at(2, 1).type('文')
        e.at(1, 0).run(moveSection('up'))
      },
    ],
    [
      'splitting off a beginning, moving the rest, joining the beginning to the next',
      (e) => {
        e.at(1, 0).type('头')
        e.at(1, 1).run(splitBlock)
        e.at(2, 0).run(moveSection('down'))
        e.at(2, 0).run(joinBackward)
      },
    ],
    [
      'moving there and back',
      (e) => {
        moveDown(e)
        e.at(2, 0).run(moveSection('up'))
      },
    ],
  ])('[T3] %s', (_name, edit) => {
    const race = new Race(PLAN)
    edit(race.a)
    race.pass()
    expect(found(race)).toEqual([])
    race.b.at(1, 1).type('后')
    race.b.at(1, 0).run(setLevel(1))
    race.meet()
    expect(found(race)).toEqual([])
  })

  test('[T3] a join while somebody writes in what is joined', () => {
    const race = new Race(PLAN)
    race.a.at(2, 0).run(joinBackward)
    race.b.at(1, 3).type('新')
    race.meet()
    expect(found(race)).toEqual([])
  })

  test.each([
    ['no list', 7],
    ['no ranges', ['x', [1], [1, -1, 2], [1, 0, 0], [1.5, 0, 1], null]],
    ['living text', [[1, 0, 3]]],
    ['unknown clients', [[99, 0, 2 ** 40]]],
  ])('[T4] an origin of %s says nothing', (_name, origin) => {
    const race = new Race(PLAN)
    const delta: { insert: unknown }[] = race.a.body.toDelta()
    for (const { insert } of delta) if (insert instanceof Y.Map) insert.set('origin', origin)
    race.b.at(1, 1).type('新')
    race.meet()
    expect(found(race)).toEqual([])
  })
})
