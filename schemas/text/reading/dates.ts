import { exists, isBefore, written } from './calendar.ts'
import { dayAfter, edges, firstMonth, pointAt } from './date-points.ts'
import type { Point } from './date-points.ts'

/** One expression of time in a folded text. */
export interface DateExpression {
  readonly start: number
  readonly end: number
  readonly from: Point | null
  readonly to: Point | null
}

/** A date expression with its years filled in. */
export interface ResolvedDates {
  readonly start: string | null
  readonly end: string | null
  /** The text names no year; it was taken from the document. */
  readonly yearImplied: boolean
  /** The calendar does not have what the text says (6月31日). */
  readonly impossible: boolean
}

const MAY_START = /[\d一二三四五六七八九十今本当明次翌来去上下全年第即"“]/g
const BETWEEN = / ?(?:起|开始)?(?: ?[-~]+| ?,? ?(?:至|到)) ?/y
const BEFORE = / ?(?:之前|以前|前(?![往期列景提三])|止|为止|内(?=完成|[,。;)]))/y
const AFTER = / ?(?:之后|以后|后(?![续期备])|起|开始)/y
const UNTIL = /(?:到|至|截至|截止|截止到|在|于|不迟于|赶在)$/
const UNTIL_ONLY = /(?:到|至|截至|截止|截止到|不迟于|即日起至|即日起到|即日起 ?[-~]+ ?)$/
const YEAR_PAIR = /(\d{4}) ?(?:年 ?)?[-~至到]+ ?(\d{4}) ?年/y
const MONTH_RANGE = /(\d{1,2})(?: ?月份?)? ?[-~至到]+ ?(?=\d{1,2} ?月)/y

function sticky(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0].length ?? 0
}

function yearPair(text: string, at: number): DateExpression | null {
  YEAR_PAIR.lastIndex = at
  const found = YEAR_PAIR.exec(text)
  if (found === null) return null
  const end = at + found[0].length
  const year = (value: string | undefined): Point => ({
    start: at,
    end,
    year: Number(value),
    yearOffset: null,
    span: { of: 'year' },
  })
  return { start: at, end, from: year(found[1]), to: year(found[2]) }
}

/** `6-8月`, `3月至5月`: the first month may lack its 月. */
function looseMonthRange(text: string, at: number, lead: Point | null): { from: Point; next: number } | null {
  const from = lead?.end ?? at
  MONTH_RANGE.lastIndex = from
  const found = MONTH_RANGE.exec(text)
  if (found === null) return null
  const month = Number(found[1])
  if (month < 1 || month > 12) return null
  const span = { of: 'months', first: month, last: month, endOnly: false } as const
  const point = {
    start: at,
    end: from + found[0].length,
    year: lead?.year ?? null,
    yearOffset: lead?.yearOffset ?? null,
  }
  return { from: { ...point, span }, next: point.end }
}

function expressionAt(text: string, at: number): DateExpression | null {
  const years = yearPair(text, at)
  if (years !== null) return years
  const single = pointAt(text, at)
  const wholeYear = single?.span.of === 'year' ? single : null
  const loose = single === null || wholeYear !== null ? looseMonthRange(text, at, wholeYear) : null
  const from = loose?.from ?? single
  if (from === null) return null
  const next = loose?.next ?? from.end + sticky(BETWEEN, text, from.end)
  if (next > from.end || loose !== null) {
    const to = pointAt(text, next) ?? dayAfter(text, next, from)
    if (to !== null) {
      const end = to.end + sticky(BEFORE, text, to.end)
      return { start: at, end, from, to }
    }
    if (loose !== null) return null
  }
  const before = sticky(BEFORE, text, from.end)
  const lead = text.slice(Math.max(0, at - 5), at)
  const lookBack = UNTIL_ONLY.exec(lead)
  if (before > 0 || lookBack !== null) {
    const open = before > 0 ? (UNTIL.exec(lead)?.[0] ?? '') : (lookBack?.[0] ?? '')
    const start = /^(?:在|于)$/.test(open) ? at : at - open.length
    return { start, end: from.end + before, from: null, to: from }
  }
  const after = sticky(AFTER, text, from.end)
  if (after > 0) return { start: at, end: from.end + after, from, to: null }
  return { start: at, end: from.end, from, to: from }
}

/** Digits that continue a longer number (`〔2010〕108号`, 三年内) and recurring dates (每年6月) name no date. */
function continuesNumber(text: string, at: number): boolean {
  const before = text.charAt(at - 1)
  const here = text.charAt(at)
  if (/每年?$/.test(text.slice(Math.max(0, at - 2), at))) return true
  if (here === '年') return /[\d一二三四五六七八九十两半几每]/.test(before)
  if (/\d/.test(here)) return /[\d.]/.test(before)
  return /[一二三四五六七八九十]/.test(here) && /[一二三四五六七八九十百第〇零\d]/.test(before)
}

