import { findDates, resolveDates } from './dates.ts'

/** What the information table above a document on a government web page says of it. */
export interface InfoTable {
  readonly title: string | null
  readonly docNumber: string | null
  readonly issuer: string | null
  readonly date: string | null
}

const KEYS: Readonly<Record<string, keyof InfoTable | 'other'>> = {
  索引号: 'other',
  信息索引: 'other',
  分类: 'other',
  主题分类: 'other',
  信息分类: 'other',
  体裁分类: 'other',
  主题词: 'other',
  关键词: 'other',
  有效性: 'other',
  时效性: 'other',
  公开方式: 'other',
  公开时限: 'other',
  公开形式: 'other',
  来源: 'other',
  信息来源: 'other',
  作者: 'other',
  浏览次数: 'other',
  发布时间: 'other',
  发布日期: 'other',
  生效日期: 'other',
  废止日期: 'other',
  失效日期: 'other',
  名称: 'title',
  信息名称: 'title',
  标题: 'title',
  文件名称: 'title',
  文号: 'docNumber',
  发文字号: 'docNumber',
  文件编号: 'docNumber',
  发布机构: 'issuer',
  发文机关: 'issuer',
  发文机构: 'issuer',
  发文单位: 'issuer',
  制发机关: 'issuer',
  公开主体: 'issuer',
  发文日期: 'date',
  成文日期: 'date',
  生成日期: 'date',
  制发日期: 'date',
  印发日期: 'date',
}
const KEY = /(?:^|[\s|;])([\u4e00-\u9fff](?: ?[\u4e00-\u9fff]){1,4}) ?(?::|\t)/g

interface Pair {
  readonly key: string
  readonly start: number
  readonly end: number
}

function pairsOf(folded: string): Pair[] {
  const keys: { key: string; at: number; valueAt: number }[] = []
  for (const hit of folded.matchAll(KEY)) {
    const key = (hit[1] ?? '').replace(/ /g, '')
    if (key in KEYS) keys.push({ key, at: hit.index, valueAt: hit.index + hit[0].length })
  }
  return keys.map(({ key, valueAt }, index) => ({
    key,
    start: valueAt,
    end: keys[index + 1]?.at ?? folded.length,
  }))
}

/** Is this line one or more rows of such a table? */
export function isInfoLine(folded: string): boolean {
  if (folded.length > 160) return false
  const [first] = pairsOf(folded)
  return (
    first !== undefined &&
    /^[\s\u4e00-\u9fff]{2,10} ?[:\t]/.test(folded) &&
    folded.search(/[:\t]/) < first.start
  )
}

/** Reads the table from its lines. Values are verbatim; the first one wins. */
export function readInfoTable(
  lines: readonly { readonly text: string; readonly folded: string }[],
): InfoTable {
  const table: Record<keyof InfoTable, string | null> = {
    title: null,
    docNumber: null,
    issuer: null,
    date: null,
  }
  for (const { text, folded } of lines) {
    for (const { key, start, end } of pairsOf(folded)) {
      const field = KEYS[key]
      const value = text.slice(start, end).trim()
      if (field === undefined || field === 'other' || value === '') continue
      table[field] ??= field === 'date' ? readDate(folded.slice(start, end)) : value
    }
  }
  return table
}

function readDate(folded: string): string | null {
  const [first] = findDates(folded)
  return first === undefined ? null : resolveDates(first, { own: null, running: null, runningMonth: 1 }).start
}
