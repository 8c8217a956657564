import type { PartialDate } from './calendar.ts'
import { daysInMonth } from './calendar.ts'
import { chineseNumber } from './numerals.ts'

/** A stretch of time one expression names (`7月上旬`, `第二季度`, `2012年底`), before years are filled in. */
export interface Point {
  readonly start: number
  readonly end: number
  /** Explicit year, or an offset from the document's own year (今年 0, 次年 1), or unknown. */
  readonly year: number | null
  readonly yearOffset: number | null
  readonly span: PointSpan
}

export type PointSpan =
  | { readonly of: 'year' }
  | { readonly of: 'months'; readonly first: number; readonly last: number; readonly endOnly: boolean }
  | { readonly of: 'days'; readonly month: number; readonly first: number; readonly last: number | 'last' }
  | { readonly of: 'monthEnd'; readonly month: number }

const YEAR = /(\d{4}|[12一二][〇零O0o一二三四五六七八九\d]{3}) ?年度?/y
const RELATIVE_YEAR = /(今年|本年度?|当年|明年|次年|翌年|来年|去年|上年)/y
const PLAN_YEARS = /["“]?十([二三四五六])五["”]?(期末|末|期间|时期)/y
const MONTH = /(\d{1,2}|十[一二]?|[一二三四五六七八九]) ?月份?/y
const MONTH_PAIR =
  /(\d{1,2}|十[一二]?|[一二三四五六七八九])(?:月份?)? ?[-~至到、]+ ?(\d{1,2}|十[一二]?|[一二三四五六七八九]) ?月份(?![\d一二三四五六七八九十上中下底末初])/y
const DAY =
  /(\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]|廿[一二三四五六七八九]?) ?[日号]/y
const BARE_DAY = /(\d{1,2})(?= ?(?:[-~至到]|$|[),。;]))/y
const PART = /(上旬|中旬|下旬|月?底|月?末|初|中(?![旬期部心央小]))/y
const YEAR_PART = /(年底|年末|底|末|年初|初|年中|年内)/y
const QUARTER = /第?([一二三四1234]) ?季度(末|底)?/y
const HALF = /(上半年|下半年|全年)/y
const NUMERIC = /(\d{4})([-./])(\d{1,2})(?:\2(\d{1,2}))?(?![\d.])/y

const RELATIVE: Readonly<Record<string, number>> = { 明年: 1, 次年: 1, 翌年: 1, 来年: 1, 去年: -1, 上年: -1 }

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

const number = (text: string): number =>
  /^\d/.test(text) ? Number(text) : (chineseNumber(text.replace('廿', '二十')) ?? 0)

function yearNumber(text: string): number {
  const digits = text
    .replace(/[O〇零o]/g, '0')
    .replace(/[一二三四五六七八九]/g, (char) => String(chineseNumber(char)))
  return Number(digits)
}

const skipSpaces = (text: string, at: number): number => (text.charAt(at) === ' ' ? at + 1 : at)

/** The part of a month or of a year that follows, if the text names one; else the whole. */
function spanFrom(text: string, at: number, inYear: boolean): { span: PointSpan; end: number } | null {
  const quarter = match(QUARTER, text, at)
  if (quarter !== null) {
    const last = number(quarter[1] ?? '1') * 3
    const span: PointSpan = { of: 'months', first: last - 2, last, endOnly: quarter[2] !== undefined }
    return { span, end: at + quarter[0].length }
  }
  const half = match(HALF, text, at)
  if (half !== null) {
    const first = half[1] === '下半年' ? 7 : 1
    const last = half[1] === '上半年' ? 6 : 12
    return { span: { of: 'months', first, last, endOnly: false }, end: at + half[0].length }
  }
  const pair = match(MONTH_PAIR, text, at)
  if (pair !== null) {
    const first = number(pair[1] ?? '')
    const last = number(pair[2] ?? '')
    if (first < last) return { span: { of: 'months', first, last, endOnly: false }, end: at + pair[0].length }
  }
  const month = match(MONTH, text, at)
  if (month !== null) return inMonth(text, skipSpaces(text, at + month[0].length), number(month[1] ?? ''))
  const part = match(YEAR_PART, text, at)
  if (part === null || (!inYear && !/^年[底末内]/.test(part[0]))) return null
  const end = at + part[0].length
  if (/[底末]/.test(part[0])) return { span: { of: 'monthEnd', month: 12 }, end }
  if (part[0] === '年内') return { span: { of: 'months', first: 1, last: 12, endOnly: true }, end }
  const middle = part[0].includes('中') ? 6 : 1
  return { span: { of: 'months', first: middle, last: middle, endOnly: false }, end }
}

