import { fold } from './normalise.ts'
import { startsWithLabel, isBareLabel } from './labels.ts'

/** One line or one paragraph put together from hard-wrapped lines. Offsets count the normalised input. */
export interface Paragraph {
  readonly text: string
  /** Matching form of `text`, of the same length. */
  readonly folded: string
  readonly start: number
  readonly end: number
  /** More than one source line was joined. */
  readonly joined: boolean
  readonly afterBlank: boolean
}

interface Line {
  readonly text: string
  readonly folded: string
  readonly start: number
  readonly end: number
  readonly indented: boolean
  readonly afterBlank: boolean
}

function readLines(source: string): Line[] {
  const lines: Line[] = []
  let at = 0
  let afterBlank = false
  for (const raw of source.split('\n')) {
    const text = raw.trim()
    if (text === '') afterBlank = true
    else {
      const start = at + raw.indexOf(text)
      const indented = /^(?:\s{2}|\u3000)/.test(raw)
      lines.push({ text, folded: fold(text), start, end: start + text.length, indented, afterBlank })
      afterBlank = false
    }
    at += raw.length + 1
  }
  return lines
}

/** Width as printed: a Han character counts 1, a half-width one 0.5. */
function printedWidth(folded: string): number {
  let width = 0
  for (let at = 0; at < folded.length; at++) width += folded.charCodeAt(at) < 0x80 ? 0.5 : 1
  return width
}

const ENDS_SENTENCE = /[。!?:;”)]$/

/**
 * The column at which a text was broken by hand, or null when its lines are whole paragraphs: most lines that stop
 * in the middle of a sentence are equally long, and none is much longer.
 */
function wrapColumn(lines: readonly Line[]): number | null {
  const broken: number[] = []
  let widest = 0
  lines.forEach((line, index) => {
    const width = printedWidth(line.folded)
    widest = Math.max(widest, width)
    const next = lines[index + 1]
    if (next === undefined || next.afterBlank || line.folded.includes('\t')) return
    if (!ENDS_SENTENCE.test(line.folded) && !startsWithLabel(next.folded) && width >= 12) broken.push(width)
  })
  if (broken.length < 4) return null
  broken.sort((a, b) => a - b)
  const middle = broken[Math.floor(broken.length / 2)] ?? 0
  const alike = broken.filter((width) => Math.abs(width - middle) <= 4).length
  const evenlyBroken = alike >= broken.length * 0.7 && widest <= middle + 6 && middle <= 90
  return evenlyBroken ? middle : null
}

/** Does `line` run on into `next` in a text broken at `column`? */
function runsOn(line: Line, next: Line, column: number | null, usesIndent: boolean): boolean {
  if (isBareLabel(line.folded)) return !startsWithLabel(next.folded)
  // No line begins with a closing mark: it slipped off the line above.
  if (/^[)\]》”。,;:、!?%]/.test(next.folded) && !next.afterBlank) return true
  if (column === null || next.afterBlank || next.indented) return false
  if (printedWidth(line.folded) < column - 5 || startsWithLabel(next.folded)) return false
  return usesIndent || !ENDS_SENTENCE.test(line.folded)
}

/** The paragraphs of the normalised input, blank lines left out, hard-wrapped lines joined again. */
export function readParagraphs(source: string): Paragraph[] {
  const lines = readLines(source)
  const column = wrapColumn(lines)
  const usesIndent = lines.filter((line) => line.indented).length >= 3
  const paragraphs: Paragraph[] = []
  let at = 0
  while (at < lines.length) {
    const first = lines[at]
    if (first === undefined) break
    let last = first
    const texts = [first.text]
    for (;;) {
      const next = lines[at + 1]
      if (next === undefined || !runsOn(last, next, column, usesIndent)) break
      const glue = /[A-Za-z]$/.test(last.text) && /^[A-Za-z]/.test(next.text) ? ' ' : ''
      texts.push(glue + next.text)
      last = next
      at++
    }
    const text = texts.join('')
    paragraphs.push({
      text,
      folded: texts.length === 1 ? first.folded : fold(text),
      start: first.start,
      end: last.end,
      joined: texts.length > 1,
      afterBlank: first.afterBlank,
    })
    at++
  }
  return paragraphs
}
