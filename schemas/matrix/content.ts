import * as v from 'valibot'
import { OfficialHeader } from '../official/header.ts'
import { Column, ReportedRow, Row } from './read.ts'

/** Raised by one with every change of the shape. */
export const MATRIX_SCHEMA = 1

/** A responsibility matrix as a version keeps it, with what the units reported. */
export const MatrixContent = v.strictObject({
  kind: v.literal('matrix'),
  schemaNumber: v.literal(MATRIX_SCHEMA),
  header: OfficialHeader,
  columns: v.array(Column),
  rows: v.array(Row),
  /** Units sorted by id; those that reported nothing are left out. */
  reports: v.array(v.strictObject({ unit: v.string(), rows: v.array(ReportedRow) })),
})
export type MatrixContent = v.InferOutput<typeof MatrixContent>
