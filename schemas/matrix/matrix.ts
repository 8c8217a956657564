import * as v from 'valibot'
import type { ColumnId } from '../ids.ts'
import * as ids from '../ids.ts'
import type { DocumentKind, Rooms } from '../kind.ts'
import { startHeader } from '../official/header-edit.ts'
import { readHeader } from '../official/header.ts'
import { bodyRoom, isStarted, START, templateHeader } from '../official/start.ts'
import { compareStrings } from '../order.ts'
import { isPart, reportUnit, type Part } from '../protocol/room-name.ts'
import { copyOf, mapOf } from '../shape.ts'
import { compareMatrix } from './compare.ts'
import { MATRIX_SCHEMA, MatrixContent } from './content.ts'
import { addColumn } from './edit.ts'
import { readColumns, readReport, readRows, type Column, type Row } from './read.ts'
import type { ColumnMeaning, ColumnType } from './shape.ts'
import { matrixText, typesetMatrix } from './typeset.ts'

interface TemplateColumn {
  readonly label: string
  readonly type: ColumnType
  readonly meaning: ColumnMeaning
  readonly width: number
  readonly report?: boolean
}

/** The columns such tables have (domain.md §10); the serial number is counted, not kept. */
const TEMPLATE_COLUMNS: readonly TemplateColumn[] = [
  { label: '任务', type: 'text', meaning: 'task', width: 16 },
  { label: '具体措施', type: 'text', meaning: 'measures', width: 24 },
  { label: '目标（指标）', type: 'text', meaning: 'target', width: 14 },
  { label: '牵头单位', type: 'unit', meaning: 'lead', width: 10 },
  { label: '责任单位', type: 'units', meaning: 'support', width: 14 },
  { label: '完成时限', type: 'date', meaning: 'due', width: 8 },
  { label: '进度', type: 'percent', meaning: 'progress', width: 6, report: true },
  { label: '状态', type: 'status', meaning: 'status', width: 6, report: true },
  { label: '进展情况', type: 'text', meaning: 'report', width: 20, report: true },
  { label: '备注', type: 'text', meaning: 'note', width: 10 },
]

/** 责任分工表 */
export const matrix: DocumentKind<MatrixContent> = {
  name: 'matrix',
  schemaNumber: MATRIX_SCHEMA,
  readerVersion: 1,

  create(rooms, template) {
    const doc = bodyRoom(rooms)
    if (isStarted(doc)) return
    doc.transact(() => {
      mapOf(doc, 'meta').set('schema', MATRIX_SCHEMA)
      startHeader(doc, templateHeader(template))
      for (const column of TEMPLATE_COLUMNS) addColumn(doc, { id: newColumnId(template.newId), ...column })
    }, START)
  },

  read(rooms) {
    const doc = copyOf(bodyRoom(rooms))
    const columns = readColumns(doc)
    const rows = readRows(doc, columns)
    const content: MatrixContent = {
      kind: 'matrix',
      schemaNumber: MATRIX_SCHEMA,
      header: readHeader(doc),
      columns,
      rows,
      reports: readReports(rooms, columns, rows),
    }
    doc.destroy()
    return content
  },

  parse(value) {
    const parsed = v.safeParse(MatrixContent, value)
    return parsed.success ? parsed.output : null
  },

  compare: compareMatrix,
  typeset: typesetMatrix,
  text: matrixText,
}

function newColumnId(newId: ids.NewId): ColumnId {
  return v.parse(ids.ColumnId, newId())
}

function readReports(
  rooms: Rooms,
  columns: readonly Column[],
  rows: readonly Row[],
): MatrixContent['reports'] {
  return [...rooms]
    .flatMap(([part, room]) => {
      const unit = reportUnitOf(part)
      if (unit === null) return []
      const copy = copyOf(room)
      const reported = readReport(copy, columns, rows)
      copy.destroy()
      return reported.length === 0 ? [] : [{ unit, rows: reported }]
    })
    .sort((a, b) => compareStrings(a.unit, b.unit))
}

function reportUnitOf(part: Part): string | null {
  return isPart(part) ? reportUnit(part) : null
}
