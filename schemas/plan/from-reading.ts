import * as v from 'valibot'
import type * as Y from 'yjs'
import { BlockId, type MemberId, type Millis, type NewId } from '../ids.ts'
import { startOfficial } from '../official/start.ts'
import type { Level, NewBlock } from '../text/body.ts'
import { DEFAULT_OUTLINE, numberBlocks, type NumberForm, type Outline } from '../text/numbering.ts'
import type { PlanReading, SourceBlock } from '../text/reading/reading.ts'
import { allFindings, subjectOf, wordsOfFinding } from './finding-words.ts'
import { writeJudgement, type FindingKind, type FindingWords } from './judgement.ts'
import { PLAN_SCHEMA } from './plan.ts'

/** The head of the plan as the person confirmed it. */
export interface ConfirmedHeader {
  readonly title: string
  readonly docNumber: string
  readonly issuers: readonly string[]
  readonly date: string | null
  readonly recipients: readonly string[]
  readonly annexes: readonly string[]
}

/** What the person said about one finding of the reading. */
export type FindingDecision =
  | { readonly verdict: 'confirmed' }
  | { readonly verdict: 'rejected' }
  | { readonly verdict: 'corrected'; readonly words: FindingWords }

/** A finding the person added: words of a source block. */
export interface AddedFinding {
  readonly finding: FindingKind
  readonly block: number
  readonly quote: string
  readonly words: FindingWords
}

/** What the person changed in what was understood, before anything is created. */
export interface ReadingCorrections {
  readonly header: ConfirmedHeader
  /** Index of a source block → its level; 0: not a heading. Blocks that are not named keep the level that was read. */
  readonly levels: ReadonlyMap<number, Level>
  /** Source blocks taken into the text though the reading left them out, and those left out though it took them in. */
  readonly included: ReadonlySet<number>
  readonly excluded: ReadonlySet<number>
  /** Index in {@link allFindings} → what was said about it. */
  readonly decisions: ReadonlyMap<number, FindingDecision>
  readonly added: readonly AddedFinding[]
}

/** Who creates the plan, when, with which ids. */
export interface Creator {
  readonly newId: NewId
  readonly by: MemberId
  readonly at: Millis
}

/** The head as it was read: what the person starts correcting from. */
export function readHeaderFields({ header }: PlanReading): ConfirmedHeader {
  return {
    title: header.title ?? '',
    docNumber: header.docNumber ?? '',
    issuers: header.issuers,
    date: header.date,
    recipients: header.recipients,
    annexes: header.attachments,
  }
}

/** Corrections that change nothing. */
export function noCorrections(reading: PlanReading): ReadingCorrections {
  return {
    header: readHeaderFields(reading),
    levels: new Map(),
    included: new Set(),
    excluded: new Set(),
    decisions: new Map(),
    added: [],
  }
}

/**
 * Fills an empty body room with the plan that was read and confirmed: head, clauses, judgements, in one transaction.
 * Sure findings count as confirmed with the import, doubtful ones only when the person said so; what was not judged is
 * derived from the text again. Leaves a room that holds something as it is and returns false.
 */
export function planFromReading(
  doc: Y.Doc,
  reading: PlanReading,
  corrections: ReadingCorrections,
  creator: Creator,
): boolean {
  const { blocks, ids, outline } = planBlocks(reading, corrections, creator.newId)
  const { header } = corrections
  return startOfficial(doc, {
    schemaNumber: PLAN_SCHEMA,
    header: { ...header, outline },
    blocks,
    newId: creator.newId,
    more: () => writeDecisions(doc, reading, corrections, ids, creator),
  })
}

interface PlanBlocks {
  readonly blocks: readonly NewBlock[]
  /** Source block → the block it became (part of). */
  readonly ids: ReadonlyMap<number, BlockId>
  readonly outline: Outline
}

/** The clauses of the plan: labels are dropped where the program numbers alike, and kept as literals where not. */
export function planBlocks(reading: PlanReading, corrections: ReadingCorrections, newId: NewId): PlanBlocks {
  const source = reading.blocks.filter((block) => isTaken(block, corrections))
  const outline = outlineOf(source.filter((block) => !corrections.levels.has(block.index)))
  const ids = new Map<number, BlockId>()
  const blocks: NewBlock[] = []
  const labels: (string | null)[] = []
  let table: string[][] | null = null
  for (const block of source) {
    const id = v.parse(BlockId, newId())
    const isRow = block.role === 'table' && !corrections.levels.has(block.index)
    if (isRow && table !== null) {
      table.push(block.text.split('\t'))
      ids.set(block.index, blocks.at(-1)?.id ?? id)
      continue
    }
    ids.set(block.index, id)
    table = isRow ? [block.text.split('\t')] : null
    const clause = isRow ? { level: 0 as const, label: null, text: '' } : clauseOf(block, corrections)
    labels.push(clause.label)
    blocks.push(
      table === null
        ? { id, type: 'paragraph', level: clause.level, text: clause.text }
        : { id, type: 'table', rows: table },
    )
  }
  const literals = literalLabels(blocks, labels, outline)
  return {
    blocks: blocks.map((block, index) => Object.assign(block, { label: literals[index] ?? null })),
    ids,
    outline,
  }
}