function inMonth(text: string, at: number, month: number): { span: PointSpan; end: number } {
  const day = match(DAY, text, at) ?? match(BARE_DAY, text, at)
  if (day !== null) {
    const first = number(day[1] ?? '')
    return { span: { of: 'days', month, first, last: first }, end: at + day[0].length }
  }
  const part = match(PART, text, at)
  const end = at + (part?.[0].length ?? 0)
  switch (part?.[1]) {
    case '上旬':
    case '初':
      return { span: { of: 'days', month, first: 1, last: 10 }, end }
    case '中旬':
    case '中':
      return { span: { of: 'days', month, first: 11, last: 20 }, end }
    case '下旬':
      return { span: { of: 'days', month, first: 21, last: 'last' }, end }
    case undefined:
      return { span: { of: 'months', first: month, last: month, endOnly: false }, end: trimSpace(text, at) }
    default:
      return { span: { of: 'monthEnd', month }, end }
  }
}

const trimSpace = (text: string, at: number): number => (text.charAt(at - 1) === ' ' ? at - 1 : at)

function numericPoint(text: string, at: number): Point | null {
  const found = match(NUMERIC, text, at)
  if (found === null) return null
  const month = Number(found[3])
  const day = found[4] === undefined ? null : Number(found[4])
  const year = Number(found[1])
  if (year < 1949 || year > 2100 || month < 1 || month > 12) return null
  const span: PointSpan =
    day === null
      ? { of: 'months', first: month, last: month, endOnly: false }
      : { of: 'days', month, first: day, last: day }
  return { start: at, end: at + found[0].length, year, yearOffset: null, span }
}

/** The point in time that begins exactly at `at` in a folded text, or null. */
export function pointAt(text: string, at: number): Point | null {
  const plan = match(PLAN_YEARS, text, at)
  if (plan !== null) {
    const last = 1955 + number(plan[1] ?? '') * 5 + 50
    const span: PointSpan = { of: 'months', first: 1, last: 12, endOnly: true }
    return { start: at, end: at + plan[0].length, year: last, yearOffset: null, span }
  }
  const numeric = numericPoint(text, at)
  if (numeric !== null) return numeric
  const explicit = match(YEAR, text, at)
  const relative = explicit === null ? match(RELATIVE_YEAR, text, at) : null
  const afterYear = at + (explicit?.[0].length ?? relative?.[0].length ?? 0)
  const year = explicit === null ? null : yearNumber(explicit[1] ?? '')
  const yearOffset = relative === null ? null : (RELATIVE[relative[0]] ?? 0)
  const inYear = explicit !== null || relative !== null
  const found = spanFrom(text, skipSpaces(text, afterYear), inYear)
  if (found !== null) return { start: at, end: found.end, year, yearOffset, span: found.span }
  if (explicit === null) return null
  return { start: at, end: afterYear, year, yearOffset, span: { of: 'year' } }
}

/** The day alone (`30日`, `30`) that ends a range within the month of `before`. */
export function dayAfter(text: string, at: number, before: Point): Point | null {
  if (before.span.of !== 'days') return null
  const day = match(DAY, text, at) ?? match(BARE_DAY, text, at)
  if (day === null) return null
  const last = number(day[1] ?? '')
  const span: PointSpan = { of: 'days', month: before.span.month, first: last, last }
  return { start: at, end: at + day[0].length, year: before.year, yearOffset: before.yearOffset, span }
}

/** First and last date a point covers in `year`. The first is null where only an end is meant (年底, 月底). */
export function edges(span: PointSpan, year: number): { first: PartialDate | null; last: PartialDate } {
  switch (span.of) {
    case 'year':
      return { first: { year }, last: { year } }
    case 'months':
      return { first: span.endOnly ? null : { year, month: span.first }, last: { year, month: span.last } }
    case 'monthEnd':
      return { first: null, last: { year, month: span.month, day: daysInMonth(year, span.month) } }
    case 'days': {
      const last = span.last === 'last' ? daysInMonth(year, span.month) : span.last
      return {
        first: { year, month: span.month, day: span.first },
        last: { year, month: span.month, day: last },
      }
    }
  }
}

/** The month a point begins in; 1 for a whole year. */
export function firstMonth(span: PointSpan): number {
  if (span.of === 'year') return 1
  return span.of === 'months' ? span.first : span.month
}
