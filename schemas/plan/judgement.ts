import * as v from 'valibot'
import * as Y from 'yjs'
import type { BlockId, MemberId, Millis } from '../ids.ts'
import { compareStrings } from '../order.ts'
import { choiceAt, deletedAtOf, entriesOf, idAt, mapOf, numberAt, stringAt } from '../shape.ts'

/** Origin of every judgement on a finding. */
export const JUDGEMENT_EDIT = Symbol('judgement-edit')

/** 指标 · 阶段 · 责任 · 规则 */
export const FINDING_KINDS = ['indicator', 'stage', 'responsibility', 'rule'] as const
export type FindingKind = (typeof FINDING_KINDS)[number]

/** `added`: a person found what the parser did not. */
export const VERDICTS = ['confirmed', 'corrected', 'rejected', 'added'] as const
export type Verdict = (typeof VERDICTS)[number]

/**
 * What a finding says, field by field, as words: `metric comparator value unit` of an indicator, `name start end` of a
 * stage, `task lead support due` of a responsibility (units a line each), `rule value unit` of a rule. Words, so that
 * what a person puts in is kept as put in; {@link findings.ts} reads the numbers.
 */
export const FINDING_FIELDS = {
  indicator: ['metric', 'comparator', 'value', 'unit'],
  stage: ['name', 'start', 'end'],
  responsibility: ['task', 'lead', 'support', 'due'],
  rule: ['rule', 'value', 'unit'],
} as const satisfies Record<FindingKind, readonly string[]>

/** Field name → words. Only the fields of the finding's kind. */
export type FindingWords = Readonly<Record<string, string>>

/** What a person said about one finding, as a version keeps it. */
export const Judgement = v.strictObject({
  id: v.string(),
  verdict: v.picklist(VERDICTS),
  finding: v.picklist(FINDING_KINDS),
  /** The block the finding stands in. */
  block: v.string(),
  /** The words the finding rests on, verbatim; the judgement lapses when they are gone from the block. */
  quote: v.string(),
  /** Tells findings with the same words apart: the metric, name, task or rule as the parser had it. */
  subject: v.string(),
  /** What it says: as found when confirmed or rejected, as put right otherwise. Pairs, sorted by field. */
  words: v.array(v.tuple([v.string(), v.string()])),
  by: v.nullable(v.string()),
  at: v.number(),
})
export type Judgement = v.InferOutput<typeof Judgement>

/** What is judged and how. */
export interface NewJudgement {
  readonly verdict: Verdict
  readonly finding: FindingKind
  readonly block: BlockId
  readonly quote: string
  readonly subject: string
  readonly words: FindingWords
}

/** Who judges, when, under which new id. */
export interface Judge {
  readonly id: string
  readonly by: MemberId
  readonly at: Millis
}

/**
 * The judgements in use, in the order of their making; of several on one finding (two people at once) the last one made
 * counts and is the only one returned. Never writes, never throws.
 */
export function readJudgements(doc: Y.Doc): Judgement[] {
  const all = entriesOf(mapOf(doc, 'confirmed'))
    .flatMap(([id, entry]) => readJudgement(id, entry) ?? [])
    .sort((a, b) => a.at - b.at || compareStrings(a.id, b.id))
  const byFinding = new Map<string, Judgement>()
  for (const judgement of all) {
    const key = judgement.verdict === 'added' ? judgement.id : findingKey(judgement)
    byFinding.delete(key)
    byFinding.set(key, judgement)
  }
  return [...byFinding.values()]
}

/** What makes two findings the same one: kind, block, words and subject. */
export function findingKey(of: Pick<Judgement, 'finding' | 'block' | 'quote' | 'subject'>): string {
  return JSON.stringify([of.finding, of.block, of.quote, of.subject])
}

function readJudgement(id: string, entry: Y.Map<unknown>): Judgement | null {
  const verdict = choiceAt(entry, 'verdict', VERDICTS)
  const finding = choiceAt(entry, 'finding', FINDING_KINDS)
  const block = idAt(entry, 'block')
  if (verdict === null || finding === null || block === null || deletedAtOf(entry) !== null) return null
  const words = FINDING_FIELDS[finding]
    .flatMap((field): [string, string][] => {
      const said = stringAt(entry, wordsKey(field))
      return said === null ? [] : [[field, said]]
    })
    .sort(([a], [b]) => compareStrings(a, b))
  return {
    id,
    verdict,
    finding,
    block,
    quote: stringAt(entry, 'quote') ?? '',
    subject: stringAt(entry, 'subject') ?? '',
    words,
    by: idAt(entry, 'by'),
    at: numberAt(entry, 'at') ?? 0,
  }
}

/** Keeps what a person said about a finding. A new judgement on the same finding takes the place of the old. */
export function judge(doc: Y.Doc, judgement: NewJudgement, judge: Judge): void {
  doc.transact(() => writeJudgement(doc, judgement, judge), JUDGEMENT_EDIT)
}

/** {@link judge} inside the caller's transaction. */
export function writeJudgement(doc: Y.Doc, judgement: NewJudgement, { id, by, at }: Judge): void {
  const { words, ...fields } = judgement
  const entry = new Y.Map<unknown>(Object.entries({ ...fields, by, at, deletedAt: null }))
  for (const field of FINDING_FIELDS[judgement.finding]) entry.set(wordsKey(field), words[field] ?? '')
  mapOf(doc, 'confirmed').set(id, entry)
}

/** Takes a judgement back at time `at`; the finding stands again as the parser has it. False when it is not there. */
export function withdrawJudgement(doc: Y.Doc, id: string, at: Millis): boolean {
  const entry = mapOf(doc, 'confirmed').get(id)
  if (!(entry instanceof Y.Map)) return false
  doc.transact(() => entry.set('deletedAt', at), JUDGEMENT_EDIT)
  return true
}

/** A key of its own for each field of words, apart from the entry's other keys. */
function wordsKey(field: string): string {
  return `says-${field}`
}
