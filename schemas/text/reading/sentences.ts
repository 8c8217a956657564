/** A stretch of a folded text. */
export interface Span {
  readonly start: number
  readonly end: number
}

const isDigit = (char: string): boolean => char >= '0' && char <= '9'

function cutAt(folded: string, span: Span, marks: string, depths: Uint8Array): Span[] {
  const spans: Span[] = []
  let start = span.start
  for (let at = span.start; at < span.end; at++) {
    const char = folded.charAt(at)
    if (!marks.includes(char) || (depths[at] ?? 0) > 0) continue
    const inNumber =
      (char === ',' || char === ':') && isDigit(folded.charAt(at - 1)) && isDigit(folded.charAt(at + 1))
    if (inNumber) continue
    spans.push({ start, end: at })
    start = at + 1
  }
  spans.push({ start, end: span.end })
  return spans.map((each) => trim(folded, each)).filter((each) => each.end > each.start)
}

function trim(folded: string, { start, end }: Span): Span {
  while (start < end && folded.charAt(start) === ' ') start++
  while (end > start && folded.charAt(end - 1) === ' ') end--
  return { start, end }
}

/** A sentence and its clauses. */
export interface Sentence extends Span {
  readonly clauses: readonly Span[]
}

/** The sentences of `folded` from `from` on, each with its clauses; marks inside brackets and quotes (`depths`) do not count. */
export function readSentences(folded: string, from: number, depths: Uint8Array): Sentence[] {
  const whole = { start: from, end: folded.length }
  const sentences: Sentence[] = []
  for (const { start, end } of cutAt(folded, whole, '。!?;\t', depths)) {
    sentences.push({ start, end, clauses: cutAt(folded, { start, end }, ',:', depths) })
  }
  return sentences
}
