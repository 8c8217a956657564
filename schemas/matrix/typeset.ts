import { plainCell } from '../official/typeset.ts'
import { printedDate, type Printed, type PrintedCell } from '../typeset/printed.ts'
import type { MatrixContent } from './content.ts'
import type { Cell, Column, Row } from './read.ts'
import type { CellValue, RowStatus } from './shape.ts'

/** Characters the column of serial numbers is wide. */
const SERIAL_WIDTH = 4

/** What the form calls the four states of a task. */
const STATUS_WORDS: Readonly<Record<RowStatus, string>> = {
  'not-started': '未启动',
  'in-progress': '推进中',
  done: '已完成',
  late: '滞后',
}

/** A cell as it is printed, compared and searched. */
export function cellWords(value: CellValue | null | undefined, column: Pick<Column, 'type'>): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map((ref) => ref.name).join('、')
  if (column.type === 'percent') return `${value}%`
  if (column.type === 'date' && typeof value === 'string') return printedDate(value)
  if (column.type === 'status' && typeof value === 'string') return statusWords(value)
  return String(value)
}

function statusWords(value: string): string {
  return Object.entries(STATUS_WORDS).find(([status]) => status === value)?.[1] ?? value
}

/** The value in a row's cell, or null. */
export function cellValue(cells: readonly Cell[], column: string): CellValue | null {
  return cells.find((cell) => cell.column === column)?.value ?? null
}

/** What units reported in one cell, a unit a line; the unit's name stands in front when the row names several. */
export function reportedWords(content: MatrixContent, row: Row, column: Column): string {
  return content.reports
    .flatMap((report) => {
      const cells = report.rows.find((reported) => reported.row === row.id)?.cells ?? []
      const words = cellWords(cellValue(cells, column.id), column)
      return words === '' ? [] : [{ unit: report.unit, words }]
    })
    .map(({ unit, words }, _, all) => (all.length === 1 ? words : `${unitName(row, unit)}：${words}`))
    .join('\n')
}

/** A unit's name as some cell of the row has it; its id when none has. */
function unitName(row: Row, unit: string): string {
  const refs = row.cells.flatMap(({ value }) => (Array.isArray(value) ? value : []))
  return refs.find((ref) => ref.id === unit)?.name ?? unit
}

/** A landscape table with serial numbers in front, its head repeated on each page. */
export function typesetMatrix(content: MatrixContent): Printed {
  const { header, columns, rows } = content
  const total = SERIAL_WIDTH + columns.reduce((sum, column) => sum + column.width, 0)
  const head = ['序号', ...columns.map((column) => column.label)].map((label) => plainCell(label, 'hei'))
  return {
    form: 'table',
    orientation: 'landscape',
    head: { mark: [], copyNumber: null, urgency: null, docNumber: null, signers: [] },
    title: header.title === '' ? [] : [header.title],
    recipients: null,
    blocks: [
      {
        form: 'table',
        widths: [SERIAL_WIDTH, ...columns.map((column) => column.width)].map((width) => width / total),
        head: [head],
        rows: rows.map((row, index) => printedRow(content, row, index)),
      },
    ],
    annexes: [],
    attendance: [],
    signOff: {
      issuers: header.issuers,
      date: header.date === null ? null : printedDate(header.date),
      note: header.note === '' ? null : header.note,
    },
    imprint: { copies: [], office: null, printed: null },
  }
}

function printedRow(content: MatrixContent, row: Row, index: number): PrintedCell[] {
  const words = content.columns.map((column) => rowWords(content, row, column))
  return [String(index + 1), ...words].map((text) => plainCell(text, 'fangsong'))
}

/** What stands in one column of a row, reported or not. */
export function rowWords(content: MatrixContent, row: Row, column: Column): string {
  return column.report
    ? reportedWords(content, row, column)
    : cellWords(cellValue(row.cells, column.id), column)
}

/** Title, labels and rows as plain text, a row a line, cells divided by tabs. */
export function matrixText(content: MatrixContent): string {
  const head = content.columns.map((column) => column.label).join('\t')
  const rows = content.rows.map((row) =>
    content.columns.map((column) => rowWords(content, row, column).replaceAll(/\s+/gu, ' ')).join('\t'),
  )
  return [content.header.title, head, ...rows].filter((line) => line.trim() !== '').join('\n')
}
