import { ownBlock, ownTable } from './own-block.ts'
import type { PastedBlock, PastedList, PastedMark, PastedRun } from './pasted.ts'
import { marksOfStyle, marksWith } from './read-marks.ts'
import { collapseSpace, settleRuns } from './settle-runs.ts'

const names = (list: string): ReadonlySet<string> => new Set(list.split(' '))

/** Elements whose content is never text of a document. */
const SKIPPED = names(
  'SCRIPT STYLE HEAD TITLE META LINK TEMPLATE NOSCRIPT IFRAME FRAME OBJECT EMBED APPLET AUDIO BUTTON SELECT ' +
    'TEXTAREA INPUT DATALIST XML O:SHAPEDEFAULTS W:WORDDOCUMENT',
)

const PICTURES = names('IMG PICTURE SVG CANVAS VIDEO V:IMAGEDATA')

/** Elements that begin and end a paragraph. */
const BLOCKS = names(
  'P DIV H1 H2 H3 H4 H5 H6 LI UL OL DL DT DD BLOCKQUOTE PRE SECTION ARTICLE HEADER FOOTER MAIN NAV ASIDE FIGURE ' +
    'FIGCAPTION ADDRESS FORM FIELDSET HR CENTER DETAILS SUMMARY BODY HTML TABLE TR TD TH CAPTION',
)

/** Stands on the number this editor wrote before a clause it copied. */
export const OWN_NUMBER = 'data-clause-number'

/**
 * Reads clipboard HTML that has been parsed into a detached document: paragraphs, lists, headings, small tables.
 * Nothing of it is ever put into the page: text and a closed set of marks come out, so scripts, styles, links and
 * handlers have nowhere to stay.
 * @param root the parsed clipboard; not changed.
 */
export function readHtml(root: Node): PastedBlock[] {
  const reader = new HtmlReader()
  reader.walkChildren(root, { marks: [], lists: [] })
  reader.endParagraph()
  return reader.blocks
}

interface Context {
  readonly marks: readonly PastedMark[]
  /** The lists around this place, outermost first. */
  readonly lists: readonly { readonly ordered: boolean }[]
}

type ParagraphFacts = Pick<Extract<PastedBlock, { kind: 'paragraph' }>, 'list' | 'heading' | 'own'>

class HtmlReader {
  readonly blocks: PastedBlock[] = []
  #runs: PastedRun[] = []
  #facts: ParagraphFacts = {}

  walkChildren(node: Node, context: Context): void {
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
      if (child instanceof Text) this.#takeText(child.data, context)
      else if (isElement(child)) this.#walk(child, context)
    }
  }

  endParagraph(): void {
    const runs = settleRuns(this.#runs)
    if (runs.length > 0) this.blocks.push({ kind: 'paragraph', runs, ...this.#facts })
    this.#runs = []
    this.#facts = {}
  }

  #walk(element: Element, context: Context): void {
    const name = element.nodeName.toUpperCase()
    const style = element.getAttribute('style') ?? ''
    if (SKIPPED.has(name) || isHidden(element, style)) return
    if (PICTURES.has(name)) this.#takePicture(element)
    else if (name === 'BR') this.endParagraph()
    else if (name === 'TABLE') this.#takeTable(element, context)
    else if (name === 'PRE') this.#takePreformatted(element, context)
    else if (/mso-list:\s*ignore/i.test(style)) this.#takeWordLabel(element)
    else if (element.hasAttribute(OWN_NUMBER)) return
    else if (BLOCKS.has(name)) this.#walkBlock(element, style, context)
    else this.walkChildren(element, { ...context, marks: marksWith(context.marks, name, style) })
  }

  #walkBlock(element: Element, style: string, context: Context): void {
    const name = element.nodeName.toUpperCase()
    this.endParagraph()
    this.#facts = factsOf(element, style, context)
    const lists =
      name === 'OL' || name === 'UL' ? [...context.lists, { ordered: name === 'OL' }] : context.lists
    // A heading is bold by its nature, not by anybody's choice: only marks inside it count.
    this.walkChildren(element, { marks: marksOfStyle(context.marks, style), lists })
    this.endParagraph()
  }

  /** Word and WPS draw a list number as text inside a span of its own. */
  #takeWordLabel(element: Element): void {
    const label = collapseSpace(element.textContent ?? '').trim()
    const list = this.#facts.list
    if (label === '' || list === undefined) return
    this.#facts = { ...this.#facts, list: { ...list, label, ordered: !isBullet(label) } }
  }

  #takeText(data: string, context: Context): void {
    const text = collapseSpace(data)
    if (text !== '') this.#runs.push({ text, marks: context.marks })
  }

  #takePreformatted(element: Element, context: Context): void {
    this.endParagraph()
    for (const line of (element.textContent ?? '').split(/\r\n?|\n/)) {
      this.#takeText(line, context)
      this.endParagraph()
    }
  }

  #takePicture(element: Element): void {
    // Pixels of a page's counters are pictures to the browser, not to a person.
    const isSpacer = Number(element.getAttribute('width') ?? 99) <= 2
    if (!isSpacer && this.blocks.at(-1)?.kind !== 'picture') this.blocks.push({ kind: 'picture' })
  }

  #takeTable(element: Element, context: Context): void {
    this.endParagraph()
    const rows = ownRows(element)
    const width = Math.max(0, ...rows.map((row) => row.length))
    const own = ownTable((name) => element.getAttribute(name))
    // Pages are laid out with tables of one cell or one column; what stands in them is text.
    if (width < (own === null ? 2 : 1)) return this.walkChildren(element, context)
    const cells = rows.map((row) => row.map(cellText))
    this.blocks.push({ kind: 'table', rows: cells, ...(own === null ? {} : { own }) })
  }
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1
}

function isHidden(element: Element, style: string): boolean {
  return (
    element.hasAttribute('hidden') ||
    /display:\s*none|mso-hide:\s*all|visibility:\s*hidden/i.test(style) ||
    // Word's tracked deletions: their author has already taken these words back.
    element.classList.contains('msoDel')
  )
}

function factsOf(element: Element, style: string, context: Context): ParagraphFacts {
  const own = ownBlock((name) => element.getAttribute(name))
  if (own !== null) return { own }
  const heading = /^H([1-6])$/i.exec(element.nodeName)?.[1]
  const list = listOf(element, style, context)
  return {
    ...(heading === undefined ? {} : { heading: Number(heading) }),
    ...(list === null ? {} : { list }),
  }
}

function listOf(element: Element, style: string, context: Context): PastedList | null {
  const word = /mso-list:\s*\S+\s+level(\d)/i.exec(style)?.[1]
  if (word !== undefined) return { depth: Number(word), label: null, ordered: true }
  const list = context.lists.at(-1)
  if (element.nodeName.toUpperCase() !== 'LI' || list === undefined) return null
  return { depth: context.lists.length, label: null, ordered: list.ordered }
}

/** Rows of the table itself, not of tables inside its cells. */
function ownRows(table: Element): Element[][] {
  const rows = [...table.querySelectorAll('tr')].filter((row) => row.closest('table') === table)
  return rows.map((row) => [...row.children].filter((cell) => /^T[DH]$/i.test(cell.nodeName)))
}

function cellText(cell: Element): string {
  const blocks = readHtml(cell)
  const lines = blocks.flatMap((block) =>
    block.kind === 'paragraph' ? [block.runs.map((run) => run.text).join('')] : [],
  )
  return lines.join('\n')
}

function isBullet(label: string): boolean {
  return /^[·•●○◦■□▪◆◇➢✓§ülØnv\-–—*]$/u.test(label)
}
