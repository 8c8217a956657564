import { generateKeyBetween } from 'fractional-indexing'
import * as Y from 'yjs'
import type { Millis, NewId } from '../../schemas/ids.ts'
import { TEXT_EDIT } from '../../schemas/text/text-binding.ts'

/**
 * Makes a cell say `text`. Only what differs is written, so that two people's words in one cell merge. Does nothing
 * when the row has gone meanwhile.
 */
export function setCell(table: Y.Map<unknown>, rowId: string, columnId: string, text: string): void {
  const cells = entryOf(table, 'rows', rowId)?.get('cells')
  if (!(cells instanceof Y.Map)) return
  const cell = cells.get(columnId)
  const wellFormed = text.toWellFormed()
  edit(table, () => {
    if (cell instanceof Y.Text) writeDifference(cell, wellFormed)
    else cells.set(columnId, new Y.Text(wellFormed))
  })
}

/** Puts an empty row behind a row. */
export function insertRow(table: Y.Map<unknown>, behind: string, newId: NewId): void {
  insertBehind(table, 'rows', { behind, newId, entries: [['cells', new Y.Map()]] })
}

/** Puts an empty column behind a column. */
export function insertColumn(table: Y.Map<unknown>, behind: string, newId: NewId): void {
  insertBehind(table, 'columns', { behind, newId, entries: [] })
}

/** Takes a row or a column away by a mark; what colleagues write into it stays in the document. */
export function removeLine(table: Y.Map<unknown>, kind: LineKind, id: string, now: Millis): void {
  const entry = entryOf(table, kind, id)
  if (entry !== null) edit(table, () => entry.set('deletedAt', now))
}

/** Makes the first `count` rows head rows. */
export function setHeadRows(table: Y.Map<unknown>, count: number): void {
  edit(table, () => table.set('headRows', count))
}

type LineKind = 'rows' | 'columns'

interface NewLine {
  readonly behind: string
  readonly newId: NewId
  readonly entries: readonly (readonly [string, unknown])[]
}

function insertBehind(table: Y.Map<unknown>, kind: LineKind, { behind, newId, entries }: NewLine): void {
  const lines = table.get(kind)
  if (!(lines instanceof Y.Map)) return
  const order = orderBehind(lines, behind)
  edit(table, () => lines.set(newId(), new Y.Map([['order', order], ...entries])))
}

/** A key behind that of `id` and before the next different one: two people may have made equal keys. */
function orderBehind(lines: Y.Map<unknown>, id: string): string {
  const orders = [...lines.values()].map((line) => (line instanceof Y.Map ? line.get('order') : null))
  const known = orders.filter((order): order is string => typeof order === 'string').sort()
  const line = lines.get(id)
  const own: unknown = line instanceof Y.Map ? line.get('order') : null
  const before = typeof own === 'string' ? own : (known.at(-1) ?? null)
  return generateKeyBetween(before, known.find((order) => before !== null && order > before) ?? null)
}

function entryOf(table: Y.Map<unknown>, kind: LineKind, id: string): Y.Map<unknown> | null {
  const lines = table.get(kind)
  const entry = lines instanceof Y.Map ? lines.get(id) : null
  return entry instanceof Y.Map ? entry : null
}

/** As typing in the text: one transaction that undo knows. */
function edit(table: Y.Map<unknown>, write: () => void): void {
  table.doc?.transact(write, TEXT_EDIT)
}

function writeDifference(cell: Y.Text, text: string): void {
  const old = cell.toString()
  if (old === text) return
  const shorter = Math.min(old.length, text.length)
  let start = 0
  while (start < shorter && old[start] === text[start]) start++
  if (isHighHalf(text, start - 1)) start--
  let end = 0
  while (end < shorter - start && old[old.length - 1 - end] === text[text.length - 1 - end]) end++
  if (isLowHalf(text, text.length - end)) end--
  if (old.length > start + end) cell.delete(start, old.length - start - end)
  if (text.length > start + end) cell.insert(start, text.slice(start, text.length - end))
}

/** A pair of code units is never parted: Yjs would turn each half into U+FFFD. */
function isHighHalf(text: string, at: number): boolean {
  return /[\uD800-\uDBFF]/.test(text[at] ?? '')
}

function isLowHalf(text: string, at: number): boolean {
  return /[\uDC00-\uDFFF]/.test(text[at] ?? '')
}
