import type { EditorState } from 'prosemirror-state'
import * as Y from 'yjs'
import type { Millis, NewId } from '../ids.ts'
import { byOrder, orderAt, type Ordered } from '../order.ts'
import { bindingOf } from './binding.ts'
import { markerOfEntry } from './marker.ts'
import { blockAt } from './positions.ts'
import { cellText, inOrder, TABLE_COLUMNS_MAX, TABLE_ROWS_MAX } from './tables.ts'
import { TEXT_EDIT } from './text-binding.ts'

/** A cell of a table, by the ids of its row and its column. */
export interface CellId {
  readonly rowId: string
  readonly columnId: string
}

/**
 * Edits of one table of official text. They go straight to the body, as one's own edits: the editor shows them and
 * undo takes them back. Two people in one cell merge, as in a paragraph. False: what was to be changed is not there.
 */
export class TableEdits {
  readonly #marker: Y.Map<unknown>

  constructor(marker: Y.Map<unknown>) {
    this.#marker = marker
  }

  /** Makes a cell's text equal to `text` by the smallest change at one place, so that a colleague's words stay. */
  setCell(cell: CellId, text: string): boolean {
    const row = this.#find('rows', cell.rowId)
    if (row === null || this.#find('columns', cell.columnId) === null) return false
    this.#transact(() => {
      const cells = nested(row, 'cells')
      const had = cells.get(cell.columnId)
      if (had instanceof Y.Text) changeText(had, text.toWellFormed())
      else if (cellText(had) !== text) cells.set(cell.columnId, new Y.Text(text.toWellFormed()))
    })
    return true
  }

  /** Puts in an empty row as number `index`, counted from 0; returns its id, or null when the table is full. */
  insertRow(index: number, newId: NewId): string | null {
    return this.#insert('rows', index, { id: newId(), max: TABLE_ROWS_MAX })
  }

  /** Puts in an empty column as number `index`, counted from 0; returns its id, or null when the table is full. */
  insertColumn(index: number, newId: NewId): string | null {
    return this.#insert('columns', index, { id: newId(), max: TABLE_COLUMNS_MAX })
  }

  /** Takes a row off. It is marked, not removed: what a colleague writes in it meanwhile is not lost. */
  removeRow(rowId: string, now: Millis): boolean {
    return this.#remove('rows', rowId, now)
  }

  /** Takes a column off, in the same way. */
  removeColumn(columnId: string, now: Millis): boolean {
    return this.#remove('columns', columnId, now)
  }

  /** How many rows at the top are head rows. */
  setHeadRows(count: number): void {
    this.#transact(() => this.#marker.set('headRows', Math.max(0, Math.trunc(count))))
  }

  #insert(kind: 'rows' | 'columns', index: number, { id, max }: { id: string; max: number }): string | null {
    const siblings = orderedIn(this.#marker.get(kind))
    if (siblings.length >= max) return null
    this.#transact(() => {
      const entry = new Y.Map<unknown>([['order', orderAt(siblings, index)]])
      nested(this.#marker, kind).set(id, entry)
      if (kind === 'rows') this.#fill(entry, orderedIn(this.#marker.get('columns')))
      else for (const [, row] of inOrder(this.#marker.get('rows'))) nested(row, 'cells').set(id, new Y.Text())
    })
    return id
  }

  /** Every cell is there from the start: two people making one at the same time would leave only one's words. */
  #fill(row: Y.Map<unknown>, columns: readonly Ordered[]): void {
    row.set('cells', new Y.Map(columns.map((column) => [column.id, new Y.Text()])))
  }

  #remove(kind: 'rows' | 'columns', id: string, now: Millis): boolean {
    const entry = this.#find(kind, id)
    if (entry === null || inOrder(this.#marker.get(kind)).length === 1) return false
    this.#transact(() => entry.set('deletedAt', now))
    return true
  }

  #find(kind: 'rows' | 'columns', id: string): Y.Map<unknown> | null {
    return inOrder(this.#marker.get(kind)).find(([each]) => each === id)?.[1] ?? null
  }

  #transact(edit: () => void): void {
    this.#marker.doc?.transact(edit, TEXT_EDIT)
  }
}

/** Edits of the table at a position of the editor, or null when there is none. */
export function tableEditsAt(state: EditorState, pos: number): TableEdits | null {
  const block = blockAt(state, pos)
  if (block?.node.type.name !== 'table') return null
  const entry = bindingOf(state)?.shown.index.entries[block.index]
  const marker = entry === undefined ? null : markerOfEntry(entry)
  return marker === null ? null : new TableEdits(marker)
}

function orderedIn(entries: unknown): Ordered[] {
  const ordered = inOrder(entries).map(([id, entry]) => {
    const order = entry.get('order')
    return { id, order: typeof order === 'string' ? order : '' }
  })
  return ordered.sort(byOrder)
}

/** The map under a key; a missing one, or something else in its place, is replaced by an empty map. */
function nested(map: Y.Map<unknown>, key: string): Y.Map<unknown> {
  const value = map.get(key)
  if (value instanceof Y.Map) return value
  const fresh = new Y.Map<unknown>()
  map.set(key, fresh)
  return fresh
}

/** Turns a text into another by replacing what lies between their common ends; surrogate pairs stay whole. */
function changeText(text: Y.Text, wanted: string): void {
  const had = cellText(text)
  let start = 0
  while (start < Math.min(had.length, wanted.length) && had[start] === wanted[start]) start++
  if (isHighSurrogate(had, start - 1)) start--
  let end = 0
  const limit = Math.min(had.length, wanted.length) - start
  while (end < limit && had.at(-1 - end) === wanted.at(-1 - end)) end++
  if (end > 0 && isHighSurrogate(had, had.length - end - 1)) end--
  if (had.length - end > start) text.delete(start, had.length - end - start)
  if (wanted.length - end > start) text.insert(start, wanted.slice(start, wanted.length - end))
}

function isHighSurrogate(text: string, index: number): boolean {
  const code = index < 0 ? Number.NaN : text.charCodeAt(index)
  return code >= 0xd800 && code <= 0xdbff
}
