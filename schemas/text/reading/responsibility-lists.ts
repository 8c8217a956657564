import { findAssignmentLists, findLooseEntries } from './assignment-lists.ts'
import type { ReadBlock } from './blocks.ts'
import type { Responsibility } from './reading.ts'
import type { Span } from './sentences.ts'
import type { DatedSpan } from './stages.ts'

/** A task is shown with so many characters at most; its block holds the rest. */
export const LONGEST_TASK = 60
/** How far before such a form its task is looked for. */
const LOOK_BACK = 400

const within = (inner: Span, outer: Span): boolean => inner.start >= outer.start && inner.end <= outer.end

/** The date by which a stretch of text wants its task done. */
export function dueIn(dated: readonly DatedSpan[], block: number, span: Span): string | null {
  const hit = dated.findLast(
    (each) => each.block === block && within(each.expression, span) && each.dates.end !== null,
  )
  return hit?.dates.end ?? null
}

/** The sentence a form in brackets or on a line of its own belongs to. */
export function taskBefore(blocks: readonly ReadBlock[], block: ReadBlock, at: number): string {
  const nearest = Math.max(0, at - LOOK_BACK)
  const own = block.folded.slice(nearest, at).replace(/[\s([。;,]+$/, '')
  const end = nearest + own.length
  const from = Math.max(
    nearest + own.lastIndexOf('。') + 1,
    nearest + own.lastIndexOf(')') + 1,
    block.titleStart,
  )
  if (end - from >= 2) return block.text.slice(from, Math.min(end, from + LONGEST_TASK)).trim()
  if (block.title !== undefined && block.title !== '') return block.title
  for (let above = block.index - 1; above >= 0; above--) {
    const candidate = blocks[above]
    if (candidate === undefined || candidate.section !== block.section) break
    if (candidate.title !== undefined) return candidate.title
  }
  return blocks[block.index - 1]?.text.slice(0, LONGEST_TASK) ?? ''
}

/** Tasks from forms with keys: `（牵头单位：…；完成时限：…）`. */
export function fromLists(
  blocks: readonly ReadBlock[],
  block: ReadBlock,
  dated: readonly DatedSpan[],
): Responsibility[] {
  return findAssignmentLists(block).map((list) => ({
    task: taskBefore(blocks, block, list.start),
    lead: list.lead,
    support: list.support,
    due:
      list.due === null
        ? dueIn(dated, block.index, { start: 0, end: list.start })
        : dueIn(dated, block.index, list.due),
    section: block.section,
    place: { block: block.index, start: list.start, end: list.end },
    text: block.text.slice(list.start, list.end),
    confidence: 'sure',
    basis: 'words',
  }))
}

/** Where each key has a line of its own, the later lines (配合单位：…, 完成时限：…) belong to the first. */
export function mergeLooseLines(
  blocks: readonly ReadBlock[],
  found: readonly Responsibility[],
  dated: readonly DatedSpan[],
): Responsibility[] {
  const isForm = new Map<number, boolean>()
  const holdsForm = (block: ReadBlock): boolean => {
    const known = isForm.get(block.index) ?? findAssignmentLists(block).length > 0
    isForm.set(block.index, known)
    return known
  }
  return found.map((each) => {
    const block = blocks[each.place.block]
    if (each.basis !== 'words' || block === undefined || !holdsForm(block)) return each
    const support = [...each.support]
    let { due } = each
    for (let next = block.index + 1; next < blocks.length; next++) {
      const below = blocks[next]
      const loose = below === undefined || below.section !== block.section ? null : findLooseEntries(below)
      if (below === undefined || loose === null) break
      support.push(...loose.support)
      due ??= loose.due === null ? null : dueIn(dated, below.index, loose.due)
    }
    return { ...each, support, due }
  })
}
