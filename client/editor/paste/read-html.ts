import type { PastedBlock, PastedList, PastedMark, PastedRun } from './pasted.ts'

/** Elements whose content is never text of a document. */
const SKIPPED = new Set(
  ['SCRIPT', 'STYLE', 'HEAD', 'TITLE', 'META', 'LINK', 'TEMPLATE', 'NOSCRIPT', 'IFRAME', 'FRAME'].concat(
    ['OBJECT', 'EMBED', 'APPLET', 'AUDIO', 'BUTTON', 'SELECT', 'TEXTAREA', 'INPUT', 'DATALIST', 'XML'].concat(
      ['O:SHAPEDEFAULTS', 'W:WORDDOCUMENT'],
    ),
  ),
)

const PICTURES = new Set(['IMG', 'PICTURE', 'SVG', 'CANVAS', 'VIDEO', 'V:IMAGEDATA'])

/** Elements that begin and end a paragraph. */
const BLOCKS = new Set(
  [
    'P',
    'DIV',
    'H1',
    'H2',
    'H3',
    'H4',
    'H5',
    'H6',
    'LI',
    'UL',
    'OL',
    'DL',
    'DT',
    'DD',
    'BLOCKQUOTE',
    'PRE',
  ].concat(
    [
      'SECTION',
      'ARTICLE',
      'HEADER',
      'FOOTER',
      'MAIN',
      'NAV',
      'ASIDE',
      'FIGURE',
      'FIGCAPTION',
      'ADDRESS',
    ].concat([
      'FORM',
      'FIELDSET',
      'HR',
      'CENTER',
      'DETAILS',
      'SUMMARY',
      'BODY',
      'HTML',
      'TABLE',
      'TR',
      'TD',
      'TH',
      'CAPTION',
    ]),
  ),
)

const MARKS: Readonly<Record<string, PastedMark>> = {
  B: 'strong',
  STRONG: 'strong',
  I: 'em',
  EM: 'em',
  U: 'underline',
  INS: 'underline',
  S: 'strike',
  STRIKE: 'strike',
  DEL: 'strike',
  SUP: 'superscript',
  SUB: 'subscript',
}

/** Attributes this editor writes on what it copies, so that a paste back need not guess. */
export const OWN_LEVEL = 'data-clause-level'
export const OWN_LABEL = 'data-clause-label'
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
    const runs = trimRuns(settleSpace(this.#runs))
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
    // Pages are laid out with tables of one cell or one column; what stands in them is text.
    if (width < 2) this.walkChildren(element, context)
    else this.blocks.push({ kind: 'table', rows: rows.map((row) => row.map(cellText)) })
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
  const own = element.getAttribute(OWN_LEVEL)
  if (own !== null) return { own: { level: Number(own), label: element.getAttribute(OWN_LABEL) } }
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

function marksWith(marks: readonly PastedMark[], name: string, style: string): readonly PastedMark[] {
  const mark = MARKS[name]
  const own = mark === undefined || marks.includes(mark) ? marks : [...marks, mark]
  return style === '' ? own : marksOfStyle(own, style)
}

function marksOfStyle(marks: readonly PastedMark[], style: string): readonly PastedMark[] {
  const wanted = new Set(marks)
  const weight = /font-weight:\s*(\w+)/i.exec(style)?.[1]
  if (weight !== undefined) toggle(wanted, 'strong', weight === 'bold' || Number(weight) >= 600)
  const slant = /font-style:\s*(\w+)/i.exec(style)?.[1]
  if (slant !== undefined) toggle(wanted, 'em', slant === 'italic' || slant === 'oblique')
  const decoration = /text-decoration(?:-line)?:\s*([^;]+)/i.exec(style)?.[1]
  if (decoration?.includes('underline')) wanted.add('underline')
  if (decoration?.includes('line-through')) wanted.add('strike')
  return [...wanted]
}

function toggle(marks: Set<PastedMark>, mark: PastedMark, on: boolean): void {
  if (on) marks.add(mark)
  else marks.delete(mark)
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

/** White space as one sign: `\n` where it broke a line of the source, else a space. Word pads by non-breaking ones. */
function collapseSpace(text: string): string {
  return text
    .replace(/[\u200B\uFEFF]/g, '')
    .replace(/[ \t\r\n\f\u00A0]+/g, (space) => (/[\r\n]/.test(space) ? '\n' : ' '))
}

const WIDE = /[\p{Script=Han}\u2014\u2018-\u201D\u2026\u3000-\u303F\uFF00-\uFFEF]/u

/**
 * Makes white space what a reader sees, across the runs of a paragraph: one space, and none for a source line broken
 * between two Chinese characters. Word breaks its source anywhere, and Chinese would come in with holes.
 */
function settleSpace(runs: readonly PastedRun[]): PastedRun[] {
  const all = runs.map((run) => run.text).join('')
  let at = 0
  let before = ''
  return runs.map(({ text, marks }) => {
    let settled = ''
    for (const char of text) {
      const isSpace = char === '\n' || char === ' '
      const isBreak = char === '\n' && WIDE.test(before) && WIDE.test(nextIn(all, at + 1))
      if (!isSpace) settled += char
      else if (before !== ' ' && !isBreak) settled += ' '
      if (!isBreak) before = isSpace ? ' ' : char
      at += char.length
    }
    return { text: settled, marks }
  })
}

/** The next character at or behind `from` that is no space. */
function nextIn(text: string, from: number): string {
  return /^\s*(\S)/u.exec(text.slice(from, from + 8))?.[1] ?? ''
}

function trimRuns(runs: readonly PastedRun[]): PastedRun[] {
  const kept = runs.map((run) => ({ ...run }))
  // The 2 字 of first-line indent are the form's, so hand-typed spaces before a paragraph go.
  while (kept[0] !== undefined && (kept[0].text = kept[0].text.replace(/^[ \u3000]+/, '')) === '')
    kept.shift()
  for (let last = kept.at(-1); last !== undefined; last = kept.at(-1)) {
    last.text = last.text.replace(/[ \u3000]+$/, '')
    if (last.text !== '') break
    kept.pop()
  }
  return joinEqualRuns(kept)
}

function joinEqualRuns(runs: readonly PastedRun[]): PastedRun[] {
  const joined: PastedRun[] = []
  for (const run of runs) {
    if (run.text === '') continue
    const last = joined.at(-1)
    if (last !== undefined && sameMarks(last.marks, run.marks)) {
      joined[joined.length - 1] = { text: last.text + run.text, marks: last.marks }
    } else joined.push(run)
  }
  return joined
}

function sameMarks(a: readonly PastedMark[], b: readonly PastedMark[]): boolean {
  return a.length === b.length && a.every((mark) => b.includes(mark))
}

function isBullet(label: string): boolean {
  return /^[·•●○◦■□▪◆◇➢✓§ülØnv\-–—*]$/u.test(label)
}
