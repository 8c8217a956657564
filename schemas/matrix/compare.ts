import type { Change } from '../compare/change.ts'
import { compareSequences } from '../compare/sequence.ts'
import { textDiff } from '../compare/text-diff.ts'
import { headerChanges } from '../official/compare.ts'
import type { MatrixContent } from './content.ts'
import type { Column, Row } from './read.ts'
import { rowWords } from './typeset.ts'

/** What changed in head, columns, rows and cells; cells of columns that came or went show with the column. */
export function compareMatrix(before: MatrixContent, after: MatrixContent): Change[] {
  return [
    ...headerChanges(before.header, after.header),
    ...compareColumns(before, after),
    ...compareRows(before, after),
  ]
}

function compareColumns(before: MatrixContent, after: MatrixContent): Change[] {
  return compareSequences(before.columns, after.columns).flatMap((item): Change[] => {
    const was = item.change === 'added' ? '' : item.before.label
    const is = item.change === 'removed' ? '' : item.after.label
    const column = item.change === 'removed' ? item.before : item.after
    const change = item.change === 'kept' && was !== is ? 'changed' : item.change
    if (change === 'kept') return []
    return [{ at: 'column', column: column.id, label: column.label, change, diff: textDiff(was, is) }]
  })
}

function compareRows(before: MatrixContent, after: MatrixContent): Change[] {
  return compareSequences(before.rows, after.rows).flatMap((item): Change[] => {
    if (item.change === 'added') return [rowChange(after, item.after, 'added')]
    if (item.change === 'removed') return [rowChange(before, item.before, 'removed')]
    const moved = item.change === 'moved' ? [rowChange(after, item.after, 'moved')] : []
    return moved.concat(
      compareCells({ content: before, row: item.before }, { content: after, row: item.after }),
    )
  })
}

function rowChange(content: MatrixContent, row: Row, change: 'added' | 'removed' | 'moved'): Change {
  const words = content.columns.map((column) => rowWords(content, row, column)).filter((text) => text !== '')
  const line = words.join('｜')
  const [was, is] = [change === 'added' ? '' : line, change === 'removed' ? '' : line]
  return { at: 'row', row: row.id, label: rowLabel(content, row), change, diff: textDiff(was, is) }
}

interface RowOf {
  readonly content: MatrixContent
  readonly row: Row
}

function compareCells(before: RowOf, after: RowOf): Change[] {
  return after.content.columns.flatMap((column): Change[] => {
    const old = before.content.columns.find(({ id }) => id === column.id)
    if (old === undefined) return []
    const was = rowWords(before.content, before.row, old)
    const is = rowWords(after.content, after.row, column)
    if (was === is) return []
    return [
      {
        at: 'cell',
        row: after.row.id,
        label: rowLabel(after.content, after.row),
        column: column.id,
        columnLabel: column.label,
        change: was === '' ? 'added' : is === '' ? 'removed' : 'changed',
        diff: textDiff(was, is),
      },
    ]
  })
}

/** What names a row: its task, or the first column that says something. */
function rowLabel(content: MatrixContent, row: Row): string {
  const byMeaning = (column: Column) => (column.meaning === 'task' ? 0 : 1)
  const named = content.columns.toSorted((a, b) => byMeaning(a) - byMeaning(b))
  return named.map((column) => rowWords(content, row, column)).find((words) => words !== '') ?? ''
}