function isTaken(block: SourceBlock, { included, excluded }: ReadingCorrections): boolean {
  if (excluded.has(block.index)) return false
  return block.role === 'body' || block.role === 'table' || included.has(block.index)
}

/** A level the person set is numbered by the program; a heading that is none keeps its label as words. */
function clauseOf(
  block: SourceBlock,
  { levels }: ReadingCorrections,
): { level: Level; label: string | null; text: string } {
  const level = levels.get(block.index) ?? block.level
  if (block.label === undefined || level === 0) return { level, label: null, text: block.text }
  const text = block.text.slice(block.label.length).trimStart()
  return { level, label: levels.has(block.index) ? null : block.label, text }
}

/**
 * The labels that must be kept as literals. A literal does not count as a number of its level, so keeping one can make
 * others differ: repeated until nothing does.
 */
function literalLabels(
  blocks: readonly NewBlock[],
  labels: readonly (string | null)[],
  outline: Outline,
): (string | null)[] {
  const literals: (string | null)[] = labels.map(() => null)
  for (let changed = true; changed;) {
    changed = false
    const numbered = blocks.map((block, index) => ({
      level: block.level ?? 0,
      label: literals[index] ?? null,
    }))
    for (const [index, number] of numberBlocks(numbered, outline).entries()) {
      const label = labels[index] ?? null
      if (label === null || literals[index] !== null || officialForm(label) === officialForm(number)) continue
      literals[index] = label
      changed = true
    }
  }
  return literals
}

/** A label in the form's own signs, for comparing: full-width brackets, no spaces, a plain point. */
function officialForm(label: string): string {
  return label
    .replaceAll(/\s/gu, '')
    .replaceAll('(', '（')
    .replaceAll(')', '）')
    .replaceAll('．', '.')
    .replace(/^([一二三四五六七八九十百]+)[，,.]$/u, '$1、')
    .replace(/^(（[^）]+）)、$/u, '$1')
}

const FORMS: readonly (readonly [RegExp, NumberForm])[] = [
  [/^第.+章/u, '第一章'],
  [/^第.+节/u, '第一节'],
  [/^第.+条/u, '第一条'],
  [/^[一二三四五六七八九十百]+、$/u, '一、'],
  [/^（[一二三四五六七八九十百]+）$/u, '（一）'],
  [/^\d+\.$/u, '1.'],
  [/^\d+、$/u, '1、'],
  [/^（\d+）$/u, '（1）'],
  [/^[①-⑳]$/u, '①'],
]

/** The forms the levels are numbered in, as most labels of each level have it; a level without any keeps the usual. */
function outlineOf(blocks: readonly SourceBlock[]): Outline {
  const form = (level: 1 | 2 | 3 | 4) => {
    const forms = blocks.flatMap((block) =>
      block.level === level && block.label !== undefined ? (formOf(block.label) ?? []) : [],
    )
    return mostFrequent(forms) ?? DEFAULT_OUTLINE[level - 1] ?? '一、'
  }
  return [form(1), form(2), form(3), form(4)]
}

function formOf(label: string): NumberForm | null {
  const official = officialForm(label)
  return FORMS.find(([pattern]) => pattern.test(official))?.[1] ?? null
}

function mostFrequent(forms: readonly NumberForm[]): NumberForm | null {
  const counts = new Map<NumberForm, number>()
  for (const form of forms) counts.set(form, (counts.get(form) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null
}

function writeDecisions(
  doc: Y.Doc,
  reading: PlanReading,
  { decisions, added }: ReadingCorrections,
  ids: ReadonlyMap<number, BlockId>,
  { newId, by, at }: Creator,
): void {
  for (const [index, finding] of allFindings(reading).entries()) {
    const block = ids.get(finding.found.place.block)
    const decision = decisions.get(index) ?? implied(finding.found.confidence)
    if (block === undefined || decision === null) continue
    const read = wordsOfFinding(finding)
    const words = decision.verdict === 'corrected' ? decision.words : read
    const subject = subjectOf(finding.kind, read)
    const { verdict } = decision
    const judgement = { verdict, finding: finding.kind, block, quote: finding.found.text, subject, words }
    writeJudgement(doc, judgement, { id: newId(), by, at })
  }
  for (const { finding, block: index, quote, words } of added) {
    const block = ids.get(index)
    if (block === undefined) continue
    const subject = subjectOf(finding, words)
    writeJudgement(doc, { verdict: 'added', finding, block, quote, subject, words }, { id: newId(), by, at })
  }
}

function implied(confidence: 'sure' | 'doubtful'): FindingDecision | null {
  return confidence === 'sure' ? { verdict: 'confirmed' } : null
}
