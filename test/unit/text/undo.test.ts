import { expect, test } from 'vitest'
import { moveSection } from '../../../schemas/text/sections.ts'
import { deleteSelection, splitBlock } from '../../../schemas/text/commands.ts'
import { textUndo } from '../../../schemas/text/undo.ts'
import { Race } from '../../support/text-race.ts'

const TWO = [{ text: '加强领导' }, { text: '落实责任' }]

test('[T7] a colleague’s words typed into one’s own stay when those are undone', () => {
  const race = new Race(TWO)
  race.a.at(0, 4).type('，统筹推进')
  race.meet()
  race.b.at(0, 7).type('全面')
  race.meet()
  race.undoA.undo()
  expect(race.meet()).toEqual(['加强领导全面', '落实责任'])
})

test('[T7] what came before the editor was opened, or without any origin, cannot be undone', () => {
  const race = new Race(TWO)
  race.a.body.insert(0, '外')
  expect(race.undoA.canUndo).toBe(false)
  expect(race.undoA.undo()).toBe(false)
  expect(race.a.texts).toEqual(['外加强领导', '落实责任'])
})

test('[T7] undo puts the selection back where it was before the edit, redo behind it', () => {
  const race = new Race(TWO)
  race.a.at(0, 1, 3).run(deleteSelection)
  race.b.at(0, 0).type('要')
  race.meet()
  race.a.at(1, 0)
  race.undoA.undo()
  const { $anchor, $head } = race.a.state.selection
  expect([$anchor.index(0), $anchor.parentOffset, $head.parentOffset]).toEqual([0, 2, 4])
  expect(race.meet()).toEqual(['要加强领导', '落实责任'])
})

test('[T7] a moved clause goes back as it was', () => {
  const race = new Race(TWO)
  race.a.at(0, 0).run(moveSection('down'))
  race.undoA.undo()
  expect(race.meet()).toEqual(['加强领导', '落实责任'])
  race.undoA.redo()
  expect(race.meet()).toEqual(['落实责任', '加强领导'])
})

test('[T7] edits close together are one step, until told otherwise', () => {
  const race = new Race(TWO)
  race.undoA.destroy()
  const undo = textUndo(race.a.body, { host: race.a, captureTimeoutMs: 1_000_000 })
  let told = 0
  const stop = undo.subscribe(() => told++)
  race.a.at(0, 4).type('一')
  race.a.type('二')
  undo.stopCapturing()
  race.a.run(splitBlock)
  undo.undo()
  expect(race.a.texts).toEqual(['加强领导一二', '落实责任'])
  undo.undo()
  expect(race.a.texts).toEqual(['加强领导', '落实责任'])
  expect(undo.canRedo).toBe(true)
  expect(told).toBeGreaterThan(0)
  stop()
  undo.destroy()
})
