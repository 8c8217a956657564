import { printedDate } from '../../schemas/typeset/printed.ts'
import { language } from '../app/language/language.svelte.ts'

const ENGLISH_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A day of a document (`2027-03-08` or `2027-03`) as the interface writes it; other words stay as they are. */
export function printedDay(day: string): string {
  const parts = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(day)
  if (parts === null || language.current === 'zh') return printedDate(day)
  const month = `${ENGLISH_MONTHS[Number(parts[2]) - 1] ?? ''} ${parts[1]}`
  return parts[3] === undefined ? month : `${Number(parts[3])} ${month}`
}
