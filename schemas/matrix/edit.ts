import * as Y from 'yjs'
import type { ColumnId, Day, Millis, RowId } from '../ids.ts'
import { orderAt, ordersAtEnd, type Ordered } from '../order.ts'
import { setTextWords, setValueAt } from '../official/words.ts'
import { stringAt } from '../shape.ts'
import { orderedEntries, readColumns, type Column } from './read.ts'
import {
  columnsOf,
  reportRow,
  reportText,
  ROW_KEYS,
  rowsOf,
  writeRef,
  type ColumnMeaning,
  type ColumnType,
  type Ref,
  type RowStatus,
} from './shape.ts'

/** Origin of every change to a matrix made here; its undo follows exactly these. */
export const MATRIX_EDIT = Symbol('matrix-edit')

/** What a cell can be set to: words, a day, a number, a status, units or people; null empties it. */
export type NewCell = string | Day | number | RowStatus | readonly Ref[] | null

export interface NewColumn {
  readonly id: ColumnId
  readonly label: string
  readonly type: ColumnType
  readonly meaning?: ColumnMeaning
  readonly width?: number
  readonly report?: boolean
}

export interface NewRow {
  readonly id: RowId
  readonly cells?: Readonly<Record<string, NewCell>>
  readonly source?: { readonly documentId: string; readonly blockId: string; readonly quote: string }
}

/**
 * Adds a column at `index` (end when left out). A column of text gets its Y.Text in every row at once, so that two
 * people who begin to write in one cell apart write in the same one. Leaves a column of that id as it is: false.
 */
export function addColumn(doc: Y.Doc, column: NewColumn, index?: number): boolean {
  const columns = columnsOf(doc)
  if (columns.has(column.id) || ROW_KEYS.includes(column.id)) return false
  const siblings = siblingsIn(columns)
  const order = orderAt(siblings, index ?? siblings.length)
  doc.transact(() => {
    columns.set(column.id, columnMap(column, order))
    if (column.type !== 'text' || column.report) return
    for (const row of rowsOf(doc).values()) {
      if (row instanceof Y.Map && !row.has(column.id)) row.set(column.id, new Y.Text())
    }
  }, MATRIX_EDIT)
  return true
}

function columnMap(column: NewColumn, order: string): Y.Map<unknown> {
  const { label, type, meaning, width, report } = column
  const entries = { label, type, meaning, width, report: report ?? false, order, deletedAt: null }
  return new Y.Map(Object.entries(entries).filter(([, value]) => value !== undefined))
}

/** Changes a column's label or width. False when it is not there. */
export function setColumn(
  doc: Y.Doc,
  id: ColumnId,
  change: { readonly label?: string; readonly width?: number },
): boolean {
  return editEntry(doc, columnsOf(doc), id, (entry) => {
    for (const [key, value] of Object.entries(change)) setValueAt(entry, key, value)
  })
}

/** Puts a column at `index` among the others. */
export function moveColumn(doc: Y.Doc, id: ColumnId, index: number): boolean {
  return moveEntry(doc, columnsOf(doc), id, index)
}

/** Puts a column into the bin at time `at`; its cells stay and come back with it. */
export function deleteColumn(doc: Y.Doc, id: ColumnId, at: Millis): boolean {
  return editEntry(doc, columnsOf(doc), id, (entry) => entry.set('deletedAt', at))
}

/** Takes a column out of the bin. */
export function restoreColumn(doc: Y.Doc, id: ColumnId): boolean {
  return editEntry(doc, columnsOf(doc), id, (entry) => setValueAt(entry, 'deletedAt', null))
}

/**
 * Adds rows behind each other at `index` (end when left out), in one transaction. Rows whose id is there already are
 * left as they are. Cells of unknown or reported columns are passed over.
 */
export function addRows(doc: Y.Doc, rows: readonly NewRow[], index?: number): void {
  const fresh = rows.filter((row) => !rowsOf(doc).has(row.id))
  const siblings = siblingsIn(rowsOf(doc))
  const orders = ordersFrom(siblings, index ?? siblings.length, fresh.length)
  const columns = readColumns(doc).filter((column) => !column.report)
  doc.transact(() => {
    for (const [at, row] of fresh.entries()) {
      rowsOf(doc).set(row.id, rowMap(row, orders[at] ?? '', columns))
    }
  }, MATRIX_EDIT)
}

