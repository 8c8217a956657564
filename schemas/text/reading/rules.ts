import { isText } from './blocks.ts'
import type { ReadBlock } from './blocks.ts'
import { isMoney } from './measures.ts'
import { writtenUnit } from './quantities.ts'
import type { Quantity } from './quantities.ts'
import type { Rule, RuleKind } from './reading.ts'
import { ruleKindsIn } from './rule-kinds.ts'
import type { Span } from './sentences.ts'

/** Kinds that say the same thing twice in one sentence: the stronger one speaks. */
const OUTSHINES: Readonly<Partial<Record<RuleKind, readonly RuleKind[]>>> = {
  penalty: ['inspection', 'publicNotice', 'reward'],
  reward: ['inspection'],
  threshold: ['consultation', 'meeting', 'inspection'],
  consultation: ['inspection', 'meeting'],
  meeting: ['inspection'],
}
const DAYS = /^(?:个?工作日|天|日|个月|周)$/
const TIMES = /^(?:次|场|轮|遍|回)$/
/** So many clauses on, the same kind still speaks of the same thing. */
const WIDEST_GAP = 3
/** A title this long and no longer is a name, not a rule. */
const SHORTEST_RULE_TITLE = 16

/** The number that belongs to a rule of this kind, if a clause gives one. */
function amountOf(
  block: ReadBlock,
  kind: RuleKind,
  quantities: readonly Quantity[],
): { value: Rule['value']; unit: string | null } {
  const fits = (quantity: Quantity): boolean => {
    switch (kind) {
      case 'publicNotice':
      case 'archive':
        return DAYS.test(quantity.unit)
      case 'threshold':
        return quantity.fraction || quantity.unit === '%' || quantity.unit === '分'
      case 'reward':
      case 'penalty':
        return isMoney(quantity.unit) || quantity.unit === '分'
      case 'meeting':
      case 'inspection':
        return TIMES.test(quantity.unit)
      case 'consultation':
        return TIMES.test(quantity.unit) || /^[份户条]$/.test(quantity.unit) || quantity.unit === '%'
    }
  }
  const found = quantities.find(fits)
  if (found === undefined) return { value: null, unit: null }
  return { value: found.value, unit: found.fraction ? null : writtenUnit(block.text, found) }
}

interface Open {
  readonly kind: RuleKind
  start: number
  end: number
  lastClause: number
}

/** The kinds of each clause, without those a stronger one in the same clause outshines. */
function kindsOf(clause: string): RuleKind[] {
  const kinds = ruleKindsIn(clause)
  return kinds.filter((kind) => !kinds.some((other) => OUTSHINES[other]?.includes(kind) === true))
}

const MONEY = /[\d一二三四五六七八九十百千万] ?[百千万亿]?元/

/** `对A给予…,对B给予…` and two sums are two rules. */
function beginsAnew(folded: string, last: Open, clause: Span): boolean {
  const before = folded.slice(last.start, last.end)
  const here = folded.slice(clause.start, clause.end)
  return (here.startsWith('对') && before.includes('对')) || (MONEY.test(before) && MONEY.test(here))
}

/** Rules of one sentence: clauses of one kind that follow each other are one rule. */
function rulesIn(folded: string, clauses: readonly Span[]): Open[] {
  const open: Open[] = []
  clauses.forEach((clause, index) => {
    for (const kind of kindsOf(folded.slice(clause.start, clause.end))) {
      const last = open.findLast((each) => each.kind === kind)
      const anew = last !== undefined && beginsAnew(folded, last, clause)
      if (last !== undefined && !anew && index - last.lastClause <= WIDEST_GAP) {
        last.end = clause.end
        last.lastClause = index
      } else open.push({ kind, start: clause.start, end: clause.end, lastClause: index })
    }
  })
  return open
}

/** The number of a rule: in its own clauses; a sum of money also in the clause before. */
function ruleAmount(block: ReadBlock, rule: Open, clauses: readonly Span[]) {
  const from = (start: number) =>
    block.quantities.filter((each) => each.start >= start && each.end <= rule.end)
  const own = amountOf(block, rule.kind, from(rule.start))
  if (own.value !== null || rule.kind !== 'reward') return own
  const before = clauses[clauses.findIndex((clause) => clause.start === rule.start) - 1]
  return before === undefined ? own : amountOf(block, rule.kind, from(before.start))
}

/**
 * Is the title only a name (严格考核验收), so that it holds no rule? A short one is, unless it is a whole item by
 * itself: ended as a sentence, with nothing below it.
 */
function namesASubject(block: ReadBlock, next: ReadBlock | undefined): boolean {
  if (block.label === undefined || block.titleEnd - block.titleStart >= SHORTEST_RULE_TITLE) return false
  const isItem = !block.runIn && /[。;]$/.test(block.folded)
  const hasText = next !== undefined && isText(next) && (next.level === 0 || next.level > block.level)
  return !isItem || (hasText && !/,/.test(block.folded))
}

/** The procedural rules of the text, in order. Headings that only name a subject hold none. */
export function findRules(blocks: readonly ReadBlock[]): Rule[] {
  const rules: Rule[] = []
  for (const block of blocks) {
    if (!isText(block) || block.role === 'table') continue
    const namesOnly = namesASubject(block, blocks[block.index + 1])
    const from = namesOnly ? block.titleEnd : (block.numbered?.length ?? 0)
    for (const sentence of block.sentences) {
      const clauses = sentence.clauses.filter(({ start }) => start >= from)
      for (const rule of rulesIn(block.folded, clauses)) {
        rules.push({
          kind: rule.kind,
          ...ruleAmount(block, rule, clauses),
          text: block.text.slice(rule.start, rule.end),
          section: block.section,
          place: { block: block.index, start: rule.start, end: rule.end },
          confidence: 'sure',
        })
      }
    }
  }
  return rules
}
