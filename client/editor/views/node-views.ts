import type { Node } from 'prosemirror-model'
import type { NodeView, NodeViewConstructor } from 'prosemirror-view'
import { officialSchema } from '../../../schemas/text/official-schema.ts'
import { editorWords } from '../../app/language/editor.ts'
import { say } from '../../app/language/language.svelte.ts'
import { ParagraphView } from './paragraph-view.ts'
import { TableView, type TableHost } from './table-view.ts'

/**
 * Views of everything that stands on the sheet, with their words in the language of now. Drawn from text alone: no
 * stored URL, style or markup is used. [E8]
 */
export function nodeViews(host: TableHost): Record<string, NodeViewConstructor> {
  return {
    paragraph: (node) => new ParagraphView(node),
    table: (node, view, getPos) => new TableView(node, view, { getPos, host }),
    image: (node) => closedBox(node, 'figure', say(editorWords.picture, altOf(node))),
    unknown_block: (node) => closedBox(node, 'div', say(editorWords.unknownBlock)),
    unknown_inline: () => ({ dom: labelled('span', say(editorWords.unknownInline)) }),
  }
}

/** A block that is kept as it is and shown as a closed box. [E8] */
function closedBox(node: Node, tag: string, text: string): NodeView {
  const dom = labelled(tag, text)
  dom.contentEditable = 'false'
  if (node.attrs.id !== '') dom.dataset.blockId = String(node.attrs.id)
  return { dom, ignoreMutation: () => true, update: (next) => next === node }
}

function labelled(tag: string, text: string): HTMLElement {
  const element = document.createElement(tag)
  element.className = 'closed'
  element.textContent = text
  return element
}

function altOf(node: Node): string {
  return node.type === officialSchema.nodes.image && typeof node.attrs.alt === 'string' ? node.attrs.alt : ''
}
