import { expect, test } from 'vitest'
import { findDates, resolveDates, wholeLineDate } from '../../../schemas/text/reading/dates.ts'
import type { YearContext } from '../../../schemas/text/reading/dates.ts'
import { fold } from '../../../schemas/text/reading/normalise.ts'

const in2012 = (): YearContext => ({ own: 2012, running: null, runningMonth: 1 })

function spans(text: string): string[] {
  return findDates(fold(text)).map((date) => {
    const { start, end } = resolveDates(date, in2012())
    return `${start ?? ''}..${end ?? ''}`
  })
}

test.each([
  ['2012年3月1日—5月底前', '2012-03-01..2012-05-31'],
  ['2012年6月1日—2012年6月30）', '2012-06-01..2012-06-30'],
  ['（2012年11月1日—30日）', '2012-11-01..2012-11-30'],
  ['6月1-15日', '2012-06-01..2012-06-15'],
  ['4月下旬至5月15日', '2012-04-21..2012-05-15'],
  ['3月上旬', '2012-03-01..2012-03-10'],
  ['2月下旬', '2012-02-21..2012-02-29'],
  ['6-8月', '2012-06..2012-08'],
  ['3、4月份', '2012-03..2012-04'],
  ['三月至五月', '2012-03..2012-05'],
  ['第二季度完成', '2012-04..2012-06'],
  ['2012年上半年', '2012-01..2012-06'],
  ['2013-2015年，', '2013-01..2015-12'],
  ['2012.3.1-2012.5.31', '2012-03-01..2012-05-31'],
  ['自2012年3月1日起至2012年5月31日', '2012-03-01..2012-05-31'],
])('[R18] %s is read as a span', (text, expected) => {
  expect(spans(text)).toEqual([expected])
})

test.each([
  ['年底前', '..2012-12-31'],
  ['11月底之前', '..2012-11-30'],
  ['6月15日前', '..2012-06-15'],
  ['到2020年', '..2020-12'],
  ['截至2012年底', '..2012-12-31'],
  ['（即日起至6月30日）', '..2012-06-30'],
  ['“十四五”末', '..2025-12'],
  ['7月15日之后', '2012-07-15..'],
  ['从今年5月开始', '2012-05..'],
])('[R18] %s has one end only', (text, expected) => {
  expect(spans(text)).toEqual([expected])
})

test('[R19] a range that ends before it began passes into the next year', () => {
  expect(spans('11月至次年2月')).toEqual(['2012-11..2013-02'])
  expect(spans('11月15日至2月底')).toEqual(['2012-11-15..2013-02-28'])
})

test('[R19] a step in January after one in November is in the next year', () => {
  const [january] = findDates('1月10日前')
  const context = { own: 2012, running: 2012, runningMonth: 11 }
  expect(january && resolveDates(january, context).end).toBe('2013-01-10')
})

test('[R20] a date the calendar does not have is not guessed at', () => {
  const [date] = findDates('6月31日')
  expect(date && resolveDates(date, in2012())).toMatchObject({ start: null, end: null, impossible: true })
})

test.each(['〔2010〕108号', '每月5日前', '三年内', '一周内', '伍洛镇十月中心村', '每年6月', '1.5米'])(
  '[R21] %s names no date',
  (text) => {
    expect(spans(text)).toEqual([])
  },
)

test.each([
  ['二○一一年四月二十九日', '2011-04-29'],
  ['二O一二年三月', '2012-03'],
  ['2012 年 3 月 5 日', '2012-03-05'],
  ['2011-04-29', '2011-04-29'],
  ['2012年3月5日前完成', null],
  ['2012年', null],
])('[R16] the line %s is a date by itself or not', (line, expected) => {
  expect(wholeLineDate(fold(line))).toBe(expected)
})
