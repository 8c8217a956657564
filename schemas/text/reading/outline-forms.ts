import type { ReadBlock } from './blocks.ts'
import type { LabelForm } from './labels.ts'

/** The number each form begins with; the marks around it are the document's own. */
const FIRST: Readonly<Record<LabelForm, string>> = {
  part: '一',
  section: '一',
  article: '一',
  cnFormal: '壹',
  cn: '一',
  phase: '一',
  cnParen: '一',
  oneIs: '一',
  arabic: '1',
  decimal: '1.1',
  subDecimal: '1.1.1',
  arabicParen: '1',
  arabicHalf: '1',
  circled: '①',
}
const NUMBER =
  /[①-⑳⑴-⒛❶-❿㈠-㈩]|[壹贰叁参肆伍陆柒捌玖拾貳參陸]+|[一二三四五六七八九十百零〇两]+|[\d０-９]+(?:\.\d+)*/

/** The first label of each level as this document writes it: ['一、', '（一）', '1.'], or ['一、', '1、']. */
export function outlineForms(blocks: readonly ReadBlock[]): string[] {
  const forms: string[] = []
  for (const { level, label, numbered } of blocks) {
    if (label === undefined || numbered === null || level < 1 || forms[level - 1] !== undefined) continue
    forms[level - 1] = label.replace(NUMBER, FIRST[numbered.form]).replace(/\s/g, '')
  }
  const end = forms.findIndex((form) => form === undefined)
  return [...(end < 0 ? forms : forms.slice(0, end))]
}
