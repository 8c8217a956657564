import { AFTER_BY, SHARES, SUPPORT } from './assignment-words.ts'
import { bodyList } from './bodies.ts'
import { nameGoesOn } from './body-names.ts'
import type { Span } from './sentences.ts'

/** The longest list of names that is looked at, and how far after the lead the helping bodies may stand. */
const LONGEST_LIST = 90
const SUPPORT_REACH = 160
/** A stretch of the folded block. */
export const span = (start: number, end: number): Span => ({ start, end })
/** Name spans moved from a list to the block it stands in. */
export const shift = (names: readonly Span[], by: number): Span[] =>
  names.map(({ start, end }) => span(start + by, end + by))

/** The longest list of bodies that ends exactly before `end` and begins at or after `from`. */
export function bodiesBefore(folded: string, from: number, end: number): Span[] | null {
  // `城管局——负责…`
  const nearest = Math.max(from, end - LONGEST_LIST)
  const words = folded.slice(nearest, end).replace(/[-:\s]{1,8}$/, '')
  const whole = bodyList(words)
  if (whole !== null) return shift(whole, nearest)
  const starts = /[由有名位,:]|确定|明确|配备|设立|安排|其中|前|后|期间|并|下旬|中旬|上旬|日|月|年底|过程中/g
  for (const hit of words.matchAll(starts)) {
    const start = hit.index + hit[0].length
    // `明确1名分管领导负责`: the one who answers is whoever names that person.
    if (/^(?:确定|明确)$/.test(hit[0]) && /^[\d一两] ?名/.test(words.slice(start))) return null
    const found = start < words.length ? bodyList(words.slice(start)) : null
    if (found !== null) return shift(found, nearest + start)
  }
  return null
}

/** The shortest list of bodies from `from` on that what follows shows to be complete. */
export function bodiesAfter(folded: string, from: number, to: number): { names: Span[]; end: number } | null {
  let best: { names: Span[]; end: number } | null = null
  for (let end = from + 2; end <= Math.min(to, from + 60); end++) {
    const rest = folded.slice(end, to)
    if ((!AFTER_BY.test(rest) && rest !== '') || nameGoesOn(rest)) continue
    const names = bodyList(folded.slice(from, end))
    if (names !== null) {
      best = { names: shift(names, from), end }
      if (rest !== '') break
    }
  }
  return best ?? longestBodies(folded, from, to)
}

/** The longest list of bodies from `from` on, whatever follows it. */
function longestBodies(folded: string, from: number, to: number): { names: Span[]; end: number } | null {
  for (let end = Math.min(to - 2, from + 40); end >= from + 2; end--) {
    const rest = folded.slice(end, to)
    if (/^[的和、及与]/.test(rest) || nameGoesOn(rest)) continue
    const names = bodyList(folded.slice(from, end))
    if (names !== null) return { names: shift(names, from), end }
  }
  return null
}

/** `会同Y…`, `…，Y配合`: the bodies that help. */
export function supportIn(folded: string, from: number, limit: number): Span[] {
  const to = Math.min(limit, from + SUPPORT_REACH)
  const words = folded.slice(from, to)
  const together = /会同|联合|和(?=.{2,30}组成)|组织(?=有关|相关)/.exec(words)
  if (together !== null) {
    const found = bodiesAfter(folded, from + together.index + together[0].length, to)
    if (found !== null) return found.names
  }
  const helpers = helpersIn(folded, from, limit)
  return helpers.length > 0 ? helpers : helpersIn(folded, from, limit, SHARES)
}

/** `…，Y配合`: the bodies a later clause says help. */
export function helpersIn(folded: string, from: number, limit: number, pattern = SUPPORT): Span[] {
  const words = folded.slice(from, Math.min(limit, from + SUPPORT_REACH))
  // A bracket inside a name (各镇(街道)) is no boundary; one that closes the whole form is.
  for (const each of words.split(/[,;]|\((?![^()]{1,20}\))|(?<!\([^()]{1,20})\)|(?<=牵头|负责)、/)) {
    const part = each.replace(/^[、 ]+/, '')
    const helping = pattern.exec(part)
    const names = helping?.[1] === undefined ? null : bodyList(helping[1])
    if (names !== null) return shift(names, from + words.indexOf(part))
  }
  return []
}
