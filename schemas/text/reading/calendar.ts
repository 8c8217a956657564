/** Calendar arithmetic on plain numbers; no clock, no time zone. */

/** A day, a month or a year, as far as the text says. Months and days count from 1. */
export interface PartialDate {
  readonly year: number
  readonly month?: number
  readonly day?: number
}

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Number of days of a month (1–12). */
export function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 && leap ? 29 : (LENGTHS[month - 1] ?? 31)
}

/** Does the calendar have this date? Years outside 1900–2199 are taken for misreadings. */
export function exists(date: PartialDate): boolean {
  if (date.year < 1900 || date.year > 2199) return false
  if (date.month === undefined) return date.day === undefined
  if (date.month < 1 || date.month > 12) return false
  return date.day === undefined || (date.day >= 1 && date.day <= daysInMonth(date.year, date.month))
}

/** `2012-03-05`, or `2012-03` when the day is not known. A bare year becomes its first or its last month. */
export function written(date: PartialDate, edge: 'start' | 'end'): string {
  const month = date.month ?? (edge === 'start' ? 1 : 12)
  const text = `${date.year}-${String(month).padStart(2, '0')}`
  return date.day === undefined ? text : `${text}-${String(date.day).padStart(2, '0')}`
}

/** Is `a` before `b` with the days filled in at the start? Both as `written` gives them. */
export function isBefore(a: string, b: string): boolean {
  const fill = (text: string) => (text.length === 7 ? text + '-01' : text)
  return fill(a) < fill(b)
}
