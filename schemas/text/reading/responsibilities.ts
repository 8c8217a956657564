import { findAssignmentLists } from './assignment-lists.ts'
import { assignmentsIn } from './assignment-sentences.ts'
import type { Assignment } from './assignment-sentences.ts'
import { isEach } from './bodies.ts'
import { isText } from './blocks.ts'
import type { ReadBlock } from './blocks.ts'
import type { Responsibility } from './reading.ts'
import { readSentences } from './sentences.ts'
import type { Sentence, Span } from './sentences.ts'
import type { DatedSpan } from './stages.ts'
import { findTableTasks } from './task-tables.ts'

const LONGEST_TASK = 60

const within = (inner: Span, outer: Span): boolean => inner.start >= outer.start && inner.end <= outer.end

/** The date by which a stretch of text wants its task done. */
function dueIn(dated: readonly DatedSpan[], block: number, span: Span): string | null {
  const hit = dated.findLast(
    (each) => each.block === block && within(each.expression, span) && each.dates.end !== null,
  )
  return hit?.dates.end ?? null
}

/** The words of a task without the marks and the leading particles around them. */
function taskWords(block: ReadBlock, span: Span): Span {
  const words = block.folded.slice(span.start, Math.min(span.end, span.start + LONGEST_TASK * 2))
  const lead =
    /^[\s,:;、)]*(?:(?:要|应当?|须|需|必须|务必|将|负责|牵头|先|也|都|均|切实|认真)+)?[\s,:]*/.exec(
      words,
    )?.[0].length ?? 0
  const end = span.start + words.replace(/[\s,、;:(。]+$/, '').length
  const start = span.start + lead
  return end - start >= 2
    ? { start, end: Math.min(end, start + LONGEST_TASK) }
    : { start: span.start, end: Math.max(end, span.start) }
}

function fromSentence(block: ReadBlock, sentence: Sentence, dated: readonly DatedSpan[]): Responsibility[] {
  const dates = dated.filter((each) => each.block === block.index).map(({ expression }) => expression)
  const found: Responsibility[] = []
  let before: readonly Span[] = []
  for (const clause of sentence.clauses) {
    for (const assignment of assignmentsIn(block.folded, clause, { limit: sentence.end, dates, before })) {
      // Only a class is told a second time, in words; a named body's task is already found.
      before = assignment.basis === 'class' ? assignment.lead : []
      found.push(responsibility(block, sentence, clause, assignment, dueIn(dated, block.index, sentence)))
    }
  }
  return found
}

function responsibility(
  block: ReadBlock,
  sentence: Sentence,
  clause: Span,
  assignment: Assignment,
  due: string | null,
): Responsibility {
  const task = taskWords(block, assignment.task)
  const name = ({ start, end }: Span) => block.text.slice(start, end).trim()
  const place = {
    block: block.index,
    start: clause.start,
    end: Math.max(clause.end, Math.min(task.end, sentence.end)),
  }
  // A class of bodies with a day to be done by is told a task (各镇8月底前完成…), not a duty.
  const each = assignment.lead.some(({ start, end }) => isEach(block.folded.slice(start, end)))
  const basis = assignment.basis === 'class' && due !== null && each ? 'dated' : assignment.basis
  return {
    task: block.text.slice(task.start, task.end),
    lead: assignment.lead.map(name),
    support: assignment.support.map(name),
    due,
    section: block.section,
    place,
    text: block.text.slice(place.start, place.end),
    confidence: basis === 'words' ? 'sure' : 'doubtful',
    basis,
  }
}

/** The sentence a form in brackets or on a line of its own belongs to. */
function taskBefore(blocks: readonly ReadBlock[], block: ReadBlock, at: number): string {
  const own = block.folded.slice(0, at).replace(/[\s([。;,]+$/, '')
  const from = Math.max(own.lastIndexOf('。') + 1, own.lastIndexOf(')') + 1, block.titleStart)
  if (own.length - from >= 2) return block.text.slice(from, Math.min(own.length, from + LONGEST_TASK)).trim()
  if (block.title !== undefined && block.title !== '') return block.title
  for (let above = block.index - 1; above >= 0; above--) {
    const candidate = blocks[above]
    if (candidate === undefined || candidate.section !== block.section) break
    if (candidate.title !== undefined) return candidate.title
  }
  return blocks[block.index - 1]?.text.slice(0, LONGEST_TASK) ?? ''
}

function fromLists(
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

/** The bracket at the end of a task that names who does it: `（区民政局牵头，各街道配合）`. */
function inBrackets(block: ReadBlock): Sentence[] {
  const found: Sentence[] = []
  for (const hit of block.folded.matchAll(/\(([^()]*(?:\([^()]*\)[^()]*)*(?:牵头|负责|配合)[^()]*)\)/g)) {
    if (/[:]/.test(hit[1] ?? '')) continue
    const start = hit.index + 1
    const end = hit.index + hit[0].length - 1
    found.push({ start, end, clauses: [{ start, end: start + (hit[1]?.split(/[,;]/)[0]?.length ?? 0) }] })
  }
  return found
}

/** Who is assigned what, in the order of the text. */
export function findResponsibilities(
  blocks: readonly ReadBlock[],
  dated: readonly DatedSpan[],
): Responsibility[] {
  const found: Responsibility[] = findTableTasks(blocks, dated)
  for (const block of blocks) {
    if (!isText(block) || block.role === 'table') continue
    const lists = fromLists(blocks, block, dated)
    const brackets = inBrackets(block)
    for (const sentence of readSentences(block.folded, block.numbered?.length ?? 0)) {
      const isListed = lists.some(({ place }) => place.start < sentence.end && sentence.start < place.end)
      if (isListed || brackets.some(({ start }) => start === sentence.start + 1)) continue
      found.push(...fromSentence(block, sentence, dated))
    }
    for (const bracket of brackets) {
      const task = taskBefore(blocks, block, bracket.start - 1)
      for (const each of fromSentence(block, bracket, dated)) found.push({ ...each, task })
    }
    found.push(...lists)
  }
  return found.sort((a, b) => a.place.block - b.place.block || a.place.start - b.place.start)
}
