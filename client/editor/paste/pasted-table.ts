import type { Node } from 'prosemirror-model'
import type { NewId } from '../../../schemas/ids.ts'
import { officialSchema } from '../../../schemas/text/official-schema.ts'
import { TABLE_COLUMNS_MAX, TABLE_ROWS_MAX, type Table } from '../../../schemas/text/tables.ts'

/** A table out of pasted cells, or `null` when it is larger than a table of official text may be. */
export function pastedTable(rows: readonly (readonly string[])[], newId: NewId): Node | null {
  const width = Math.max(...rows.map((row) => row.length))
  if (rows.length > TABLE_ROWS_MAX || width > TABLE_COLUMNS_MAX) return null
  const columnIds = Array.from({ length: width }, () => newId())
  const table: Table = {
    columnIds,
    headRows: 1,
    rows: rows.map((row) => ({
      id: newId(),
      cells: columnIds.map((columnId, column) => ({ columnId, text: row[column] ?? '' })),
    })),
  }
  return officialSchema.nodes.table.create({ id: newId(), table })
}

/** The same as lines of text, a wide space between the cells: for tables too large, and for one line. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  return rows
    .map((row) => row.map((cell) => cell.replaceAll('\n', '，')).join('　'))
    .filter((line) => line.trim() !== '')
}
