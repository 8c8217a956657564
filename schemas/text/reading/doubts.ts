import { isText } from './blocks.ts'
import type { ReadBlock } from './blocks.ts'
import { comparisonOf } from './comparators.ts'
import { DAMAGE } from './debris.ts'
import { FORM_RANK } from './labels.ts'
import type { Doubt, Header, Indicator, Responsibility, Rule, Stage } from './reading.ts'
import type { DatedSpan } from './stages.ts'

/** What the doubts are drawn from. */
export interface Findings {
  readonly header: Header
  readonly indicators: readonly Indicator[]
  readonly stages: readonly Stage[]
  readonly responsibilities: readonly Responsibility[]
  readonly rules: readonly Rule[]
  readonly dated: readonly DatedSpan[]
}

const CONTEXT = 6

function damagedCharacters(blocks: readonly ReadBlock[]): Doubt[] {
  return blocks.filter(isText).flatMap((block) =>
    [...block.text.matchAll(DAMAGE)].map((hit): Doubt => {
      const from = Math.max(0, hit.index - CONTEXT)
      const words = block.text.slice(from, hit.index + hit[0].length + CONTEXT)
      return { code: 'damaged-characters', block: block.index, words, data: { at: hit.index } }
    }),
  )
}

/** A label that begins the outline above 1 means that what stood before it was lost. */
function missingFirstHeading(blocks: readonly ReadBlock[]): Doubt[] {
  const headings = blocks.filter((block) => block.numbered !== null)
  const rank = Math.min(...headings.map(({ numbered }) => FORM_RANK[numbered?.form ?? 'oneIs']))
  const first = headings.find(({ numbered }) => numbered !== null && FORM_RANK[numbered.form] === rank)
  const number = first?.numbered?.number ?? 1
  if (first === undefined || number < 2 || first.label === undefined) return []
  return [{ code: 'missing-first-heading', block: first.index, words: first.label, data: { number } }]
}

function headingDoubts(blocks: readonly ReadBlock[]): Doubt[] {
  const doubts: Doubt[] = []
  const orphans = blocks.filter(({ orphan }) => orphan).length
  for (const block of blocks) {
    if (block.label === undefined) continue
    const words = block.label + (block.title ?? '')
    const about = { block: block.index, words, data: {} }
    if (block.orphan && !doubts.some(({ code }) => code === 'orphan-heading')) {
      doubts.push({ ...about, code: 'orphan-heading', data: { count: orphans } })
    }
    if (block.title === '') doubts.push({ code: 'heading-without-title', ...about })
    if (block.doubtfulLabel) doubts.push({ code: 'low-confidence-heading', ...about })
  }
  return doubts
}

function dateDoubts({ stages, dated }: Findings, blocks: readonly ReadBlock[]): Doubt[] {
  const implied = stages
    .filter((stage) => stage.yearImplied && stage.basis === 'step')
    .map((stage): Doubt => ({
      code: 'implied-year',
      block: stage.place.block,
      words: stage.text,
      data: { year: Number((stage.start ?? stage.end ?? '0').slice(0, 4)) },
    }))
  const impossible = dated
    .filter(({ dates }) => dates.impossible)
    .map(({ block, expression }): Doubt => {
      const words = blocks[block]?.text.slice(expression.start, expression.end) ?? ''
      return { code: 'impossible-date', block, words, data: {} }
    })
  return [...implied, ...impossible]
}

/** A number with words of comparison (不少于, 以上) that no finding took. */
function unmatchedNumbers(blocks: readonly ReadBlock[], findings: Findings): Doubt[] {
  const taken = [...findings.indicators, ...findings.rules, ...findings.stages].map(({ place }) => place)
  const doubts: Doubt[] = []
  for (const block of blocks) {
    if (!isText(block)) continue
    for (const quantity of block.quantities) {
      if (
        quantity.unit === '' ||
        taken.some(
          (place) => place.block === block.index && place.start < quantity.end && quantity.start < place.end,
        )
      )
        continue
      const before = block.folded.slice(Math.max(0, quantity.start - 12), quantity.start)
      const comparison = comparisonOf(before, block.folded.slice(quantity.end, quantity.end + 8), false)
      // 每两个月 and 不足1000户的 are conditions.
      if (quantity.unit.endsWith('岁')) continue
      const isCondition = before.endsWith('每') || /^(?:以上|以下)?的/.test(block.folded.slice(quantity.end))
      if (!comparison.explicit || isCondition) continue
      const words = block.text.slice(quantity.start, quantity.end + comparison.after)
      doubts.push({ code: 'unmatched-number', block: block.index, words, data: { at: quantity.start } })
    }
  }
  return doubts
}

function wholeText(blocks: readonly ReadBlock[], { header }: Findings): Doubt[] {
  const doubts: Doubt[] = []
  const whole = (code: Doubt['code'], words: string, count: number) => {
    if (count > 0) doubts.push({ code, block: null, words, data: { count } })
  }
  if (header.title === null) doubts.push({ code: 'no-title', block: null, words: '', data: {} })
  if (blocks.every((block) => block.label === undefined))
    doubts.push({ code: 'no-headings', block: null, words: '', data: {} })
  const joined = blocks.filter((block) => block.joined)
  const leftOut = blocks.filter((block) => block.role === 'debris')
  whole('joined-lines', joined[0]?.text.slice(0, 20) ?? '', joined.length)
  whole(
    'left-out-lines',
    leftOut
      .map(({ text }) => text.slice(0, 20))
      .slice(0, 3)
      .join(' '),
    leftOut.length,
  )
  return doubts
}

/** Everything a person should look at before the reading becomes a plan, in the order of the text. */
export function findDoubts(blocks: readonly ReadBlock[], findings: Findings): Doubt[] {
  const inText = [
    ...missingFirstHeading(blocks),
    ...headingDoubts(blocks),
    ...damagedCharacters(blocks),
    ...dateDoubts(findings, blocks),
    ...unmatchedNumbers(blocks, findings),
  ]
  return [...wholeText(blocks, findings), ...inText.sort((a, b) => (a.block ?? 0) - (b.block ?? 0))]
}
