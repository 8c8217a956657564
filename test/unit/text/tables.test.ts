import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { bodyOf, readBlocks } from '../../../schemas/text/body.ts'
import { insertBlocks } from '../../../schemas/text/commands.ts'
import { moveSection } from '../../../schemas/text/sections.ts'
import { tableEditsAt, type TableEdits } from '../../../schemas/text/table-edits.ts'
import type { Table } from '../../../schemas/text/tables.ts'
import { expectInSync } from '../../support/text-checks.ts'
import { HeadlessEditor } from '../../support/text-editor.ts'
import { Race } from '../../support/text-race.ts'

const PLAN = [
  { text: '指标如下' },
  {
    type: 'table' as const,
    rows: [
      ['指标', '数'],
      ['训练', '10'],
    ],
  },
  { text: '完' },
]

function tableOf(editor: HeadlessEditor): Table {
  const table: Table | undefined = editor.state.doc.children.find((node) => node.type.name === 'table')?.attrs
    .table
  if (table === undefined) throw new Error('no table')
  return table
}

function editsOf(editor: HeadlessEditor): TableEdits {
  const edits = tableEditsAt(editor.state, editor.state.doc.child(0).nodeSize)
  if (edits === null) throw new Error('no table')
  return edits
}

function cellsOf(editor: HeadlessEditor): string[][] {
  return tableOf(editor).rows.map((row) => row.cells.map(({ text }) => text))
}

function cell(editor: HeadlessEditor, row: number, column: number): { rowId: string; columnId: string } {
  const { rows, columnIds } = tableOf(editor)
  return { rowId: rows[row]?.id ?? '', columnId: columnIds[column] ?? '' }
}

function tableMarkerOf(editor: HeadlessEditor): Y.Map<unknown> {
  const delta: { insert: unknown }[] = editor.body.toDelta()
  const markers = delta.flatMap(({ insert }) => (insert instanceof Y.Map ? [insert] : []))
  const marker = markers.find((each) => each.get('type') === 'table')
  if (marker === undefined) throw new Error('no table')
  return marker
}

function mapIn(map: unknown, key: string): Y.Map<unknown> {
  const value: unknown = map instanceof Y.Map ? map.get(key) : undefined
  if (!(value instanceof Y.Map)) throw new Error(`no map under ${key}`)
  return value
}

test('[T1] [T3] two people in one cell merge', () => {
  const race = new Race(PLAN)
  editsOf(race.a).setCell(cell(race.a, 1, 0), '岗位训练')
  editsOf(race.b).setCell(cell(race.b, 1, 0), '训练次数')
  race.meet()
  expect(cellsOf(race.b)).toEqual([
    ['指标', '数'],
    ['岗位训练次数', '10'],
  ])
  expectInSync(race.a)
})

test('[T1] rows and columns put in at once leave a rectangle, the same for both', () => {
  const race = new Race(PLAN)
  for (let i = 0; i < 4; i++) {
    editsOf(race.a).insertRow(1, () => `ra${i}`)
    editsOf(race.b).insertColumn(1, () => `cb${i}`)
    editsOf(race.b).insertRow(1, () => `rb${i}`)
  }
  race.meet()
  expect(cellsOf(race.a)).toEqual(cellsOf(race.b))
  expect(cellsOf(race.a).map((row) => row.length)).toEqual(Array(10).fill(6))
  expect(editsOf(race.a).setCell({ rowId: 'ra0', columnId: 'cb0' }, '新')).toBe(true)
  race.meet()
  expect(cellsOf(race.b).flat()).toContain('新')
})

test('[T3] a row taken off keeps what a colleague writes in it; the last row stays', () => {
  const race = new Race(PLAN)
  const last = cell(race.a, 1, 1)
  editsOf(race.a).removeRow(last.rowId, 1_000)
  editsOf(race.b).setCell(last, '12')
  race.meet()
  expect(cellsOf(race.b)).toEqual([['指标', '数']])
  race.undoA.undo()
  race.meet()
  expect(cellsOf(race.b)).toEqual([
    ['指标', '数'],
    ['训练', '12'],
  ])
  editsOf(race.a).removeRow(last.rowId, 1_000)
  expect(editsOf(race.a).removeRow(cell(race.a, 0, 0).rowId, 1_000)).toBe(false)
})

