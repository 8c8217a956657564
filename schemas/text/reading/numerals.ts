const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
/** The figures of accounts, which Taiwan's outlines begin with. */
const FORMAL: Readonly<Record<string, string>> = {
  壹: '一',
  贰: '二',
  叁: '三',
  参: '三',
  肆: '四',
  伍: '五',
  陆: '六',
  柒: '七',
  捌: '八',
  玖: '九',
  拾: '十',
}
const PLACES: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }

/** The characters a Chinese number may be made of, for use inside a character class. */
export const CHINESE_DIGITS = '零〇一二两三四五六七八九十百千'

/**
 * The value of a Chinese number up to 9,999,999 (`二十一`, `三百零五`, `一万二千`), of a row of digits
 * (`二〇一二`), or null when it is not one. Expects the matching form of `fold`.
 */
export function chineseNumber(text: string): number | null {
  if (text === '') return null
  if (text === '半') return 0.5
  if (/^[零〇一二三四五六七八九]+$/.test(text)) {
    let row = 0
    for (const char of text) row = row * 10 + (DIGITS[char] ?? 0)
    return Number.isSafeInteger(row) ? row : null
  }
  let total = 0
  let below = 0
  let digit: number | null = null
  for (const formal of text) {
    const char = FORMAL[formal] ?? formal
    const value = DIGITS[char]
    const place = PLACES[char]
    if (value !== undefined) {
      if (digit !== null && digit !== 0) return null
      digit = value
    } else if (place !== undefined) {
      below += (digit ?? 1) * place
      digit = null
    } else if (char === '万') {
      total = (below + (digit ?? 0)) * 10_000
      below = 0
      digit = null
    } else return null
  }
  return total + below + (digit ?? 0)
}

/** The value of Arabic digits (with thousands commas and a decimal point) or of a Chinese number; null when neither. */
export function readNumber(text: string): number | null {
  const plain = text.replace(/(?<=\d)(?:,(?=\d{3})| (?=\d))/g, '').trim()
  if (/^\d+(?:\.\d+)?$/.test(plain)) return Number(plain)
  return chineseNumber(plain)
}

const CIRCLED: readonly (readonly [number, number])[] = [
  [0x2460, 20], // ①
  [0x2474, 20], // ⑴
  [0x2488, 20], // ⒈
  [0x2776, 10], // ❶
  [0x3220, 10], // ㈠
]

/** The number inside ①, ⑴, ⒈, ❶ or ㈠; null for any other character. */
export function enclosedNumber(char: string): number | null {
  const code = char.charCodeAt(0)
  for (const [first, count] of CIRCLED) if (code >= first && code < first + count) return code - first + 1
  return null
}
