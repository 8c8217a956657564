/** A stretch of a source block under the same marks. */
export interface Segment {
  readonly start: number
  readonly text: string
  /** A finding stands here. */
  readonly found: boolean
  /** The stretch that was asked for. */
  readonly shown: boolean
}

export interface SourceSpan {
  readonly start: number
  readonly end: number
}

/**
 * Cuts a block's text at the ends of its findings and of the stretch that is shown, so that each piece is drawn once.
 * Spans that lie outside the text are cut to it.
 */
export function segmentsOf(text: string, found: readonly SourceSpan[], shown: SourceSpan | null): Segment[] {
  const clip = (at: number) => Math.max(0, Math.min(text.length, at))
  const spans = [...found, ...(shown === null ? [] : [shown])]
  const cuts = new Set([0, text.length])
  for (const { start, end } of spans) cuts.add(clip(start)).add(clip(end))
  const places = [...cuts].sort((a, b) => a - b)
  const covers = (span: SourceSpan, from: number, to: number) => span.start <= from && span.end >= to
  return places.slice(0, -1).map((from, index) => {
    const to = places[index + 1] ?? from
    return {
      start: from,
      text: text.slice(from, to),
      found: found.some((span) => covers(span, from, to)),
      shown: shown !== null && covers(shown, from, to),
    }
  })
}
