import { expect, test } from 'vitest'
import { dayText, momentText, sinceText, todayText, type Viewpoint } from '../../../client/app/dates.ts'

const now = Date.parse('2026-11-22T02:30:00Z')
const zh: Viewpoint = { now, language: 'zh', timeZone: 'Asia/Shanghai' }
const en: Viewpoint = { now, language: 'en', timeZone: 'Asia/Shanghai' }

test.each([
  ['2026-11-22T01:03:00Z', '今天 09:03', 'Today 09:03'],
  ['2026-11-21T15:59:00Z', '昨天 23:59', 'Yesterday 23:59'],
  ['2026-11-20T15:59:00Z', '11月20日 23:59', '20 Nov 23:59'],
  ['2025-11-22T01:03:00Z', '2025年11月22日', '22 Nov 2025'],
  ['2026-11-22T16:30:00Z', '11月23日 00:30', '23 Nov 00:30'],
])('[U8] %s is written %s', (moment, inChinese, inEnglish) => {
  expect(momentText(Date.parse(moment), zh)).toBe(inChinese)
  expect(momentText(Date.parse(moment), en)).toBe(inEnglish)
})

test('[U8] midnight is by the office’s own zone, not by Greenwich', () => {
  const lateEvening = Date.parse('2026-11-21T16:10:00Z')
  expect(momentText(lateEvening, zh)).toBe('今天 00:10')
  expect(momentText(lateEvening, { ...zh, timeZone: 'Europe/London' })).toBe('昨天 16:10')
})

test('[U8] since: a time today, a day before', () => {
  expect(sinceText(Date.parse('2026-11-22T02:03:00Z'), zh)).toBe('10:03')
  expect(sinceText(Date.parse('2026-11-20T02:03:00Z'), zh)).toBe('11月20日 10:03')
})

test('[U8] days as offices write them', () => {
  expect(dayText(now, zh)).toBe('2026年11月22日')
  expect(dayText(now, en)).toBe('22 Nov 2026')
  expect(todayText(zh)).toBe('2026年11月22日 星期日')
  expect(todayText(en)).toBe('Sunday 22 Nov 2026')
})
