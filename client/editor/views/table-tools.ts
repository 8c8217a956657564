import type * as Y from 'yjs'
import { TABLE_COLUMNS_MAX, TABLE_ROWS_MAX, type Table } from '../../../schemas/text/tables.ts'
import { editorWords } from '../../app/language/editor.ts'
import { say, type Word } from '../../app/language/language.svelte.ts'
import { insertColumn, insertRow, removeLine, setHeadRows } from '../table-edits.ts'

/** A cell of a table: in Yjs, and as it is shown. */
export interface TablePlace {
  readonly table: Y.Map<unknown>
  readonly shown: Table
  readonly rowId: string
  readonly columnId: string
}

interface ToolOptions {
  /** The cell that has the focus. */
  readonly place: () => TablePlace | null
  readonly newId: () => string
  readonly now: () => number
  readonly beginStep: () => void
  readonly remove: () => void
}

/** The buttons above a table whose cell has the focus: rows, columns, head, and away with it. */
export class TableTools {
  readonly dom = document.createElement('div')
  readonly #options: ToolOptions

  constructor(options: ToolOptions) {
    this.#options = options
    const { newId, now } = options
    this.dom.className = 'table-tools'
    this.dom.setAttribute('role', 'toolbar')
    this.dom.setAttribute('aria-label', say(editorWords.table))
    this.#add(editorWords.rowBelow, ({ table, shown, rowId }) => {
      if (shown.rows.length < TABLE_ROWS_MAX) insertRow(table, rowId, newId)
    })
    this.#add(editorWords.columnRight, ({ table, shown, columnId }) => {
      if (shown.columnIds.length < TABLE_COLUMNS_MAX) insertColumn(table, columnId, newId)
    })
    this.#add(editorWords.removeRow, ({ table, shown, rowId }) => {
      if (shown.rows.length > 1) removeLine(table, 'rows', rowId, now())
    })
    this.#add(editorWords.removeColumn, ({ table, shown, columnId }) => {
      if (shown.columnIds.length > 1) removeLine(table, 'columns', columnId, now())
    })
    this.#add(editorWords.headRow, ({ table, shown }) => setHeadRows(table, shown.headRows > 0 ? 0 : 1))
    this.#add(editorWords.removeTable, () => options.remove())
  }

  #add(word: Word, act: (place: TablePlace) => void): void {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = say(word)
    // The cell keeps the focus: it says which row and column are meant.
    button.addEventListener('mousedown', (event) => event.preventDefault())
    button.addEventListener('click', () => {
      const place = this.#options.place()
      if (place === null) return
      this.#options.beginStep()
      act(place)
      this.#options.beginStep()
    })
    this.dom.append(button)
  }
}
