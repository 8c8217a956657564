import * as v from 'valibot'
import * as Y from 'yjs'
import { byOrder, compareStrings } from '../order.ts'
import { choiceAt, deletedAtOf, entriesOf, idAt, numberAt, stringAt, wellFormed } from '../shape.ts'
import {
  CellValue,
  COLUMN_MEANINGS,
  COLUMN_TYPES,
  COLUMN_WIDTH_MAX,
  COLUMN_WIDTH_MIN,
  COLUMN_WIDTH_USUAL,
  columnsOf,
  readCell,
  reportRow,
  reportText,
  ROW_KEYS,
  rowsOf,
} from './shape.ts'

export const Column = v.strictObject({
  id: v.string(),
  label: v.string(),
  type: v.picklist(COLUMN_TYPES),
  meaning: v.nullable(v.picklist(COLUMN_MEANINGS)),
  /** In characters as printed. */
  width: v.number(),
  /** Its cells live in the report rooms, one per unit. */
  report: v.boolean(),
})
export type Column = v.InferOutput<typeof Column>

/** A filled cell. Empty ones are left out. */
export const Cell = v.strictObject({ column: v.string(), value: CellValue })
export type Cell = v.InferOutput<typeof Cell>

export const Row = v.strictObject({
  id: v.string(),
  cells: v.array(Cell),
  /** The clause the row was made from. */
  source: v.nullable(v.strictObject({ documentId: v.string(), blockId: v.string(), quote: v.string() })),
})
export type Row = v.InferOutput<typeof Row>

/** One unit's report on one row. */
export const ReportedRow = v.strictObject({ row: v.string(), cells: v.array(Cell) })
export type ReportedRow = v.InferOutput<typeof ReportedRow>

/** Columns in use, in their order. Whatever makes no sense is put right in the answer, never in the room. */
export function readColumns(doc: Y.Doc): Column[] {
  return orderedEntries(columnsOf(doc)).map(([id, entry]) => ({
    id,
    label: stringAt(entry, 'label') ?? '',
    type: choiceAt(entry, 'type', COLUMN_TYPES) ?? 'text',
    meaning: choiceAt(entry, 'meaning', COLUMN_MEANINGS),
    width: widthOf(entry),
    report: entry.get('report') === true,
  }))
}

function widthOf(entry: Y.Map<unknown>): number {
  const width = numberAt(entry, 'width') ?? COLUMN_WIDTH_USUAL
  return Math.min(COLUMN_WIDTH_MAX, Math.max(COLUMN_WIDTH_MIN, width))
}

/** Rows in use, in their order, with the filled cells of `columns` that are not reported. */
export function readRows(doc: Y.Doc, columns: readonly Column[] = readColumns(doc)): Row[] {
  const own = columns.filter((column) => !column.report)
  return orderedEntries(rowsOf(doc)).map(([id, entry]) => readRow(id, entry, own))
}

/** One row of the body, read again on its own: what a grid does when one row changed. */
export function readRow(id: string, entry: Y.Map<unknown>, columns: readonly Column[]): Row {
  const cells = columns.flatMap((column): Cell[] => {
    const value = column.report ? null : readCell(column.type, entry.get(column.id))
    return value === null ? [] : [{ column: column.id, value }]
  })
  return { id, cells, source: readSource(entry.get('source')) }
}

function readSource(value: unknown): Row['source'] {
  if (!(value instanceof Y.Map)) return null
  const documentId = idAt(value, 'documentId')
  const blockId = idAt(value, 'blockId')
  if (documentId === null || blockId === null) return null
  return { documentId, blockId, quote: stringAt(value, 'quote') ?? '' }
}

/** What one unit reports on `rows`, without the rows it has said nothing about. */
export function readReport(
  report: Y.Doc,
  columns: readonly Column[],
  rows: readonly { readonly id: string }[],
): ReportedRow[] {
  const reported = columns.filter((column) => column.report)
  return rows.flatMap(({ id }): ReportedRow[] => {
    const registers = reportRow(report, id)
    const cells = reported.flatMap(({ id: column, type }): Cell[] => {
      const stored =
        type === 'text' ? wellFormed(reportText(report, id, column).toString()) : registers.get(column)
      const value = readCell(type, stored)
      return value === null ? [] : [{ column, value }]
    })
    return cells.length === 0 ? [] : [{ row: id, cells }]
  })
}

/** Columns and rows in the bin, the last deleted first. */
export function readBin(doc: Y.Doc): { columns: string[]; rows: string[] } {
  return { columns: deletedIds(columnsOf(doc)), rows: deletedIds(rowsOf(doc)) }
}

function deletedIds(map: Y.Map<unknown>): string[] {
  return entriesOf(map)
    .flatMap(([id, entry]) => {
      const deletedAt = deletedAtOf(entry)
      return deletedAt === null ? [] : [{ id, deletedAt }]
    })
    .sort((a, b) => b.deletedAt - a.deletedAt || compareStrings(a.id, b.id))
    .map(({ id }) => id)
}

/** Entries in use, sorted by (order, id). Ids that a row keeps for itself are no columns. */
export function orderedEntries(map: Y.Map<unknown>): [string, Y.Map<unknown>][] {
  return entriesOf(map)
    .filter(([id, entry]) => deletedAtOf(entry) === null && !ROW_KEYS.includes(id))
    .map(([id, entry]) => ({ id, entry, order: stringAt(entry, 'order') ?? '' }))
    .sort(byOrder)
    .map(({ id, entry }) => [id, entry])
}
