import { DOMSerializer, Fragment, Slice, type Node } from 'prosemirror-model'
import { Plugin, type EditorState } from 'prosemirror-state'
import { officialSchema } from '../../../schemas/text/official-schema.ts'
import { labelsOf } from '../plugins/clause-labels.ts'
import { tableOf } from '../table-of.ts'
import { writeOwn } from './own-block.ts'
import { OWN_NUMBER } from './read-html.ts'

/** The number each copied block had; none for a piece of a block. Keyed by nodes made for one copy, since a document may hold a node twice. */
const copiedLabels = new WeakMap<Node, string>()

/** Puts numbers into what is copied: they are not in the text, but whoever pastes it elsewhere expects them. [E2] */
export function copyWithNumbers(): Plugin {
  return new Plugin({
    props: {
      transformCopied: (slice, view) => withLabels(slice, view.state),
      clipboardSerializer: new ClauseSerializer(),
      clipboardTextSerializer: (slice) => plainText(slice.content),
    },
  })
}

function withLabels(slice: Slice, state: EditorState): Slice {
  const labels = labelsOf(state)
  const { $from } = state.selection
  const first = $from.index(0)
  // A paragraph copied from its middle on is a piece of text, no clause.
  const startsInside = slice.openStart > 0 && $from.parentOffset > 0
  const isInline = slice.content.firstChild?.isInline ?? true
  if (isInline) return slice
  const blocks: Node[] = []
  slice.content.forEach((block, _offset, index) => {
    const isPiece = index === 0 && startsInside
    const copy = isPiece
      ? officialSchema.nodes.paragraph.create(null, block.content)
      : block.copy(block.content)
    if (!isPiece) copiedLabels.set(copy, labels[first + index] ?? '')
    blocks.push(copy)
  })
  return new Slice(Fragment.from(blocks), slice.openStart, slice.openEnd)
}

/** Writes copied blocks as HTML that Word, WPS and this editor read: plain paragraphs, their numbers as text. */
class ClauseSerializer extends DOMSerializer {
  constructor() {
    super(DOMSerializer.nodesFromSchema(officialSchema), DOMSerializer.marksFromSchema(officialSchema))
  }

  override serializeFragment(
    fragment: Fragment,
    options: { document?: Document } = {},
    target?: HTMLElement | DocumentFragment,
  ): HTMLElement | DocumentFragment {
    const owner = options.document ?? document
    const into = target ?? owner.createDocumentFragment()
    if (fragment.firstChild?.isInline ?? true)
      return super.serializeFragment(fragment, { document: owner }, into)
    fragment.forEach((block) => into.append(this.#block(block, owner)))
    return into
  }

  #block(block: Node, owner: Document): HTMLElement {
    if (block.type.name === 'table') return tableElement(block, owner)
    const paragraph = owner.createElement('p')
    const number = copiedLabels.get(block)
    if (number !== undefined) writeOwn(paragraph, block)
    if (number !== undefined && number !== '') {
      const span = owner.createElement('span')
      span.setAttribute(OWN_NUMBER, '')
      span.textContent = number
      paragraph.append(span)
    }
    super.serializeFragment(block.content, { document: owner }, paragraph)
    return paragraph
  }
}

function tableElement(block: Node, owner: Document): HTMLElement {
  const table = owner.createElement('table')
  // Without it Word draws no lines.
  table.setAttribute('border', '1')
  writeOwn(table, block)
  for (const row of tableOf(block).rows) {
    const line = table.insertRow()
    for (const cell of row.cells) line.insertCell().textContent = cell.text
  }
  return table
}

function plainText(content: Fragment): string {
  const lines: string[] = []
  content.forEach((block) => {
    if (block.isInline) lines[0] = (lines[0] ?? '') + (block.isText ? (block.text ?? '') : '')
    else lines.push((copiedLabels.get(block) ?? '') + textOf(block))
  })
  return lines.join('\n')
}

function textOf(block: Node): string {
  if (block.type.name !== 'table') return block.textContent
  return tableOf(block)
    .rows.map((row) => row.cells.map((cell) => cell.text.replace(/\s+/g, ' ')).join('\t'))
    .join('\n')
}
