import type { Node } from 'prosemirror-model'
import type { NodeView, ViewMutationRecord } from 'prosemirror-view'

/**
 * A paragraph on the sheet. A view of its own, because its number is an attribute that changes without the paragraph:
 * ProseMirror must neither redraw it for that nor read the change as typing. [E2]
 */
export class ParagraphView implements NodeView {
  readonly dom = document.createElement('p')
  readonly contentDOM = this.dom
  #node: Node

  constructor(node: Node) {
    this.#node = node
    this.#draw()
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false
    const hasChanged = !node.sameMarkup(this.#node)
    this.#node = node
    if (hasChanged) this.#draw()
    return true
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    return mutation.type === 'attributes'
  }

  #draw(): void {
    const { id, level, role } = this.#node.attrs
    set(this.dom, 'data-block-id', id === '' ? null : String(id))
    set(this.dom, 'data-level', String(level))
    set(this.dom, 'data-role', role === null ? null : String(role))
  }
}

function set(element: Element, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name)
  else element.setAttribute(name, value)
}
