/** How score.py compares values: texts, titles, units, numbers, dates, paths. Ported function by function. */

export type Json = unknown
export type JsonObject = Readonly<Record<string, Json>>

/** Is this a plain JSON object? */
export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The objects of a JSON list; anything else is an empty one. */
export const listOf = (value: Json): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : [])

/** NFKC, one form of quotes, dashes and brackets, no spaces, lower case. */
export function norm(value: Json): string {
  if (value === null || value === undefined) return ''
  return String(value)
    .normalize('NFKC')
    .replace(/[“”‘’"'「」『』＂]/g, '"')
    .replace(/[—–－―‐-]/g, '-')
    .replace(/[〔【]/g, '[')
    .replace(/[〕】]/g, ']')
    .replace(/\s+/g, '')
    .toLowerCase()
}

export const ntitle = (value: Json): string => norm(value).replace(/[。.;:、,]+$/, '')

const UNITS: Readonly<Record<string, string>> = {
  '㎡': '平方米',
  m2: '平方米',
  'm²': '平方米',
  平米: '平方米',
  百分比: '%',
  百分点: '%',
  percent: '%',
}

export function nunit(value: Json): string {
  const bare = norm(value).split('/')[0]?.split('每')[0] ?? ''
  const unit = UNITS[bare] ?? bare
  return unit.length > 1 && /^[个個]/.test(unit) ? unit.slice(1) : unit
}

type Amount = number | readonly [number, number]

/** A number, a range, or null. */
export function numberOf(value: Json): Amount | null {
  if (typeof value === 'number') return value
  if (value === null || value === undefined || typeof value === 'boolean') return null
  if (isObject(value)) {
    const low = value['min'] ?? value['lo']
    const high = value['max'] ?? value['hi']
    return low != null && high != null ? numberOf([low, high]) : numberOf(low ?? high)
  }
  if (Array.isArray(value)) {
    if (value.length === 1) return numberOf(value[0])
    if (value.length !== 2) return null
    const low = numberOf(value[0])
    const high = numberOf(value[1])
    return typeof low === 'number' && typeof high === 'number' ? (low === high ? low : [low, high]) : null
  }
  const text = norm(value).replace(/,/g, '')
  const fraction = /^(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)/.exec(text)
  if (fraction !== null && Number(fraction[2]) !== 0) return Number(fraction[1]) / Number(fraction[2])
  const range = /^(\d+(?:\.\d+)?)[-~至到](\d+(?:\.\d+)?)/.exec(text)
  if (range !== null) return [Number(range[1]), Number(range[2])]
  const single = /^(\d+(?:\.\d+)?)/.exec(text)
  return single === null ? null : Number(single[1])
}

/** Do two values say the same number? Shares below 1 may differ by rounding. */
export function same(a: Json, b: Json): boolean {
  const x = numberOf(a)
  const y = numberOf(b)
  if (x === null || y === null) return x === null && y === null
  if (typeof x === 'number' && typeof y === 'number') {
    const tolerance = Math.max(x, y) <= 1 && x !== Math.trunc(x) ? 0.005 : 1e-9
    return Math.abs(x - y) <= tolerance
  }
  if (typeof x === 'number' || typeof y === 'number') return false
  return Math.abs(x[0] - y[0]) < 1e-9 && Math.abs(x[1] - y[1]) < 1e-9
}

/** A date filled up to its first or last day; null when it is none. */
export function ndate(value: Json, end: boolean): string | null {
  const found = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?/.exec(norm(value))
  if (found === null) return null
  const year = Number(found[1])
  const month = found[2] === undefined ? (end ? 12 : 1) : Number(found[2])
  if (month < 1 || month > 12) return null
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const day = found[3] === undefined ? (end ? last : 1) : Number(found[3])
  const pad = (part: number, length: number) => String(part).padStart(length, '0')
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
}

const COMPONENT = [
  /^第([零〇○一二三四五六七八九十百\d]+)/,
  /^[([]([零〇○一二三四五六七八九十百\d]+)[)\]]/,
  /^([零〇○一二三四五六七八九十百]+)(?=$|[、,.是:])/,
  /^(\d+)(?=$|[、,.:)])/,
]

/** `三、工作内容/（二）改善社区环境/2.` → ['三', '二', '2']; a component without a label keeps its text. */
export function npath(value: Json): string[] {
  const parts = norm(Array.isArray(value) ? value.join('/') : value).split(/[/>]/)
  return parts
    .filter((part) => part !== '')
    .map(
      (part) => COMPONENT.map((pattern) => pattern.exec(part)?.[1]).find((hit) => hit !== undefined) ?? part,
    )
}

function pairsOf(text: string): Set<string> {
  const chars = [...text]
  return new Set(chars.slice(0, -1).map((char, index) => char + (chars[index + 1] ?? '')))
}

/** Do two spans say the same place? Containment, or enough shared character pairs. */
export function overlap(first: Json, second: Json): boolean {
  const a = norm(first)
  const b = norm(second)
  if (a === '' || b === '') return false
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (short.length >= 3 && long.includes(short)) return true
  const [x, y] = [pairsOf(a), pairsOf(b)]
  const shared = [...x].filter((pair) => y.has(pair)).length
  return x.size > 0 && y.size > 0 && (2 * shared) / (x.size + y.size) >= 0.5
}

/** Names of bodies, without a closing 等. */
export function unitNames(value: Json): string[] {
  const items = typeof value === 'string' ? [value] : Array.isArray(value) ? value : []
  return items
    .map((item) => norm(isObject(item) ? (item['name'] ?? '') : item).replace(/等$/, ''))
    .filter((name) => name !== '')
}

export function unitHit(first: readonly string[], second: readonly string[]): boolean {
  return first.some((a) =>
    second.some((b) => a === b || (Math.min(a.length, b.length) >= 2 && (a.includes(b) || b.includes(a)))),
  )
}
