import type { Node } from 'prosemirror-model'
import type { Table } from '../../schemas/text/tables.ts'

/** The table a node holds; an empty one when there is none. The binding has checked its form. */
export function tableOf(node: Node): Table {
  const table: Table | null = node.attrs.table
  return table ?? { columnIds: [], headRows: 0, rows: [] }
}