test('[T1] two people adding a row at one place get both, and can add between them again', () => {
  const race = new Race(PLAN)
  editsOf(race.a).insertRow(1, () => 'ra')
  editsOf(race.b).insertRow(1, () => 'rb')
  race.meet()
  const between = tableOf(race.a).rows.findIndex(({ id }) => id === 'ra') + 1
  editsOf(race.a).insertRow(between, () => 'rc')
  race.meet()
  expect(tableOf(race.a).rows.map(({ id }) => id)).toEqual(tableOf(race.b).rows.map(({ id }) => id))
  expect(cellsOf(race.a).map(([first]) => first)).toEqual(['指标', '', '', '', '训练'])
})

test('[T3] a column taken off takes nothing from the one a colleague adds', () => {
  const race = new Race(PLAN)
  editsOf(race.a).removeColumn(cell(race.a, 0, 0).columnId, 1_000)
  editsOf(race.b).insertColumn(2, () => 'cb')
  editsOf(race.b).setCell({ rowId: cell(race.b, 1, 0).rowId, columnId: 'cb' }, '次')
  race.meet()
  expect(cellsOf(race.a)).toEqual([
    ['数', ''],
    ['10', '次'],
  ])
  expect(cellsOf(race.b)).toEqual(cellsOf(race.a))
})

test('[T4] a cell another program left as a string can be written', () => {
  const { a } = new Race(PLAN)
  const { rowId, columnId } = cell(a, 1, 0)
  const marker = tableMarkerOf(a)
  const row: unknown = mapIn(mapIn(marker, 'rows'), rowId)
  mapIn(row, 'cells').set(columnId, '旧')
  expect(cellsOf(a)[1]?.[0]).toBe('旧')
  expect(editsOf(a).setCell({ rowId, columnId }, '新')).toBe(true)
  expect(cellsOf(a)[1]?.[0]).toBe('新')
})

test('[T7] undo takes back one’s own cell, not the colleague’s', () => {
  const race = new Race(PLAN)
  editsOf(race.a).setCell(cell(race.a, 1, 1), '20')
  editsOf(race.b).setCell(cell(race.b, 1, 0), '演练')
  race.meet()
  race.undoA.undo()
  race.meet()
  expect(cellsOf(race.b)).toEqual([
    ['指标', '数'],
    ['演练', '10'],
  ])
})

test('[T5] a table moves with all it holds', () => {
  const { a } = new Race([{ text: '上', level: 1 }, ...PLAN.slice(1, 2), { text: '下', level: 1 }])
  a.at(0, 0).run(moveSection('down'))
  expect(a.texts).toEqual(['下', '上', '[table]'])
  expect(cellsOf(a)).toEqual([
    ['指标', '数'],
    ['训练', '10'],
  ])
  expectInSync(a)
})

test('[T13] a surrogate pair in a cell is replaced whole', () => {
  const { a } = new Race([{ text: 'x' }, { type: 'table', rows: [['𠮷']] }])
  editsOf(a).setCell(cell(a, 0, 0), '𠮶')
  expect(readBlocks(a.body)[1]?.text).toBe('𠮶')
})

test('[T4] a table of wrong types is shown empty, kept, and can be edited where it makes sense', () => {
  const doc = new Y.Doc()
  const marker = new Y.Map<unknown>([
    ['id', 't'],
    ['type', 'table'],
    ['columns', '1'],
    ['rows', 7],
    ['colspan', 0],
  ])
  bodyOf(doc).insertEmbed(0, marker)
  const editor = new HeadlessEditor(doc)
  expect(tableOf(editor)).toEqual({ columnIds: [], headRows: 0, rows: [] })
  const edits = tableEditsAt(editor.state, 0)
  expect(edits?.setCell({ rowId: 'r', columnId: 'c' }, 'x')).toBe(false)
  expect(marker.toJSON()).toMatchObject({ columns: '1', rows: 7, colspan: 0 })
  edits?.insertColumn(0, () => 'c')
  edits?.insertRow(0, () => 'r')
  edits?.setCell({ rowId: 'r', columnId: 'c' }, 'x')
  edits?.setHeadRows(1)
  expect(tableOf(editor)).toEqual({
    columnIds: ['c'],
    headRows: 1,
    rows: [{ id: 'r', cells: [{ columnId: 'c', text: 'x' }] }],
  })
})

test('[T14] a table is put in behind the paragraph at the caret', () => {
  const { a } = new Race([{ text: '甲' }])
  a.at(0, 1).run(insertBlocks([{ type: 'table', rows: [['一', '二']] }], () => a.newId()))
  expect(a.texts).toEqual(['甲', '[table]'])
  expectInSync(a)
})