/** `十月` alone may be part of a name (十月村); it is a month after a mark or a preposition. */
function isBareChineseMonth(text: string, { start, end, from, to }: DateExpression): boolean {
  if (from !== to || from?.span.of !== 'months' || from.year !== null || from.yearOffset !== null)
    return false
  if (!/^[一二三四五六七八九十]+月$/.test(text.slice(start, end))) return false
  return !/^$|[\s(,。;:、在于从自至到]/.test(text.charAt(start - 1))
}

/** All expressions of time in a folded text, in order, none inside another. */
export function findDates(text: string): DateExpression[] {
  const found: DateExpression[] = []
  MAY_START.lastIndex = 0
  for (let hit = MAY_START.exec(text); hit !== null; hit = MAY_START.exec(text)) {
    if (continuesNumber(text, hit.index)) continue
    const expression = expressionAt(text, hit.index)
    if (expression === null) continue
    if (isBareChineseMonth(text, expression)) continue
    const last = found.at(-1)
    if (last === undefined || expression.start >= last.end) found.push(expression)
    MAY_START.lastIndex = Math.max(expression.end, hit.index + 1)
  }
  return found
}

/** The years a document's dates are read with; `running` moves on as its steps do. */
export interface YearContext {
  /** The document's own year, or null when it names none. */
  readonly own: number | null
  /** The year of the dated step just before, and the month it began in. */
  running: number | null
  runningMonth: number
  /** The date stands by itself (完成时限：3月底), so its order says nothing about its year. */
  readonly alone?: boolean
}

function yearOf(point: Point, context: YearContext): number | null {
  if (point.year !== null) return point.year
  if (point.yearOffset !== null) return context.own === null ? null : context.own + point.yearOffset
  const year = context.alone === true ? (context.own ?? context.running) : (context.running ?? context.own)
  if (context.alone === true) return year
  if (year === null) return null
  // A step in January after a step in November is in the next year.
  const isWhole = point.span.of === 'months' && point.span.first === 1 && point.span.last === 12
  const rolls = !isWhole && context.running !== null && context.runningMonth - firstMonth(point.span) >= 7
  return rolls ? year + 1 : year
}

/** Fills in the years of an expression. Changes nothing; see `follow` for moving the running year on. */
export function resolveDates(expression: DateExpression, context: YearContext): ResolvedDates {
  const { from, to } = expression
  const lead = from ?? to
  const nothing = { start: null, end: null, yearImplied: true, impossible: false }
  if (lead === null) return nothing
  const yearImplied = lead.year === null
  // `3月—2012年5月`: the year stands with the second half only.
  const leadYear = from !== null && from.year === null && to?.year != null ? to.year : yearOf(lead, context)
  if (leadYear === null) return nothing
  let endYear = leadYear
  if (to !== null && to !== lead) {
    endYear = to.year ?? (to.yearOffset === null ? leadYear : leadYear + to.yearOffset)
    const wraps =
      to.year === null &&
      to.yearOffset === null &&
      from !== null &&
      firstMonth(to.span) < firstMonth(from.span)
    if (wraps) endYear += 1
  }
  const first = from === null ? null : edges(from.span, leadYear).first
  const last = to === null ? null : edges(to.span, endYear).last
  const impossible = (first !== null && !exists(first)) || (last !== null && !exists(last))
  if (impossible) return { ...nothing, yearImplied, impossible }
  const start = first === null ? null : written(first, 'start')
  return { start, end: last === null ? null : written(last, 'end'), yearImplied, impossible }
}

/** Moves the running year on to the step just read. */
export function follow(expression: DateExpression, resolved: ResolvedDates, context: YearContext): void {
  const date = resolved.start ?? resolved.end
  const lead = expression.from ?? expression.to
  if (date === null || lead === null || lead.span.of === 'year') return
  context.running = Number(date.slice(0, 4))
  context.runningMonth = Number(date.slice(5, 7))
}

/** Do the dates run backwards? */
export function isReversed(dates: ResolvedDates): boolean {
  return (
    dates.start !== null &&
    dates.end !== null &&
    dates.end !== dates.start &&
    isBefore(dates.end, dates.start) &&
    !dates.end.startsWith(dates.start)
  )
}

const ONLY_DATE =
  /^[([]? ?(?:\d{4}|[一二][〇零O0o一二三四五六七八九\d]{3}) ?[年.\-/] ?[\d一二三四五六七八九十]{1,3} ?(?:[月.\-/] ?(?:[\d一二三四五六七八九十廿]{1,3} ?日?)?)? ?[)\]]?$/

/** The date of a line that holds nothing else (a signature's), as `YYYY-MM-DD` or `YYYY-MM`; null for any other line. */
export function wholeLineDate(folded: string): string | null {
  const line = folded.replace(
    /(?<=[\d年月日一二三四五六七八九十〇]) +(?=[\d年月日一二三四五六七八九十〇])/g,
    '',
  )
  if (line.length > 24 || !ONLY_DATE.test(line)) return null
  const [only] = findDates(line)
  if (only === undefined) return null
  const resolved = resolveDates(only, { own: null, running: null, runningMonth: 1 })
  return resolved.start
}
