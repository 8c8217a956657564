import type { Node } from 'prosemirror-model'
import type { EditorView, NodeView } from 'prosemirror-view'
import { tableEditsAt } from '../../../schemas/text/table-edits.ts'
import type { Table } from '../../../schemas/text/tables.ts'
import { editorWords } from '../../app/language/editor.ts'
import { say } from '../../app/language/language.svelte.ts'
import { tableOf } from '../table-of.ts'
import { caretIn, keepCaretWhile } from './cell-caret.ts'
import { TableTools, type TablePlace } from './table-tools.ts'

/** What a table needs of its editor. */
export interface TableHost {
  readonly run: (commandId: string) => void
  readonly newId: () => string
  readonly now: () => number
  /** What follows is a step of its own to undo. */
  readonly beginStep: () => void
}

/**
 * A small table on the sheet. Its cells are texts of their own in the body, no part of ProseMirror's document: they
 * are typed into here, written to Yjs at once, and drawn again from what comes back.
 */
export class TableView implements NodeView {
  readonly dom = document.createElement('div')
  readonly #table = document.createElement('table')
  readonly #view: EditorView
  readonly #getPos: () => number | undefined
  readonly #host: TableHost
  #node: Node
  #isComposing = false

  constructor(
    node: Node,
    view: EditorView,
    { getPos, host }: { getPos: () => number | undefined; host: TableHost },
  ) {
    this.#node = node
    this.#view = view
    this.#getPos = getPos
    this.#host = host
    this.dom.className = 'table'
    this.dom.contentEditable = 'false'
    const tools = new TableTools({ ...host, place: () => this.#place(), remove: this.#remove })
    this.dom.append(tools.dom, this.#table)
    this.dom.addEventListener('input', this.#onInput)
    this.dom.addEventListener('compositionstart', this.#onComposition)
    this.dom.addEventListener('compositionend', this.#onComposition)
    this.dom.addEventListener('keydown', this.#onKeyDown)
    this.#draw(null)
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false
    const before = this.#node
    this.#node = node
    this.#draw(tableOf(before))
    return true
  }

  /** Typing, pasting and selecting inside a cell are the cell's own. */
  stopEvent(event: Event): boolean {
    return event.target instanceof HTMLElement && event.target.closest('td, th, button') !== null
  }

  ignoreMutation(): boolean {
    return true
  }

  #draw(before: Table | null): void {
    const table = tableOf(this.#node)
    if (this.#node.attrs.id !== '') this.dom.dataset.blockId = String(this.#node.attrs.id)
    if (before === null || shapeOf(before) !== shapeOf(table)) this.#drawRows(table)
    for (const [index, row] of table.rows.entries()) {
      for (const [column, cell] of row.cells.entries()) {
        const element = this.#table.rows[index]?.cells[column]
        if (element !== undefined && !(this.#isComposing && element === this.#focusedCell()))
          drawCell(element, cell.text)
      }
    }
  }

  #drawRows(table: Table): void {
    const focused = this.#focusedCell()
    const rows = table.rows.map((row, index) => {
      const line = document.createElement('tr')
      for (const { columnId } of row.cells) {
        const cell = newCell(row.id, columnId, index < table.headRows)
        cell.contentEditable = this.#view.editable ? 'plaintext-only' : 'false'
        line.append(cell)
      }
      return line
    })
    this.#table.replaceChildren(...rows)
    this.#table.setAttribute('aria-label', say(editorWords.table))
    if (focused !== null)
      this.#cells()
        .find((cell) => isSameCell(cell, focused))
        ?.focus()
  }

  /** What is composed is neither sent nor drawn over before it is committed. */
  readonly #onComposition = ({ type }: Event): void => {
    this.#isComposing = type === 'compositionstart'
    if (this.#isComposing) return
    this.#onInput()
    this.#draw(tableOf(this.#node))
  }

  readonly #onInput = (): void => {
    const cell = this.#focusedCell()
    if (cell === null || this.#isComposing) return
    const place = this.#place()
    if (place === null || !this.#view.editable) return
    place.edits.setCell(place, cellText(cell))
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return
    if (event.key === 'Tab') this.#goBy(event, event.shiftKey ? -1 : 1)
    else if (event.key === 'Escape') this.#view.focus()
    else if ((event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key)) {
      // The browser's own undo knows nothing of colleagues.
      event.preventDefault()
      this.#host.run(event.shiftKey || /y/i.test(event.key) ? 'editor.redo' : 'editor.undo')
    }
  }

  #goBy(event: KeyboardEvent, step: 1 | -1): void {
    const cells = this.#cells()
    const at = cells.findIndex((cell) => cell === this.#focusedCell())
    const next = at < 0 ? undefined : cells[at + step]
    if (next === undefined) return
    event.preventDefault()
    next.focus()
    caretIn(next, next.textContent.length)
  }

  readonly #remove = (): void => {
    const pos = this.#getPos()
    if (pos === undefined) return
    this.#view.dispatch(this.#view.state.tr.delete(pos, pos + this.#node.nodeSize))
    this.#view.focus()
  }

  /** The cell that has the focus and what edits its table; null when either is gone. */
  #place(): TablePlace | null {
    const cell = this.#focusedCell()
    const pos = this.#getPos()
    const edits = pos === undefined ? null : tableEditsAt(this.#view.state, pos)
    const { row: rowId, column: columnId } = cell?.dataset ?? {}
    if (edits === null || rowId === undefined || columnId === undefined) return null
    return { edits, shown: tableOf(this.#node), rowId, columnId }
  }

  #focusedCell(): HTMLTableCellElement | null {
    return this.#cells().find((cell) => cell === document.activeElement) ?? null
  }

  #cells(): HTMLTableCellElement[] {
    return [...this.#table.querySelectorAll<HTMLTableCellElement>('td, th')]
  }
}

function newCell(rowId: string, columnId: string, isHead: boolean): HTMLTableCellElement {
  const cell = document.createElement(isHead ? 'th' : 'td')
  cell.dataset.row = rowId
  cell.dataset.column = columnId
  return cell
}

/** A final line break is the browser's, to give an empty last line its height. */
function cellText(cell: HTMLElement): string {
  return cell.innerText.replace(/\r/g, '').replace(/\n$/, '')
}

function drawCell(cell: HTMLElement, text: string): void {
  if (cellText(cell) === text) return
  keepCaretWhile(cell, text, () => {
    cell.textContent = text
  })
}

function isSameCell(a: HTMLElement, b: HTMLElement): boolean {
  return a.dataset.row === b.dataset.row && a.dataset.column === b.dataset.column
}

/** Which lines a table has; texts aside. */
function shapeOf({ columnIds, headRows, rows }: Table): string {
  return JSON.stringify([headRows, columnIds, rows.map(({ id }) => id)])
}
