import type { Node } from 'prosemirror-model'
import type { NodeView } from 'prosemirror-view'
import { tableOf } from '../table-of.ts'

/** A small table on the sheet. It is shown here; what it says is changed in place of its cells by a dialog of its own. */
export class TableView implements NodeView {
  readonly dom = document.createElement('div')
  #node: Node

  constructor(node: Node) {
    this.#node = node
    this.dom.className = 'table'
    this.dom.contentEditable = 'false'
    this.#draw()
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false
    this.#node = node
    this.#draw()
    return true
  }

  ignoreMutation(): boolean {
    return true
  }

  #draw(): void {
    const { headRows, rows } = tableOf(this.#node)
    const table = document.createElement('table')
    for (const [index, row] of rows.entries()) {
      const line = table.insertRow()
      for (const cell of row.cells) {
        const element = document.createElement(index < headRows ? 'th' : 'td')
        element.textContent = cell.text
        line.append(element)
      }
    }
    if (this.#node.attrs.id !== '') this.dom.dataset.blockId = String(this.#node.attrs.id)
    this.dom.replaceChildren(table)
  }
}
