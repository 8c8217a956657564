import type { ReadBlock } from './blocks.ts'
import type { Comparison } from './comparators.ts'
import { endsClause } from './indicator-targets.ts'
import { isHollow, listedNames, metricOf, trimSpan } from './metrics.ts'
import type { Metric } from './metrics.ts'
import type { Quantity } from './quantities.ts'
import type { Span } from './sentences.ts'

/** A quantity with the part of the sentence that speaks of it. */
export interface Mention {
  readonly quantity: Quantity
  readonly from: number
  readonly comparison: Comparison
}

/** So many numbers before one are looked at for its noun. */
export const MOST_EARLIER = 8

/** A number of the block with its sentence. */
export interface Told {
  readonly mention: Mention
  readonly sentence: Span
}

/** `已完成改厕233户。年底前再完成150户`: a number that names nothing is of what the same unit counted last. */
export function spokenOf(block: ReadBlock, mention: Mention, earlier: readonly Told[]): Metric[] | null {
  const { quantity, from } = mention
  if (quantity.unit === '%' || !isHollow(block.folded.slice(from, quantity.start))) return null
  if (!endsClause(block.folded.slice(quantity.end, quantity.end + 8))) return null
  const told = earlier.findLast(
    ({ mention: { quantity: other, from: start } }) =>
      other.unit === quantity.unit && !isHollow(block.folded.slice(start, other.start)),
  )
  if (told === undefined) return null
  const { start, end } = quantity
  return metricOf(block, told.mention, told.sentence, null).map(({ words }) => ({
    words,
    start,
    end,
    completed: true,
  }))
}

/** The names of a `分别` by the index of their numbers, and the comparison they share. */
export interface Row {
  readonly names: readonly (readonly Metric[] | undefined)[]
  readonly comparison: Comparison
}

/** `覆盖率、合格率分别达到100%和90%`: each name has a number of its own. Null where the counts do not agree. */
export function respectively(block: ReadBlock, mentions: readonly Mention[]): Row | null {
  const first = mentions.findIndex(({ from, quantity }) =>
    /分别/.test(block.folded.slice(from, quantity.start)),
  )
  const lead = mentions[first]
  if (lead === undefined) return null
  const span = trimSpan(block.folded, lead.from, lead.from + lead.comparison.wordsAt)
  const names = listedNames(block, span)
  const isRow = names.every((_, place) => {
    const [left, right] = [mentions[first + place - 1], mentions[first + place]]
    if (right === undefined || left === undefined || place === 0) return right !== undefined
    return /^[、和及,与]?(?:以上)?[、和及,与]$/.test(
      block.folded.slice(left.quantity.end, right.quantity.start),
    )
  })
  if (names.length < 2 || !isRow) return null
  const row: (readonly Metric[])[] = []
  names.forEach((name, place) => {
    row[first + place] = [name]
  })
  return { names: row, comparison: { ...lead.comparison, after: 0 } }
}
