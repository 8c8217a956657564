import * as Y from 'yjs'
import { generateNKeysBetween } from 'fractional-indexing'
import type { NewId } from '../ids.ts'

/** A small table of official text. It is not the matrix: no merged cells, no types, plain text in the cells. */
export interface Table {
  readonly columnIds: readonly string[]
  /** How many rows at the top are head rows. */
  readonly headRows: number
  readonly rows: readonly TableRow[]
}
export interface TableRow {
  readonly id: string
  readonly cells: readonly TableCell[]
}
export interface TableCell {
  readonly columnId: string
  readonly text: string
}

/** More than this is not shown: a table of this size belongs in a matrix. What is beyond stays in the document. */
export const TABLE_ROWS_MAX = 500
export const TABLE_COLUMNS_MAX = 40

/** The table a marker holds, always rectangular, in (order, id) order. Wrong types read as absent. */
export function readTable(marker: Y.Map<unknown>): Table {
  const columnIds = inOrder(marker.get('columns')).slice(0, TABLE_COLUMNS_MAX)
  const rows = inOrder(marker.get('rows')).slice(0, TABLE_ROWS_MAX)
  const headRows = marker.get('headRows')
  return {
    columnIds: columnIds.map(([id]) => id),
    headRows: typeof headRows === 'number' && Number.isInteger(headRows) && headRows > 0 ? headRows : 0,
    rows: rows.map(([id, row]) => ({
      id,
      cells: columnIds.map(([columnId]) => ({ columnId, text: cellText(cellOf(row, columnId)) })),
    })),
  }
}

/** Entries of a map of columns or rows that are not deleted, in (order, id) order. */
export function inOrder(entries: unknown): [string, Y.Map<unknown>][] {
  if (!(entries instanceof Y.Map)) return []
  const found: { order: string; id: string; entry: Y.Map<unknown> }[] = []
  for (const [id, entry] of entries.entries()) {
    if (!(entry instanceof Y.Map) || typeof entry.get('deletedAt') === 'number') continue
    const order: unknown = entry.get('order')
    found.push({ order: typeof order === 'string' ? order : '', id, entry })
  }
  found.sort((a, b) => compare(a.order, b.order) || compare(a.id, b.id))
  return found.map(({ id, entry }) => [id, entry])
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function cellOf(row: Y.Map<unknown>, columnId: string): unknown {
  const cells = row.get('cells')
  return cells instanceof Y.Map ? cells.get(columnId) : undefined
}

/** A cell is a `Y.Text`; another client may have left a string or a number, which is shown as it reads. */
export function cellText(cell: unknown): string {
  if (cell instanceof Y.Text) {
    const delta: { insert: unknown }[] = cell.toDelta()
    return delta.map((op) => (typeof op.insert === 'string' ? op.insert : '')).join('')
  }
  return typeof cell === 'string' || typeof cell === 'number' ? String(cell) : ''
}

/** Marker entries of a new table from its cell texts, row by row; short rows are filled up. */
export function tableEntries(
  rows: readonly (readonly string[])[],
  headRows: number,
  newId: NewId,
): [string, unknown][] {
  const width = Math.max(1, ...rows.map((row) => row.length))
  const columnIds = Array.from({ length: width }, () => newId())
  const rowIds = rows.map(() => newId())
  const columns = ordered(columnIds, () => [])
  const rowMaps = ordered(rowIds, (index) => [['cells', newCells(columnIds, rows[index] ?? [])]])
  return [
    ['columns', columns],
    ['rows', rowMaps],
    ['headRows', headRows],
  ]
}

function ordered(ids: readonly string[], entriesOf: (index: number) => [string, unknown][]): Y.Map<unknown> {
  const keys = generateNKeysBetween(null, null, ids.length)
  return new Y.Map(ids.map((id, index) => [id, new Y.Map([['order', keys[index]], ...entriesOf(index)])]))
}

function newCells(columnIds: readonly string[], texts: readonly string[]): Y.Map<unknown> {
  return new Y.Map(columnIds.map((id, index) => [id, new Y.Text((texts[index] ?? '').toWellFormed())]))
}
