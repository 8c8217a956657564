import type { Paragraph } from './lines.ts'

/** The attachments a document lists, and the paragraphs that list them. */
export interface Attachments {
  readonly titles: readonly string[]
  readonly at: readonly number[]
}

const LEAD = /^\(?附 ?件? ?(?:\d{1,2}|[一二三四五六七八九十])? ?:[\s]*/
const ITEM = /^\d{1,2} ?[.、] */
const INNER_ITEM = /(?:^|[\s;。])\d{1,2} ?[.、] */g
const LONGEST_TITLE = 70

function titlesOf(text: string, folded: string): string[] {
  const starts: { at: number; from: number }[] = []
  for (const hit of folded.matchAll(INNER_ITEM))
    starts.push({ at: hit.index, from: hit.index + hit[0].length })
  const spans =
    starts[0]?.at === 0
      ? starts.map(({ from }, index) => ({ from, to: starts[index + 1]?.at ?? text.length }))
      : [{ from: 0, to: text.length }]
  return spans
    .map(({ from, to }) =>
      text
        .slice(from, to)
        .replace(/[\s。；;，,]+$/, '')
        .trim(),
    )
    .filter((title) => title !== '')
}

function continues(paragraph: Paragraph | undefined, expected: number): boolean {
  if (paragraph === undefined || paragraph.folded.length > LONGEST_TITLE || /。./.test(paragraph.folded))
    return false
  const item = ITEM.exec(paragraph.folded)
  return item !== null && Number.parseInt(item[0], 10) === expected
}

/** Finds `附件：1.…` and the lines that carry it on, from paragraph `from`. */
export function findAttachments(paragraphs: readonly Paragraph[], from: number): Attachments {
  const titles: string[] = []
  const at: number[] = []
  for (let index = from; index < paragraphs.length; index++) {
    const paragraph = paragraphs[index]
    const lead = paragraph === undefined ? null : LEAD.exec(paragraph.folded)
    if (paragraph === undefined || lead === null || paragraph.folded.length > 400) continue
    at.push(index)
    const found = titlesOf(paragraph.text.slice(lead[0].length), paragraph.folded.slice(lead[0].length))
    while (continues(paragraphs[index + 1], found.length + 1)) {
      index++
      at.push(index)
      const next = paragraphs[index]
      if (next !== undefined) found.push(...titlesOf(next.text, next.folded))
    }
    titles.push(...found.filter((title) => title.length <= LONGEST_TITLE))
  }
  return { titles: [...new Set(titles)], at }
}
