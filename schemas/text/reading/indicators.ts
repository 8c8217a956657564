import { isText } from './blocks.ts'
import type { ReadBlock } from './blocks.ts'
import { comparisonOf } from './comparators.ts'
import { endsClause, isTarget } from './indicator-targets.ts'
import { isMoney, perBefore } from './measures.ts'
import { MOST_EARLIER, respectively, spokenOf } from './metric-sharing.ts'
import type { Mention, Told } from './metric-sharing.ts'
import { metricOf, trimSpan } from './metrics.ts'
import type { Metric } from './metrics.ts'
import { perAfter, writtenUnit } from './quantities.ts'
import type { Quantity } from './quantities.ts'
import type { Indicator, Rule } from './reading.ts'
import type { Span } from './sentences.ts'

/** So far back at most the words about a number are looked for; a longer run without a mark is damage. */
const LONGEST_CONTEXT = 120

/** Where the words about a quantity begin: after the last mark before it, brackets that close before it jumped over. */
function contextStart(folded: string, at: number, sentence: Span, before: number): number {
  let depth = 0
  const earliest = Math.max(sentence.start, before, at - LONGEST_CONTEXT)
  for (let index = at - 1; index >= earliest; index--) {
    const char = folded.charAt(index)
    if (char === ')') depth++
    else if (char === '(' && depth === 0) return index + 1
    else if (char === '(') depth--
    else if (depth === 0 && ',。;:!?\t'.includes(char)) return index + 1
  }
  return earliest
}

const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end

/** `二类以上公厕`, `三级以上医院`: a grade, not a count. */
function isGrade({ chinese, unit, start, end }: Quantity, folded: string): boolean {
  if (!chinese || !/^[类级等星档]$/.test(unit)) return false
  const named = /^及?以[上下][\u4e00-\u9fff]/.test(folded.slice(end, end + 4))
  return named && !/(?:少于|低于|达到?|至少|[有设建分])$/.test(folded.slice(Math.max(0, start - 4), start))
}

/** `百户` in 每百户, `一` in 一、 and numbers inside dates are no quantities of their own. */
function isFree(
  quantity: Quantity,
  folded: string,
  dates: readonly Span[],
  titles: readonly Span[],
): boolean {
  if (dates.some((date) => overlaps(date, quantity)) || titles.some((title) => overlaps(title, quantity)))
    return false
  if (isGrade(quantity, folded)) return false
  return !/每(?:个)?$/.test(folded.slice(Math.max(0, quantity.start - 2), quantity.start))
}

function mentionsIn(folded: string, sentence: Span, quantities: readonly Quantity[]): Mention[] {
  let previous = sentence.start
  const mentions: Mention[] = []
  for (const quantity of quantities) {
    if (quantity.start < sentence.start || quantity.end > sentence.end) continue
    const from = contextStart(folded, quantity.start, sentence, previous)
    const isRange = typeof quantity.value !== 'number'
    const comparison = comparisonOf(
      folded.slice(from, quantity.start),
      folded.slice(quantity.end, quantity.end + 8),
      isRange,
    )
    mentions.push({ quantity, from, comparison })
    // A bare number (12345热线) is part of a name and cuts nothing.
    if (quantity.unit !== '' || quantity.fraction) previous = quantity.end + comparison.after
  }
  return mentions
}

const quoted = (folded: string): Span[] =>
  [...folded.matchAll(/《[^》]{1,80}》|“[^”]{1,24}”/g)].map((hit) => ({
    start: hit.index,
    end: hit.index + hit[0].length,
  }))

function unitOf(block: ReadBlock, mention: Mention): string {
  const { quantity, from } = mention
  const after = perAfter(block.folded.slice(quantity.end, quantity.end + 5))
  const unit = writtenUnit(block.text, quantity) + block.text.slice(quantity.end, quantity.end + after)
  if (after > 0) return unit
  const per = perBefore(block.folded.slice(from, quantity.start))
  return per === null || unit === '' ? unit : `${unit}/${per}`
}

/** A rule that took a number (公示7天, 2/3户数, 5万元) keeps it; what is left may be an indicator. */
function isTaken(quantity: Quantity, block: ReadBlock, rules: readonly Rule[]): boolean {
  return rules.some(
    (rule) =>
      rule.place.block === block.index &&
      rule.value !== null &&
      String(rule.value) === String(quantity.value) &&
      quantity.start >= rule.place.start - 40 &&
      quantity.end <= rule.place.end,
  )
}

function indicatorsOf(block: ReadBlock, mention: Mention, metrics: readonly Metric[]): Indicator[] {
  const { quantity, comparison } = mention
  return metrics.map((metric) => {
    // What stands between the clause's start and the number belongs to the indicator: 每个乡镇至少建成1个….
    const lead = trimSpan(block.folded, mention.from, quantity.start).start
    const start = Math.min(metric.start, quantity.start - lead <= LONGEST_LEAD ? lead : quantity.start)
    const end = Math.max(metric.end, quantity.end + comparison.after)
    return {
      metric: metric.words,
      comparator: comparison.comparator,
      value: quantity.value,
      unit: unitOf(block, mention),
      text: block.text.slice(start, end),
      section: block.section,
      place: { block: block.index, start, end },
      confidence: comparison.explicit && !metric.completed ? 'sure' : 'doubtful',
    }
  })
}