function ordersFrom(siblings: readonly Ordered[], index: number, count: number): string[] {
  if (index >= siblings.length) return ordersAtEnd(siblings, count)
  const list = [...siblings]
  return Array.from({ length: count }, (_, at) => {
    const order = orderAt(list, index + at)
    list.splice(index + at, 0, { id: '', order })
    return order
  })
}

function rowMap(row: NewRow, order: string, columns: readonly Column[]): Y.Map<unknown> {
  const map = new Y.Map<unknown>([
    ['order', order],
    ['deletedAt', null],
  ])
  if (row.source) map.set('source', new Y.Map(Object.entries(row.source)))
  for (const column of columns) {
    const value = row.cells?.[column.id] ?? null
    if (column.type === 'text') map.set(column.id, new Y.Text(typeof value === 'string' ? value : ''))
    else if (value !== null) map.set(column.id, storedCell(value))
  }
  return map
}

/** Puts a row at `index` among the others. */
export function moveRow(doc: Y.Doc, id: RowId, index: number): boolean {
  return moveEntry(doc, rowsOf(doc), id, index)
}

/** Puts a row into the bin at time `at`. What colleagues write in it meanwhile stays and comes back with it. */
export function deleteRow(doc: Y.Doc, id: RowId, at: Millis): boolean {
  return editEntry(doc, rowsOf(doc), id, (entry) => entry.set('deletedAt', at))
}

/** Takes a row out of the bin, to where it was. */
export function restoreRow(doc: Y.Doc, id: RowId): boolean {
  return editEntry(doc, rowsOf(doc), id, (entry) => setValueAt(entry, 'deletedAt', null))
}

/** Sets a cell of the body. In a text cell only the stretch that differs is touched. False when row or column is gone. */
export function setCell(doc: Y.Doc, row: RowId, column: ColumnId, value: NewCell): boolean {
  const known = readColumns(doc).find(({ id, report }) => id === column && !report)
  if (known === undefined) return false
  return editEntry(doc, rowsOf(doc), row, (entry) => {
    if (known.type !== 'text') return setStored(entry, column, value)
    const words = typeof value === 'string' ? value.toWellFormed() : ''
    const text = entry.get(column)
    if (text instanceof Y.Text) setTextWords(text, words)
    else entry.set(column, new Y.Text(words))
  })
}

/** The living text of a cell, for an editor to bind to; null when there is none (yet): `setCell` makes one. */
export function textCell(doc: Y.Doc, row: RowId, column: ColumnId): Y.Text | null {
  const entry = rowsOf(doc).get(row)
  const text = entry instanceof Y.Map ? entry.get(column) : undefined
  return text instanceof Y.Text ? text : null
}

/** Sets a cell in a unit's report room. `column` is one marked `report`. */
export function setReportCell(report: Y.Doc, row: RowId, column: Column, value: NewCell): void {
  report.transact(() => {
    if (column.type !== 'text') return setStored(reportRow(report, row), column.id, value)
    setTextWords(reportText(report, row, column.id), typeof value === 'string' ? value.toWellFormed() : '')
  }, MATRIX_EDIT)
}

function setStored(map: Y.Map<unknown>, key: string, value: NewCell): void {
  if (value === null && !map.has(key)) return
  setValueAt(map, key, value === null ? null : storedCell(value))
}

function storedCell(value: Exclude<NewCell, null>): string | number | string[] {
  return typeof value === 'object' ? value.map(writeRef) : value
}

function siblingsIn(map: Y.Map<unknown>): Ordered[] {
  return orderedEntries(map).map(([id, entry]) => ({ id, order: stringAt(entry, 'order') ?? '' }))
}

function moveEntry(doc: Y.Doc, map: Y.Map<unknown>, id: string, index: number): boolean {
  const others = siblingsIn(map).filter((other) => other.id !== id)
  return editEntry(doc, map, id, (entry) => setValueAt(entry, 'order', orderAt(others, index)))
}

function editEntry(
  doc: Y.Doc,
  map: Y.Map<unknown>,
  id: string,
  edit: (entry: Y.Map<unknown>) => void,
): boolean {
  const entry = map.get(id)
  if (!(entry instanceof Y.Map)) return false
  doc.transact(() => edit(entry), MATRIX_EDIT)
  return true
}
