import type { Comparator } from './reading.ts'

const AT_LEAST =
  /(?:不少于|不低于|不小于|不得少于|不得低于|不得小于|不低於|至少|最少|起码|≥|>=|达到|达|提高到|提升到|提升至|提高至|增加到|增长到|上升到|保持在|稳定在)$/
const AT_LEAST_NEAR = /(?:不少于|不低于|不小于|不得少于|不得低于|至少|最少|起码)/
const AT_MOST =
  /(?:不超过|不高于|不多于|不大于|不得超过|不得高于|至多|最多|≤|<=|控制在|降至|降到|下降到|降低到|压缩到|缩短到|缩短至|压缩至)$/
const MORE_THAN = /(?:超过|突破|大于|高于|多于|超|>)$/
const LESS_THAN = /(?:低于|小于|少于|不足|不到|<)$/
const AFTER_AT_LEAST = /^(?:及|或|及其)?(?:以上|之上)/
const AFTER_AT_MOST = /^(?:及|或)?(?:以内|之内|以下|之下|(?:范围)?内(?![容部])|半径)/

/** How a quantity is compared, and whether words say so (`explicit`) or it is a bare number. */
export interface Comparison {
  readonly comparator: Comparator
  readonly explicit: boolean
  /** Offset in the text before where the words of comparison begin; its length where there are none. */
  readonly wordsAt: number
  /** Length of the words after the quantity (以上, 以内). */
  readonly after: number
}

/** `达到社区常住人口的10%`: what the percentage is of. */
const WHOLE_OF = /(?<=达到?|超过|占到?|不低于|不少于|以上|突破|高于)(?:[^,。;、\d达超占]{2,16})的$/

/** Particles between the words of comparison and the number: 达到了, 至少需要举办, 力争达到总数的. */
const PARTICLES = /(?:[了过在为约到]|需要?|总数的|其?总?(?:人口|户数|面积)?的)*$/

/**
 * Reads the comparison around a quantity.
 * @param before the clause up to the number, in matching form. @param after the text right after its unit.
 */
export function comparisonOf(before: string, after: string, isRange: boolean): Comparison {
  const core = before.replace(WHOLE_OF, '').replace(PARTICLES, '').trimEnd()
  const closing = AFTER_AT_LEAST.exec(after)?.[0] ?? AFTER_AT_MOST.exec(after)?.[0] ?? ''
  const plain = before.trimEnd()
  // 提高到 ends in a particle itself, so the words are looked for with and without it.
  const found = (pattern: RegExp): number => Math.max(plain.search(pattern), core.search(pattern))
  const atMost = found(AT_MOST)
  const moreThan = found(MORE_THAN)
  const lessThan = found(LESS_THAN)
  const atLeast = found(AT_LEAST)
  const near = nearAtLeast(core)
  const pick = (comparator: Comparator, wordsAt: number): Comparison => ({
    comparator: isRange ? 'range' : comparator,
    explicit: true,
    wordsAt: wordsAt < 0 ? core.length : wordsAt,
    after: closing.length,
  })
  if (atMost >= 0) return pick('<=', atMost)
  if (AFTER_AT_LEAST.test(after)) return pick('>=', Math.max(atLeast, near))
  if (AFTER_AT_MOST.test(after)) return pick('<=', -1)
  if (atLeast >= 0) return pick('>=', atLeast)
  if (moreThan >= 0) return pick('>', moreThan)
  if (lessThan >= 0) return pick('<', lessThan)
  if (near >= 0) return pick('>=', near)
  const isWord = /(?:为|是)$/.exec(before)
  return {
    comparator: isRange ? 'range' : '=',
    explicit: false,
    wordsAt: isWord?.index ?? before.length,
    after: 0,
  }
}

/** `至少开展6次`: a verb may stand between. */
function nearAtLeast(core: string): number {
  const tail = core.slice(-14)
  const at = tail.search(AT_LEAST_NEAR)
  if (at < 0 || /[,。;、\d]/.test(tail.slice(at))) return -1
  return core.length - tail.length + at
}
