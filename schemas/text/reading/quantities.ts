import { CHINESE_DIGITS, readNumber } from './numerals.ts'
import { fold } from './normalise.ts'
import { UNIT_PATTERN } from './measures.ts'
import type { Amount } from './reading.ts'

/** A number with its unit, as it stands in a folded text. */
export interface Quantity {
  readonly start: number
  /** End of number and unit. */
  readonly end: number
  readonly value: Amount
  /** As written; '' when there is none. */
  readonly unit: string
  /** Written in Chinese figures (一个, 三项). */
  readonly chinese: boolean
  /** A fraction such as 2/3 or 三分之二. */
  readonly fraction: boolean
}

/** `8 5 %`: digits torn apart by recognition, believed before a percent sign only. */
const DIGITS = '\\d(?: \\d){1,2}(?= ?%)|\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?'
const CN = `[${CHINESE_DIGITS}万半]+`
const RANGE = '(?: ?[-~至到]+ ?)'
const PERCENT_CN = new RegExp(`[百千]分之(${CN})(?:${RANGE}(?:[百千]分之)?(${CN}))?`, 'y')
const FRACTION_CN = new RegExp(`([一二三四五六七八九十])分之([一二三四五六七八九十])`, 'y')
const FRACTION = /(\d{1,3}) ?\/ ?(\d{1,3})(?![\d/])/y
const TENTHS = /([一二三四五六七八九])成(?=[以的多左,。;)]|$)/y
const ARABIC = new RegExp(
  `(${DIGITS})(?: ?(%|‰|${UNIT_PATTERN})?${RANGE}(${DIGITS}))? ?(%|‰|${UNIT_PATTERN})?`,
  'y',
)
const CHINESE = new RegExp(`(${CN}?)(?:(?:至|到|-|~)(${CN}?))?(${UNIT_PATTERN})`, 'y')
const MAY_START = new RegExp(`[\\d百${CHINESE_DIGITS}半]`, 'g')

function at(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from
  return pattern.exec(text)
}

const amount = (low: number, high: number | null): Amount =>
  high === null || high === low ? low : [low, high]

function percentAt(text: string, start: number): Quantity | null {
  const found = at(PERCENT_CN, text, start)
  const low = found === null ? null : readNumber(found[1] ?? '')
  if (found === null || low === null) return null
  const high = found[2] === undefined ? null : readNumber(found[2])
  return {
    start,
    end: start + found[0].length,
    value: amount(low, high),
    unit: text.charAt(start) === '千' ? '‰' : '%',
    chinese: false,
    fraction: false,
  }
}

function fractionAt(text: string, start: number): Quantity | null {
  const cn = at(FRACTION_CN, text, start)
  const arabic = cn === null ? at(FRACTION, text, start) : null
  const found = cn ?? arabic
  if (found === null) return null
  // 三分之二 names the whole first, 2/3 the part.
  const whole = readNumber((cn === null ? found[2] : found[1]) ?? '')
  const part = readNumber((cn === null ? found[1] : found[2]) ?? '')
  if (whole === null || part === null || whole === 0 || part >= whole) return null
  const value = Math.round((part / whole) * 10_000) / 10_000
  return { start, end: start + found[0].length, value, unit: '', chinese: cn !== null, fraction: true }
}

function arabicAt(text: string, start: number): Quantity | null {
  const found = at(ARABIC, text, start)
  const low = found === null ? null : readNumber(found[1] ?? '')
  if (found === null || low === null) return null
  const high = found[3] === undefined ? null : readNumber(found[3])
  const unit = (found[4] ?? found[2] ?? '').replace(/^([万亿]?)[余多]/, '$1')
  return {
    start,
    end: start + found[0].trimEnd().length,
    value: amount(low, high),
    unit,
    chinese: false,
    fraction: false,
  }
}

function chineseAt(text: string, start: number): Quantity | null {
  const tenths = at(TENTHS, text, start)
  if (tenths !== null) {
    const value = (readNumber(tenths[1] ?? '') ?? 0) * 10
    return { start, end: start + tenths[0].length, value, unit: '%', chinese: true, fraction: false }
  }
  const found = at(CHINESE, text, start)
  const low = found === null ? null : readNumber(found[1] ?? '')
  if (found === null || low === null) return null
  const high = found[2] === undefined ? null : readNumber(found[2])
  return {
    start,
    end: start + found[0].length,
    value: amount(low, high),
    unit: found[3] ?? '',
    chinese: true,
    fraction: false,
  }
}

/** Digits inside a word, an ordinal or a longer number are no quantity. */
function isInsideNumber(text: string, start: number): boolean {
  const before = text.charAt(start - 1)
  if (/[A-Za-z\d.+\-/第]/.test(before))
    return (
      !/[\d]/.test(text.charAt(start)) || !/[-]/.test(before) || /[A-Za-z\d]/.test(text.charAt(start - 2))
    )
  return (
    /[一二三四五六七八九十百千]/.test(text.charAt(start)) && /[一二三四五六七八九十百千两分之]/.test(before)
  )
}

/** The unit as the text itself writes it; the matching form may be simplified or half width. */
export function writtenUnit(text: string, { unit, end }: Quantity): string {
  const written = text.slice(end - unit.length, end)
  return unit !== '%' && fold(written) === unit ? written : unit
}

/** `吨/日`, `张/千人`: what stands after the stroke belongs to the unit. */
const PER_AFTER = /^\/(?:年|月|日|天|次|人|户|千人|万人|百户|平方米|亩|小时|村|个)/

/** Length of the `/日` that follows a unit; 0 where none does. */
export const perAfter = (after: string): number => PER_AFTER.exec(after)?.[0].length ?? 0

/** All quantities of a folded text, in order, none inside another. */
export function findQuantities(text: string): Quantity[] {
  const found: Quantity[] = []
  MAY_START.lastIndex = 0
  for (let hit = MAY_START.exec(text); hit !== null; hit = MAY_START.exec(text)) {
    const start = hit.index
    if (isInsideNumber(text, start)) continue
    const isDigit = hit[0] >= '0' && hit[0] <= '9'
    const quantity =
      percentAt(text, start) ??
      fractionAt(text, start) ??
      (isDigit ? arabicAt(text, start) : chineseAt(text, start))
    if (quantity === null) {
      if (isDigit) MAY_START.lastIndex = start + (/^\d+/.exec(text.slice(start, start + 20))?.[0].length ?? 1)
      continue
    }
    found.push(quantity)
    MAY_START.lastIndex = Math.max(quantity.end, start + 1)
  }
  return found
}
