import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { insertColumn, insertRow, removeLine, setCell } from '../../../client/editor/table-edits.ts'
import { bodyOf, readBlocks, writeBlocks } from '../../../schemas/text/body.ts'
import type { Table } from '../../../schemas/text/tables.ts'

let nextId = 0
const newId = (): string => `id-${nextId++}`

/** A document that holds one table of these cells, and a colleague's copy of it. */
function twoPeers(rows: readonly (readonly string[])[]): [Y.Doc, Y.Doc] {
  const mine = new Y.Doc()
  writeBlocks(bodyOf(mine), [{ type: 'table', rows }], newId)
  const theirs = new Y.Doc()
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine))
  return [mine, theirs]
}

function merge(a: Y.Doc, b: Y.Doc): void {
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b))
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a))
}

function markerIn(doc: Y.Doc): Y.Map<unknown> {
  const delta: { insert: unknown }[] = bodyOf(doc).toDelta()
  const marker = delta.map((op) => op.insert).find((insert) => insert instanceof Y.Map)
  if (marker === undefined) throw new Error('the document holds no table')
  return marker
}

function tableIn(doc: Y.Doc): Table {
  const table = readBlocks(bodyOf(doc))[0]?.table
  if (!table) throw new Error('the document holds no table')
  return table
}

const texts = (doc: Y.Doc): string[][] => tableIn(doc).rows.map((row) => row.cells.map((cell) => cell.text))

function writeIn(doc: Y.Doc, row: number, column: number, text: string): void {
  const { columnIds, rows } = tableIn(doc)
  setCell(markerIn(doc), rows[row]?.id ?? '', columnIds[column] ?? '', text)
}

describe('cells', () => {
  test('[E11] two people changing one cell keep both changes', () => {
    const [mine, theirs] = twoPeers([['县住建局牵头']])
    writeIn(mine, 0, 0, '由县住建局牵头')
    writeIn(theirs, 0, 0, '县住建局牵头办理')
    merge(mine, theirs)
    expect(texts(mine)).toEqual([['由县住建局牵头办理']])
    expect(texts(theirs)).toEqual(texts(mine))
  })

  test('[E11] a character of two code units is never parted', () => {
    const [mine] = twoPeers([['甲😀乙']])
    writeIn(mine, 0, 0, '甲😁乙')
    expect(texts(mine)).toEqual([['甲😁乙']])
    writeIn(mine, 0, 0, '甲𠮷😁乙')
    expect(texts(mine)).toEqual([['甲𠮷😁乙']])
  })

  test('[E11] a cell that another program left as a string can be written', () => {
    const [mine] = twoPeers([['一']])
    const { columnIds, rows } = tableIn(mine)
    const lines = markerIn(mine).get('rows')
    const row: unknown = lines instanceof Y.Map ? lines.get(rows[0]?.id ?? '') : null
    const cells: unknown = row instanceof Y.Map ? row.get('cells') : null
    if (cells instanceof Y.Map) cells.set(columnIds[0] ?? '', '旧')
    writeIn(mine, 0, 0, '新')
    expect(texts(mine)).toEqual([['新']])
  })
})

describe('rows and columns', () => {
  test('[E11] two people adding a row at one place get both, in one order, and can add between them again', () => {
    const [mine, theirs] = twoPeers([['一'], ['二']])
    insertRow(markerIn(mine), tableIn(mine).rows[0]?.id ?? '', newId)
    insertRow(markerIn(theirs), tableIn(theirs).rows[0]?.id ?? '', newId)
    merge(mine, theirs)
    expect(tableIn(mine).rows.map((row) => row.id)).toEqual(tableIn(theirs).rows.map((row) => row.id))
    expect(texts(mine)).toEqual([['一'], [''], [''], ['二']])
    insertRow(markerIn(mine), tableIn(mine).rows[1]?.id ?? '', newId)
    expect(texts(mine).length).toBe(5)
    expect(texts(mine).at(-1)).toEqual(['二'])
  })

  test('[E11] a removed column takes nothing away from what a colleague adds', () => {
    const [mine, theirs] = twoPeers([['一', '二']])
    removeLine(markerIn(mine), 'columns', tableIn(mine).columnIds[0] ?? '', 1)
    insertColumn(markerIn(theirs), tableIn(theirs).columnIds[1] ?? '', newId)
    writeIn(theirs, 0, 2, '三')
    merge(mine, theirs)
    expect(texts(mine)).toEqual([['二', '三']])
    expect(texts(theirs)).toEqual([['二', '三']])
  })
})
