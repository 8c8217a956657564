import { isText } from './blocks.ts'
import type { ReadBlock } from './blocks.ts'
import type { Header } from './reading.ts'

/** The year a document's dates without a year are meant in: of its own date, its title, or what it names most. */
export function ownYear(header: Header, blocks: readonly ReadBlock[]): number | null {
  if (header.date !== null) return Number(header.date.slice(0, 4))
  const titled = /(?<!\d)(20\d{2}|19\d{2})年?/.exec(header.title ?? '')
  if (titled?.[1] !== undefined) return Number(titled[1])
  return mostNamedYear(blocks)
}

function mostNamedYear(blocks: readonly ReadBlock[]): number | null {
  const counts = new Map<number, number>()
  for (const block of blocks) {
    if (!isText(block)) continue
    for (const { from, to, start, end } of block.dates) {
      const year = from?.year ?? to?.year ?? null
      const quoted =
        (block.depths[start] ?? 0) > 0 && /《/.test(block.folded.slice(Math.max(0, start - 40), start))
      if (year === null || quoted || /^(?:以来|印发|出台|发布)/.test(block.folded.slice(end))) continue
      // A day or a month with its year says more about the plan than a bare year.
      const weight = (from ?? to)?.span.of === 'year' ? 1 : 2
      counts.set(year, (counts.get(year) ?? 0) + weight)
    }
  }
  let best: number | null = null
  for (const [year, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = year
  return best
}
