import { makeBlocks } from './blocks.ts'
import type { ReadBlock } from './blocks.ts'
import { findConflicts } from './conflicts.ts'
import { findDoubts } from './doubts.ts'
import { readFrame } from './frame.ts'
import { cutAtLabels } from './headings.ts'
import { findIndicators } from './indicators.ts'
import { readParagraphs } from './lines.ts'
import { normaliseInput } from './normalise.ts'
import { outlineForms } from './outline-forms.ts'
import type { Doubt, Header, PlanReading, SourceBlock } from './reading.ts'
import { findResponsibilities } from './responsibilities.ts'
import { findRules } from './rules.ts'
import { findStages, resolveAllDates } from './stages.ts'
import { textKind } from './text-kind.ts'
import { ownYear } from './years.ts'

const NO_HEADER: Header = {
  title: null,
  titleLines: [],
  noticeTitle: null,
  docNumber: null,
  issuers: [],
  date: null,
  recipients: [],
  attachments: [],
}

function nothingRead(kind: 'empty' | 'not-text', source: string): PlanReading {
  const doubt: Doubt = { code: kind, block: null, words: source.slice(0, 20), data: {} }
  return {
    kind,
    source,
    blocks: [],
    header: NO_HEADER,
    outline: [],
    indicators: [],
    stages: [],
    responsibilities: [],
    rules: [],
    doubts: [doubt],
    conflicts: [],
  }
}

/** What others see of a block: without what only finding needs. */
function shown(block: ReadBlock): SourceBlock {
  const { index, role, level, runIn, text, start, end, section, heading } = block
  const base = { index, role, level, runIn, text, start, end, section, heading }
  return block.label === undefined ? base : { ...base, label: block.label, title: block.title ?? '' }
}

/**
 * Reads a plan as somebody would paste it: header, blocks in their outline, and what the text sets as indicators,
 * stages, responsibilities and rules, each tied to its words in its block. The rules it follows are numbered in
 * README.md. Pure and total: any string gives a reading, damaged ones a poorer one that says what it doubts.
 */
export function readPlan(text: string): PlanReading {
  const kind = textKind(text)
  const source = normaliseInput(text)
  if (kind !== 'text') return nothingRead(kind, source)
  const paragraphs = readParagraphs(source)
  if (paragraphs.length === 0) return nothingRead('empty', source)
  const frame = readFrame(paragraphs)
  const segments = cutAtLabels(paragraphs, (index) => frame.roles[index] === 'body')
  const blocks = makeBlocks(paragraphs, segments, frame.roles)
  const year = ownYear(frame.header, blocks)
  const dated = resolveAllDates(blocks, year)
  const rules = findRules(blocks)
  const stages = findStages(blocks, dated)
  const indicators = findIndicators(blocks, rules, year)
  const responsibilities = findResponsibilities(blocks, dated)
  const found = { header: frame.header, indicators, stages, responsibilities, rules, dated }
  return {
    kind: blocks.some((block) => block.label !== undefined) ? 'plan' : 'no-headings',
    source,
    blocks: blocks.map(shown),
    header: frame.header,
    outline: outlineForms(blocks),
    indicators,
    stages,
    responsibilities,
    rules,
    doubts: findDoubts(blocks, found),
    conflicts: findConflicts(blocks, frame, found),
  }
}
