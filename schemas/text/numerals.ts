const DIGITS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九']

/** A count in Chinese numerals: 10 → 十, 21 → 二十一, 105 → 一百零五. For 1 to 9999; outside that, in digits. */
export function numeral(count: number): string {
  if (!Number.isInteger(count) || count < 1 || count > 9_999) return String(count)
  const spelled = spell(count)
  return spelled.startsWith('一十') ? spelled.slice(1) : spelled
}

function spell(count: number): string {
  if (count < 10) return DIGITS[count] ?? ''
  const [unit, name] = count >= 1_000 ? [1_000, '千'] : count >= 100 ? [100, '百'] : [10, '十']
  const rest = count % unit
  const head = `${DIGITS[Math.floor(count / unit)]}${name}`
  if (rest === 0) return head
  return rest < unit / 10 ? `${head}零${spell(rest)}` : head + spell(rest)
}
