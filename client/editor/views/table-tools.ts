import type { TableEdits } from '../../../schemas/text/table-edits.ts'
import type { Table } from '../../../schemas/text/tables.ts'
import { editorWords } from '../../app/language/editor.ts'
import { say, type Word } from '../../app/language/language.svelte.ts'

/** A cell of a table: what edits it, and as it is shown. */
export interface TablePlace {
  readonly edits: TableEdits
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
    this.#add(editorWords.rowBelow, ({ edits, shown, rowId }) => {
      edits.insertRow(shown.rows.findIndex((row) => row.id === rowId) + 1, newId)
    })
    this.#add(editorWords.columnRight, ({ edits, shown, columnId }) => {
      edits.insertColumn(shown.columnIds.indexOf(columnId) + 1, newId)
    })
    this.#add(editorWords.removeRow, ({ edits, rowId }) => edits.removeRow(rowId, now()))
    this.#add(editorWords.removeColumn, ({ edits, columnId }) => edits.removeColumn(columnId, now()))
    this.#add(editorWords.headRow, ({ edits, shown }) => edits.setHeadRows(shown.headRows > 0 ? 0 : 1))
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
