import { assignmentsIn } from './assignment-sentences.ts'
import type { Assignment } from './assignment-sentences.ts'
import { isEach } from './bodies.ts'
import { isText } from './blocks.ts'
import type { ReadBlock } from './blocks.ts'
import type { Responsibility } from './reading.ts'
import type { Sentence, Span } from './sentences.ts'
import type { DatedSpan } from './stages.ts'
import { dueIn, fromLists, LONGEST_TASK, mergeLooseLines, taskBefore } from './responsibility-lists.ts'
import { findTableTasks } from './task-tables.ts'

/** The words of a task without the marks and the leading particles around them. */
function taskWords(block: ReadBlock, span: Span): Span {
  const words = block.folded.slice(span.start, Math.min(span.end, span.start + LONGEST_TASK * 2))
  const helpers = /^[\s,、]*[^,;]{2,24}(?:配合|协助|参与)[,;]/.exec(words)?.[0].length ?? 0
  const adverbs =
    /^[\s,:;、)]*(?:(?:要|应当?|须|需|必须|务必|将|负责|牵头|先|也|都|均|切实|认真)+)?[\s,:]*/.exec(
      words.slice(helpers),
    )?.[0].length ?? 0
  const lead = helpers + adverbs
  const end = span.start + words.replace(/[\s,、;:(。]+$/, '').length
  const start = span.start + lead
  return end - start >= 2
    ? { start, end: Math.min(end, start + LONGEST_TASK) }
    : { start: span.start, end: Math.max(end, span.start) }
}

function fromSentence(block: ReadBlock, sentence: Sentence, dated: readonly DatedSpan[]): Responsibility[] {
  const told: { clause: Span; assignment: Assignment }[] = []
  let before: readonly Span[] = []
  for (const clause of sentence.clauses) {
    for (const assignment of assignmentsIn(block.folded, clause, {
      limit: sentence.end,
      dates: block.dates,
      before,
    })) {
      // Only a class is told a second time, in words; a named body's task is already found.
      before = assignment.basis === 'class' ? assignment.lead : []
      // `X牵头,Y按职责分工负责`: Y helps, and is not told a second time.
      const isHelper = assignment.lead.every(({ start }) =>
        told.some((other) => other.assignment.support.some((helper) => helper.start === start)),
      )
      if (!isHelper) told.push({ clause, assignment })
    }
  }
  return told.map(({ clause, assignment }, index) => {
    // A date between two assignments belongs to the second one.
    const from = told[index - 1]?.clause.end ?? sentence.start
    const scope = told.length === 1 ? sentence : { start: from, end: Math.max(from, clause.end) }
    const due = dueIn(dated, block.index, clause) ?? dueIn(dated, block.index, scope)
    return responsibility(block, sentence, clause, assignment, due)
  })
}

/** `按照各自职责,加强监管`: the task stands in the next clause. */
function afterAdverbial(block: ReadBlock, sentence: Sentence, clause: Span, task: Span): Span {
  if (
    !/^ ?[再将]?(?:按照?|根据|结合|围绕|依据|采取|采用|通过)/.test(block.folded.slice(task.start, task.end))
  )
    return task
  return sentence.clauses.find(({ start }) => start > clause.start) ?? task
}

function responsibility(
  block: ReadBlock,
  sentence: Sentence,
  clause: Span,
  assignment: Assignment,
  due: string | null,
): Responsibility {
  const task = taskWords(block, afterAdverbial(block, sentence, clause, assignment.task))
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

/** The bracket at the end of a task that names who does it: `（区民政局牵头，各街道配合）`. */
function inBrackets(block: ReadBlock): Sentence[] {
  const found: Sentence[] = []
  for (const hit of block.folded.matchAll(
    /\(([^()]{0,80}(?:\([^()]{0,30}\)[^()]{0,60}){0,3}(?:牵头|负责|配合)[^()]{0,80})\)/g,
  )) {
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
    for (const sentence of block.sentences) {
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
  return mergeLooseLines(blocks, found, dated).sort(
    (a, b) => a.place.block - b.place.block || a.place.start - b.place.start,
  )
}
