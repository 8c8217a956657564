import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { ColumnId, RowId } from '../../../schemas/ids.ts'
import type { Part } from '../../../schemas/protocol/room-name.ts'
import * as edit from '../../../schemas/matrix/edit.ts'
import { matrix } from '../../../schemas/matrix/matrix.ts'
import { readBin, readColumns, readRows } from '../../../schemas/matrix/read.ts'
import { readRef, rowsOf, writeRef } from '../../../schemas/matrix/shape.ts'

const row = (id: string) => v.parse(RowId, id)
const column = (id: string) => v.parse(ColumnId, id)

function table(): Y.Doc {
  const doc = new Y.Doc()
  edit.addColumn(doc, { id: column('task'), label: '任务', type: 'text', meaning: 'task' })
  edit.addColumn(doc, { id: column('lead'), label: '牵头单位', type: 'unit', meaning: 'lead' })
  edit.addColumn(doc, { id: column('share'), label: '进度', type: 'percent', report: true })
  edit.addColumn(doc, { id: column('news'), label: '进展', type: 'text', report: true })
  edit.addRows(doc, [
    { id: row('r1'), cells: { task: '排查', lead: [{ id: 'u1', name: '区水利局' }] } },
    { id: row('r2'), cells: { task: '清淤' }, source: { documentId: 'p', blockId: 'b', quote: '集中清淤' } },
  ])
  return doc
}

function reported(report: Y.Doc, cells: Readonly<Record<string, string | number>>): void {
  const columns = readColumns(table())
  for (const [id, value] of Object.entries(cells)) {
    const known = columns.find((each) => each.id === id)
    if (known !== undefined) edit.setReportCell(report, row('r1'), known, value)
  }
}

describe('a matrix', () => {
  test('[M3] a row in the bin keeps what is written in it meanwhile, and brings it back', () => {
    const anna = table()
    const ben = new Y.Doc()
    Y.applyUpdate(ben, Y.encodeStateAsUpdate(anna), 'remote')
    edit.deleteRow(anna, row('r1'), 5)
    edit.setCell(ben, row('r1'), column('task'), '全面排查')
    Y.applyUpdate(anna, Y.encodeStateAsUpdate(ben), 'remote')
    expect(readRows(anna).map(({ id }) => id)).toEqual(['r2'])
    expect(readBin(anna).rows).toEqual(['r1'])
    edit.restoreRow(anna, row('r1'))
    expect(readRows(anna)[0]?.cells[0]?.value).toBe('全面排查')
  })

  test('[M5] a value that does not fit its column reads as empty and is not touched', () => {
    const doc = table()
    const entry = rowsOf(doc).get('r1')
    if (!(entry instanceof Y.Map)) throw new Error('a row')
    entry.set('lead', 42)
    expect(readRows(doc)[0]?.cells.map((cell) => cell.column)).toEqual(['task'])
    expect(entry.get('lead')).toBe(42)
    expect(edit.setCell(doc, row('r1'), column('share'), 5)).toBe(false)
    expect(edit.setCell(doc, row('gone'), column('task'), '甲')).toBe(false)
  })

  test('[M6] units report in rooms of their own; two members who first report at once, apart, both stand', () => {
    const anna = new Y.Doc()
    const ben = new Y.Doc()
    reported(anna, { share: 40 })
    reported(ben, { news: '已排查两处。' })
    Y.applyUpdate(anna, Y.encodeStateAsUpdate(ben), 'remote')
    const rooms = new Map<Part, Y.Doc>([
      ['body', table()],
      ['report-u1', anna],
    ])
    const content = matrix.read(rooms)
    expect(content.reports).toEqual([
      {
        unit: 'u1',
        rows: [
          {
            row: 'r1',
            cells: [
              { column: 'share', value: 40 },
              { column: 'news', value: '已排查两处。' },
            ],
          },
        ],
      },
    ])
    expect(matrix.text(content)).toContain('排查\t区水利局\t40%\t已排查两处。')
  })

  test('[M7] units carry their name, known to the directory or not', () => {
    for (const ref of [
      { id: 'u1', name: '区水利局' },
      { id: null, name: '各镇（街道）' },
      { id: 'u-2', name: 'A=B' },
    ]) {
      expect(readRef(writeRef(ref))).toEqual(ref)
    }
    expect([readRef('区水利局'), readRef('u1='), readRef(3)]).toEqual([null, null, null])
  })

  test('[K4] cells, rows and columns that changed are named by task and column', () => {
    const before = matrix.read(new Map([['body', table()]]))
    const doc = table()
    edit.setCell(doc, row('r1'), column('task'), '全面排查')
    edit.addRows(doc, [{ id: row('r3'), cells: { task: '验收' } }], 1)
    edit.setColumn(doc, column('lead'), { label: '责任领导' })
    const changes = matrix.compare(before, matrix.read(new Map([['body', doc]])))
    expect(
      changes.map((change) => [
        change.at,
        change.at === 'field' || change.at === 'block' ? '' : change.label,
      ]),
    ).toEqual([
      ['column', '责任领导'],
      ['cell', '全面排查'],
      ['row', '验收'],
    ])
  })

  test('[K7] is printed landscape with serial numbers, widths adding up to one, its head repeated', () => {
    const printed = matrix.typeset(matrix.read(new Map([['body', table()]])))
    const [block] = printed.blocks
    if (block?.form !== 'table') throw new Error('a table')
    expect(printed.orientation).toBe('landscape')
    expect(block.widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(1)
    expect(block.head[0]?.map((cell) => cell.runs[0]?.text)).toEqual([
      '序号',
      '任务',
      '牵头单位',
      '进度',
      '进展',
    ])
    expect(block.rows[1]?.map((cell) => cell.runs[0]?.text)).toEqual(['2', '清淤', '', '', ''])
  })
})