/** Longest run of words before a number that is shown with it. */
const LONGEST_LEAD = 24

/** What may stand between the numbers of one list: 49个、256万平方米、3.2万户. */
const LIST_GAP = /^(?:以上|左右)?(?:[、和及]|, ?(?=约|共|涉及))(?:约|共计?|涉及)? ?$/
/** And between counts of things: 一个省级、两个市级. */
const COUNTED_GAP = /^[^,。;:\d]{2,14}、$/

/** What may stand between a count and the size of what it counts. */
const SIZE_GAP = /^(?:面积)?(?:不少于|不低于|至少|达到?|超过|在)?$/
/** `好媳妇10名、好婆婆10名`, `公厕20座、步道5公里`. */
const NOUN_GAP = /^、[^,。;、:\d]{2,16}$/

/** Does a number carry on the list of the number before it, the words `gap` between them? `closes`: and end its clause. */
function isOneList(gap: string, quantity: Quantity, before: Quantity | undefined, closes: boolean): boolean {
  if (LIST_GAP.test(gap)) return true
  if (quantity.chinese) return COUNTED_GAP.test(gap)
  return NOUN_GAP.test(gap) && (before?.unit === quantity.unit || closes)
}

function inSentence(
  block: ReadBlock,
  sentence: Span,
  mentions: readonly Mention[],
  { rules, earlier }: { readonly rules: readonly Rule[]; readonly earlier: readonly Told[] },
): Indicator[] {
  const found: Indicator[] = []
  let last: Metric | null = null
  let targetEnd = -1
  const shared = respectively(block, mentions)
  mentions.forEach((each, index) => {
    const inRow = shared?.names[index]
    const mention = inRow === undefined || shared === null ? each : { ...each, comparison: shared.comparison }
    const { quantity, comparison, from } = mention
    if (isTaken(quantity, block, rules) || (isMoney(quantity.unit) && !comparison.explicit)) return
    const previous = mentions[index - 1]?.quantity
    const next = mentions[index + 1]?.quantity
    const gapBefore = targetEnd < 0 ? null : block.folded.slice(targetEnd, quantity.start)
    const continues =
      gapBefore !== null &&
      isOneList(gapBefore, quantity, previous, endsClause(block.folded.slice(quantity.end, quantity.end + 8)))
    const isListed = next?.chinese === true && COUNTED_GAP.test(block.folded.slice(quantity.end, next.start))
    const sizesCount =
      previous !== undefined &&
      /^[支个所处座间家]$/.test(previous.unit) &&
      SIZE_GAP.test(block.folded.slice(previous.end, quantity.start))
    const context = {
      folded: block.folded,
      sentence,
      from,
      quantity,
      comparison,
      continues,
      isListed,
      sizesCount,
    }
    if (!isTarget(context)) return
    const metrics =
      inRow ??
      spokenOf(block, mention, [
        ...earlier,
        ...mentions
          .slice(Math.max(0, index - MOST_EARLIER), index)
          .map((told) => ({ mention: told, sentence })),
      ]) ??
      metricOf(block, mention, sentence, last)
    last = metrics.at(-1) ?? last
    targetEnd = quantity.end
    found.push(...indicatorsOf(block, mention, metrics))
  })
  return found
}

/** `2018年,案件下降12%` in a plan of 2019: the sentence opens with a year that is over, and tells what was done. */
function tellsThePast(block: ReadBlock, sentence: Span, own: number | null): boolean {
  const first = block.dates.find(({ start }) => start >= sentence.start && start <= sentence.start + 6)
  if (first === undefined || own === null) return false
  const lastYear = (first.to ?? first.from)?.year ?? null
  return lastYear !== null && lastYear < own && !/^[到至]/.test(block.folded.slice(sentence.start))
}

/** The quantified targets the plan sets, in order. Numbers its rules and dates hold are left to those. */
export function findIndicators(
  blocks: readonly ReadBlock[],
  rules: readonly Rule[],
  own: number | null,
): Indicator[] {
  const found: Indicator[] = []
  for (const block of blocks) {
    if (!isText(block)) continue
    const { dates } = block
    const titles = quoted(block.folded)
    const quantities = block.quantities.filter((quantity) => isFree(quantity, block.folded, dates, titles))
    let earlier: readonly Told[] = []
    for (const sentence of block.sentences) {
      const mentions = mentionsIn(block.folded, sentence, quantities)
      if (!tellsThePast(block, sentence, own))
        found.push(...inSentence(block, sentence, mentions, { rules, earlier }))
      // What is looked back at is bounded, so that a block full of numbers stays linear.
      earlier = [...earlier, ...mentions.map((mention) => ({ mention, sentence }))].slice(-MOST_EARLIER)
    }
  }
  return found
}
