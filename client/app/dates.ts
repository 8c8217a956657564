import type { Millis } from '../../schemas/ids.ts'
import type { Language } from './language/language.svelte.ts'

/** What a moment is seen from: the present, the language, and the zone (absent: the computer's own). */
export interface Viewpoint {
  readonly now: Millis
  readonly language: Language
  readonly timeZone?: string
}

interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly time: string
}

const ENGLISH_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function partsOf(moment: Millis, timeZone: string | undefined): Parts {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...(timeZone === undefined ? {} : { timeZone }),
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const found = new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]))
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(found.get(type))
  const time = `${found.get('hour')}:${found.get('minute')}`
  return { year: number('year'), month: number('month'), day: number('day'), time }
}

/** A day as offices write it: 2026年11月21日, 21 Nov 2026. */
export function dayText(moment: Millis, { language, timeZone }: Viewpoint): string {
  const { year, month, day } = partsOf(moment, timeZone)
  return language === 'zh' ? `${year}年${month}月${day}日` : `${day} ${ENGLISH_MONTHS[month - 1]} ${year}`
}

/** A time of day: 14:03. */
export function timeText(moment: Millis, { timeZone }: Viewpoint): string {
  return partsOf(moment, timeZone).time
}

/** A moment in a list: 今天 14:03, 昨天 09:10, 11月21日 14:03, 2025年11月21日. Relative only within a day. */
export function momentText(moment: Millis, view: Viewpoint): string {
  const { language, now, timeZone } = view
  const then = partsOf(moment, timeZone)
  const days = daysBetween(then, partsOf(now, timeZone))
  if (days === 0) return language === 'zh' ? `今天 ${then.time}` : `Today ${then.time}`
  if (days === 1) return language === 'zh' ? `昨天 ${then.time}` : `Yesterday ${then.time}`
  if (then.year !== partsOf(now, timeZone).year) return dayText(moment, view)
  return language === 'zh'
    ? `${then.month}月${then.day}日 ${then.time}`
    : `${then.day} ${ENGLISH_MONTHS[then.month - 1]} ${then.time}`
}

/** The moment something has lasted from, inside a sentence: `14:03` today, else with its day. */
export function sinceText(moment: Millis, view: Viewpoint): string {
  const isToday = daysBetween(partsOf(moment, view.timeZone), partsOf(view.now, view.timeZone)) === 0
  return isToday ? timeText(moment, view) : momentText(moment, view)
}

/** The heading of a day's page: 2026年11月22日 星期日, Sunday 22 Nov 2026. */
export function todayText({ now, language, timeZone }: Viewpoint): string {
  const weekday = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    ...(timeZone === undefined ? {} : { timeZone }),
    weekday: 'long',
  }).format(now)
  const day = dayText(now, { now, language, ...(timeZone === undefined ? {} : { timeZone }) })
  return language === 'zh' ? `${day} ${weekday}` : `${weekday} ${day}`
}

function daysBetween(then: Parts, now: Parts): number {
  const dayNumber = ({ year, month, day }: Parts): number => Date.UTC(year, month - 1, day) / 86_400_000
  return dayNumber(now) - dayNumber(then)
}
