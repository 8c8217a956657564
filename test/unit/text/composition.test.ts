import { expect, test } from 'vitest'
import { joinBackward, splitBlock } from '../../../schemas/text/commands.ts'
import { expectInSync } from '../../support/text-checks.ts'
import { Race } from '../../support/text-race.ts'

const TWO = [{ text: '加强领导' }, { text: '落实责任' }]

/** Begins to compose at the end of block `index`: pinyin is in the editor, nothing committed. */
function composing(index: number): Race {
  const race = new Race(TWO)
  race.a.at(index, 4)
  race.a.binding.hold()
  race.a.type('zhong')
  return race
}

/** Commits 中 for the five letters before the caret. */
function commit({ a }: Race): void {
  const { head } = a.state.selection
  a.select(head - 5, head).type('中')
  a.binding.release()
}

test('[T8] pinyin is not sent; the committed word is', () => {
  const race = composing(0)
  expect(race.b.texts).toEqual(['加强领导', '落实责任'])
  expect(race.a.body.toString()).not.toContain('zhong')
  commit(race)
  expect(race.meet()).toEqual(['加强领导中', '落实责任'])
})

test('[T8] a colleague types in the same paragraph: the composition is left alone, then both are there', () => {
  const race = composing(0)
  race.b.at(0, 0).type('要')
  const before = race.a.state
  race.pass()
  expect(race.a.state.doc).toBe(before.doc)
  commit(race)
  expect(race.meet()).toEqual(['要加强领导中', '落实责任'])
})

test('[T8] a colleague types elsewhere: it shows at once', () => {
  const race = composing(0)
  race.b.at(1, 4).type('！')
  race.pass()
  expect(race.a.texts).toEqual(['加强领导zhong', '落实责任！'])
  commit(race)
  expect(race.meet()).toEqual(['加强领导中', '落实责任！'])
})

test.each([
  [
    'splits the paragraph',
    (race: Race) => void race.b.at(0, 2).run(splitBlock),
    ['加强', '领导中', '落实责任'],
  ],
  [
    'joins the next one to it',
    (race: Race) => void race.b.at(1, 0).run(joinBackward),
    ['加强领导中落实责任'],
  ],
  ['deletes its text', (race: Race) => void race.b.at(0, 0, 4).type('无'), ['中无', '落实责任']],
])('[T8] a colleague %s meanwhile', (_name, edit, expected) => {
  const race = composing(0)
  edit(race)
  race.pass()
  expect(race.a.texts).toEqual(['加强领导zhong', '落实责任'])
  commit(race)
  expect(race.meet()).toEqual(expected)
})

test('[T8] a composition that is called off leaves nothing', () => {
  const race = composing(1)
  const { head } = race.a.state.selection
  race.a.dispatch(race.a.state.tr.delete(head - 5, head))
  race.b.at(1, 0).type('抓')
  race.pass()
  race.a.binding.release()
  expect(race.meet()).toEqual(['加强领导', '抓落实责任'])
})

test('[T8] Enter in the middle of it ends the hold for what was typed so far, and nothing is lost', () => {
  const race = composing(0)
  race.b.at(0, 0).type('要')
  race.pass()
  race.a.run(splitBlock)
  expectInSyncOrHeld(race)
  race.a.binding.release()
  expect(race.meet()).toEqual(['要加强领导zhong', '', '落实责任'])
})

test('[T8] closing the editor sends what was composed', () => {
  const race = composing(0)
  race.a.binding.detach()
  expect(race.a.body.toString()).toContain('加强领导zhong')
})

function expectInSyncOrHeld(race: Race): void {
  if (!race.a.binding.isHeld) expectInSync(race.a)
}
