import { isText } from './blocks.ts'
import type { ReadBlock } from './blocks.ts'
import { follow, resolveDates } from './dates.ts'
import type { DateExpression, ResolvedDates, YearContext } from './dates.ts'
import type { Stage } from './reading.ts'
import { headingTrails } from './trails.ts'

/** A date expression of a block, resolved. Shared by the stages and by the due dates of tasks. */
export interface DatedSpan {
  readonly block: number
  readonly expression: DateExpression
  readonly dates: ResolvedDates
}

const STEP_TITLE =
  /第[一二三四五六]步|步骤|阶段|进度|时间安排|工作安排|实施安排|日程|活动安排|时间节点|推进时序|进程|时间表|实施方法|期程|实施期限|^(?:时间|期限|工期|时序)$|时间(?:要求|步骤|分工)/
/** Dates of what is past, quoted or merely described. */
const NOT_A_STEP_AFTER = /^(?:以来|印发|出台|发布|的(?!工作|任务|基础上)|起施行|起实施|起执行|度)/
const NOT_A_STEP_BEFORE = /(?:截至|截止|截止到|自从|早在|统计到|根据|按照)$/

/** `完成时限：3月底` in a list of tasks. */
const STANDS_ALONE = /(?:时限|时间|期限)(?:要求)? ?[:为]? ?$/

/** How far after a date its step is looked for. */
const LOOK_AHEAD = 48
/** A title longer than this is a sentence, and names no step. */
const LONGEST_NAME = 40

/** All dates of the text, in order, with their years. The running year starts anew in each first-level section. */
export function resolveAllDates(blocks: readonly ReadBlock[], own: number | null): DatedSpan[] {
  const dated: DatedSpan[] = []
  const context: YearContext = { own, running: null, runningMonth: 1 }
  for (const block of blocks) {
    if (block.level === 1) context.running = null
    if (!isText(block)) continue
    const from = block.numbered?.length ?? 0
    const quoted = quotedTitles(block.folded)
    for (const expression of block.dates) {
      if (
        expression.end <= from ||
        quoted.some((span) => expression.start > span.start && expression.end < span.end)
      )
        continue
      const alone =
        block.role === 'table' ||
        STANDS_ALONE.test(block.folded.slice(Math.max(0, expression.start - 8), expression.start))
      const dates = resolveDates(expression, { ...context, alone })
      if (!alone && !NOT_A_STEP_AFTER.test(block.folded.slice(expression.end, expression.end + LOOK_AHEAD)))
        follow(expression, dates, context)
      dated.push({ block: block.index, expression, dates })
    }
  }
  return dated
}

function quotedTitles(folded: string): { start: number; end: number }[] {
  return [...folded.matchAll(/《[^《》]{1,80}(?:《[^》]*》[^《》]*)?》/g)].map((hit) => ({
    start: hit.index,
    end: hit.index + hit[0].length,
  }))
}

/** The name of a step whose heading carries its date: the title without it. */
function titleName(block: ReadBlock, expression: DateExpression): string | null {
  const title = block.text.slice(block.titleStart, block.titleEnd)
  const at = expression.start - block.titleStart
  const to = expression.end - block.titleStart
  if (at < 0 || to > title.length) return title === '' ? null : title
  const before = title
    .slice(0, at)
    .replace(/[\s（(：:，,]+$/, '')
    .replace(/时间$/, '')
    .replace(/[（(：:，,]+$/, '')
  const after = title.slice(to).replace(/^[\s）)：:，,]+(?:为|是)?|^(?:为|是)/, '')
  const name = before.length >= 2 ? before : after
  return name === '' ? null : name
}

/** The name of a step told in a sentence: what stands before its bracket, or follows its date, up to the next mark. */
function clauseName(block: ReadBlock, expression: DateExpression): string | null {
  const before = block.folded.slice(Math.max(0, expression.start - LOOK_AHEAD), expression.start)
  const bracketed = /([^,。;:、()\s]{2,20})\($/.exec(before)?.[1]
  if (bracketed !== undefined)
    return block.text.slice(expression.start - 1 - bracketed.length, expression.start - 1)
  const after = block.folded.slice(expression.end, expression.end + LOOK_AHEAD)
  const lead =
    /^[\s),:前后内)]*(?:为|是|,)?(?:适时)?(?:进行|开展|组织|召开|举行|完成)?(?:一次)?/.exec(after)?.[0]
      .length ?? 0
  const name = /^[^,。;:()]{2,30}/.exec(after.slice(lead))?.[0]
  if (name === undefined) return null
  const start = expression.end + lead
  return block.text.slice(start, start + name.length)
}

const isBareYear = (expression: DateExpression) =>
  (expression.from ?? expression.to)?.span.of === 'year' &&
  (expression.from === null || expression.to === null || expression.from === expression.to)

function isStep(block: ReadBlock, trail: readonly ReadBlock[], { expression }: DatedSpan): boolean {
  const { folded } = block
  if (NOT_A_STEP_BEFORE.test(folded.slice(Math.max(0, expression.start - 4), expression.start))) return false
  if (NOT_A_STEP_AFTER.test(folded.slice(expression.end, expression.end + LOOK_AHEAD))) return false
  const inSteps = trail.some(
    (above) =>
      above.numbered?.form === 'phase' ||
      STEP_TITLE.test(above.folded.slice(above.titleStart, above.titleEnd)),
  )
  if (inSteps) return true
  if (isBareYear(expression)) return false
  const inTitle =
    block.label !== undefined && expression.start >= block.titleStart && expression.end <= block.titleEnd
  if (inTitle) return block.titleEnd - block.titleStart <= 40 && (block.depths[expression.start] ?? 0) > 0
  if (expression.start - (block.numbered?.length ?? 0) > LOOK_AHEAD) return false
  const lead = folded.slice(block.numbered?.length ?? 0, expression.start)
  const opensStep =
    lead.length <= 16 &&
    /阶段|时间/.test(
      folded.slice(block.numbered?.length ?? 0, expression.start + 1) +
        folded.slice(expression.end, expression.end + 14),
    )
  return opensStep
}

/** The dated steps of the plan, and the dates it names in passing (`deadline`). */
export function findStages(blocks: readonly ReadBlock[], dated: readonly DatedSpan[]): Stage[] {
  const trails = headingTrails(blocks)
  const stages: Stage[] = []
  const seen = new Set<string>()
  for (const each of dated) {
    const block = blocks[each.block]
    const { expression, dates } = each
    if (block === undefined || (dates.start === null && dates.end === null)) continue
    if ((expression.from ?? expression.to)?.yearOffset === -1) continue
    const trail = trails[each.block] ?? []
    const basis = isStep(block, trail, each) ? 'step' : 'deadline'
    const key = `${trail[0]?.index}|${dates.start}|${dates.end}`
    if (seen.has(key)) continue
    seen.add(key)
    const inTitle = block.label !== undefined && expression.end <= block.titleEnd
    const leads = block.label !== undefined && expression.start <= block.titleEnd + 3
    const isName = block.titleEnd - block.titleStart <= LONGEST_NAME
    const name = (inTitle || leads) && isName ? titleName(block, expression) : clauseName(block, expression)
    stages.push({
      name,
      start: dates.start,
      end: dates.end,
      text: block.text.slice(expression.start, expression.end),
      section: block.section,
      place: { block: block.index, start: expression.start, end: expression.end },
      confidence: dates.yearImplied || basis === 'deadline' ? 'doubtful' : 'sure',
      basis,
      yearImplied: dates.yearImplied,
    })
  }
  return stages
}
