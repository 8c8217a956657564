import { bracketDepths } from './brackets.ts'
import type { Paragraph } from './lines.ts'

/** The title put together from its lines, and the paragraphs they stand in. */
export interface DocumentTitle {
  readonly text: string | null
  readonly at: readonly number[]
}

const KIND =
  '方案|计划|通知|意见|办法|要点|规划|细则|预案|纲要|措施|安排|通告|公告|公示|规定|规则|制度|总结|清单|台账|报告|纪要|建议|思路|指引|工作法|分工|责任书|任务书|部署'
const TITLE_END = new RegExp(
  `(?:${KIND})》?(?:的通知|的意见|的函|的批复)?(?: ?[(][^()]{1,16}[)])*(?:篇? ?[\\d一二三四五六七八九十]{0,3})?$`,
)
const LONGEST_LINE = 60
const MOST_LINES = 4

/** Does this line end as the title of an official document does? */
export function isTitleLike(folded: string): boolean {
  if (folded.length < 4 || folded.length > LONGEST_LINE || /[。:;?!]/.test(folded.replace(/《[^》]*》/g, '')))
    return false
  return TITLE_END.test(folded)
}

function isBalanced(folded: string): boolean {
  const depths = bracketDepths(folded)
  for (let at = 0; at < folded.length; at++) {
    if ('《》“”()'.includes(folded.charAt(at)) && depths[at] === 0) return false
  }
  return true
}

/** Does the line above belong to the same title? */
function joins(above: Paragraph, below: Paragraph, title: string): boolean {
  if (above.folded.length > LONGEST_LINE || /[。:;]$/.test(above.folded) || /[|>]/.test(above.folded))
    return false
  if (isTitleLike(above.folded) && isBalanced(above.folded) && isBalanced(title)) return false
  if (!isBalanced(title)) return true
  const startsOff = above.folded.startsWith('关于') && !title.startsWith('关于')
  if (below.afterBlank) return startsOff
  return (
    /^关于|^(?:工作|实施|活动|建设)?(?:方案|计划|意见|办法)/.test(below.folded) ||
    /关于|^\d{4}年|[委府局办室组会市区县镇]$|建设$|工作$|活动$/.test(above.folded)
  )
}

/** The title among the header lines `at` (paragraph indexes, in order). */
export function findTitle(paragraphs: readonly Paragraph[], at: readonly number[]): DocumentTitle {
  const lines = at.filter((index) => (paragraphs[index]?.folded.length ?? 0) <= LONGEST_LINE)
  let last = lines.findLastIndex((index) => isTitleLike(paragraphs[index]?.folded ?? ''))
  if (last < 0) last = lines.length - 1
  const bottom = lines[last]
  if (bottom === undefined) return { text: null, at: [] }
  const chosen = [bottom]
  let text = paragraphs[bottom]?.folded ?? ''
  for (let line = last - 1; line >= 0 && chosen.length < MOST_LINES; line--) {
    const above = paragraphs[lines[line] ?? -1]
    const below = paragraphs[chosen[0] ?? -1]
    if (
      above === undefined ||
      below === undefined ||
      chosen[0] !== (lines[line] ?? -1) + 1 ||
      !joins(above, below, text)
    )
      break
    chosen.unshift(lines[line] ?? 0)
    text = above.folded + text
  }
  // `(2013—2015年)` or `(试行)` on a line of its own belongs to the title above it.
  const below = paragraphs[bottom + 1]
  if (
    at.includes(bottom + 1) &&
    below !== undefined &&
    /^\((?!.*(?:通过|印发|发布|修订|施行|\d日))[^()]{2,20}\)$/.test(below.folded)
  )
    chosen.push(bottom + 1)
  return { text: chosen.map((index) => paragraphs[index]?.text ?? '').join(''), at: chosen }
}
