/** A day as an official document writes it, full year and no leading zeros: `2027-03-08` is 2027年3月8日. */
export function officialDay(day: string): string {
  const [year, month, date] = day.split('-')
  return `${year}年${Number(month)}月${Number(date)}日`
}
