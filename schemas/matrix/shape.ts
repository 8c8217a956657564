import * as v from 'valibot'
import * as Y from 'yjs'
import { ID_PATTERN } from '../ids.ts'
import { isDay, mapOf, wellFormed } from '../shape.ts'

/** What a column's cells hold. A column never changes its type: cells of the old one would be lost. */
export const COLUMN_TYPES = [
  'text',
  'unit',
  'units',
  'person',
  'date',
  'number',
  'percent',
  'status',
] as const
export type ColumnType = (typeof COLUMN_TYPES)[number]

/** What a column is for, so that plans can fill it and summaries can count it; null for a column of one's own. */
export const COLUMN_MEANINGS = [
  'task',
  'measures',
  'target',
  'lead',
  'support',
  'due',
  'note',
  'status',
  'progress',
  'report',
  'evidence',
] as const
export type ColumnMeaning = (typeof COLUMN_MEANINGS)[number]

/** 未启动 推进中 已完成 滞后 */
export const ROW_STATUSES = ['not-started', 'in-progress', 'done', 'late'] as const
export type RowStatus = (typeof ROW_STATUSES)[number]

/** Keys of a row that are no cells. No column may have one of them as its id. */
export const ROW_KEYS: readonly string[] = ['order', 'deletedAt', 'source']

/** Widest and narrowest column, in characters as printed. */
export const COLUMN_WIDTH_MIN = 2
export const COLUMN_WIDTH_MAX = 80
export const COLUMN_WIDTH_USUAL = 10

/**
 * A unit or person in a cell: an id of the directory when it is known there, and always the name as it was when it was
 * put in, so that a version can be read and printed without any directory.
 */
export const Ref = v.strictObject({ id: v.nullable(v.string()), name: v.string() })
export type Ref = v.InferOutput<typeof Ref>

/** A cell as plain data: words, a number, or units and people. */
export const CellValue = v.union([v.string(), v.number(), v.array(Ref)])
export type CellValue = v.InferOutput<typeof CellValue>

/** The columns of a body room, by id. */
export function columnsOf(doc: Y.Doc): Y.Map<unknown> {
  return mapOf(doc, 'columns')
}

/** The rows of a body room, by id. */
export function rowsOf(doc: Y.Doc): Y.Map<unknown> {
  return mapOf(doc, 'rows')
}

/**
 * A row's registers in a report room. It is a map of the room's own, named after the row, not one that somebody makes:
 * two members of a unit who first report on a row at once, apart, would lose one of two maps they made.
 */
export function reportRow(report: Y.Doc, row: string): Y.Map<unknown> {
  return report.getMap(`row/${row}`)
}

/** A long text in a report room, the room's own for the same reason. */
export function reportText(report: Y.Doc, row: string, column: string): Y.Text {
  return report.getText(`text/${row}/${column}`)
}

/** Writes a ref as one register value: `id=name`, the id empty when the directory does not know it. */
export function writeRef({ id, name }: Ref): string {
  return `${id ?? ''}=${name.toWellFormed().replace(/\s+/gu, ' ').trim()}`
}

/** Reads what {@link writeRef} wrote; null for anything else. */
export function readRef(value: unknown): Ref | null {
  if (typeof value !== 'string') return null
  const cut = value.indexOf('=')
  const [id, name] = [value.slice(0, Math.max(cut, 0)), wellFormed(value.slice(cut + 1)).trim()]
  if (cut < 0 || name === '') return null
  return { id: ID_PATTERN.test(id) ? id : null, name }
}

/** A cell's stored value as plain data of its column's type; null for empty cells and for what does not fit. */
export function readCell(type: ColumnType, value: unknown): CellValue | null {
  switch (type) {
    case 'text': {
      const words = value instanceof Y.Text ? value.toString() : value
      return typeof words === 'string' && words !== '' ? wellFormed(words) : null
    }
    case 'unit':
    case 'units':
    case 'person': {
      const refs = (Array.isArray(value) ? value : []).flatMap((each) => readRef(each) ?? [])
      const once = refs.filter((ref, at) => refs.findIndex((other) => isSameRef(other, ref)) === at)
      if (once.length === 0) return null
      return type === 'units' ? once : once.slice(0, 1)
    }
    case 'date':
      return typeof value === 'string' && isDay(value) ? value : null
    case 'number':
    case 'percent':
      return typeof value === 'number' && Number.isFinite(value) ? value : null
    case 'status':
      return ROW_STATUSES.find((status) => status === value) ?? null
  }
}

/** Whether two refs name the same unit or person. */
export function isSameRef(a: Ref, b: Ref): boolean {
  return a.id === null && b.id === null ? a.name === b.name : a.id === b.id
}
