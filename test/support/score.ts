/**
 * A port of the corpus's score.py: the same matching, the same figures, so that tests need nothing but Node.
 * Both sides are unknown JSON; a malformed result scores as an empty one.
 */
import {
  isObject,
  listOf,
  ndate,
  norm,
  numberOf,
  nunit,
  npath,
  ntitle,
  overlap,
  same,
  unitHit,
  unitNames,
} from './score-values.ts'
import type { Json, JsonObject } from './score-values.ts'

export const CATEGORIES = ['meta', 'sections', 'indicators', 'stages', 'responsibilities', 'rules'] as const
export type Category = (typeof CATEGORIES)[number]

/** Precision, recall and their harmonic mean, rounded to four places. */
export interface Score {
  readonly p: number
  readonly r: number
  readonly f1: number
  readonly tp: number
  readonly fp: number
  readonly fn: number
  /** Gold items not found, and results that match nothing; for reading a failure. */
  readonly missed: readonly string[]
  readonly extra: readonly string[]
}

type Edge = (gold: JsonObject, got: JsonObject) => boolean

const round = (value: number): number => Math.round(value * 10_000) / 10_000

/** The figures for so many hits, false hits and misses. */
export function figures(tp: number, fp: number, fn: number): Omit<Score, 'missed' | 'extra'> {
  const p = tp + fp > 0 ? tp / (tp + fp) : fn === 0 ? 1 : 0
  const r = tp + fn > 0 ? tp / (tp + fn) : 1
  return { p: round(p), r: round(r), f1: p + r > 0 ? round((2 * p * r) / (p + r)) : 0, tp, fp, fn }
}

const isOptional = (gold: JsonObject): boolean => Boolean(gold['optional'])

/** Maximum one-to-one matching: exact pairs first, then required gold, then optional gold. Gold index to got index. */
function match(
  gold: readonly JsonObject[],
  got: readonly JsonObject[],
  edge: Edge,
  exact: Edge,
): Map<number, number> {
  const edges = gold.map((g) => got.flatMap((p, index) => (edge(g, p) ? [index] : [])))
  const byGold = new Map<number, number>()
  const byGot = new Map<number, number>()
  const pair = (g: number, p: number) => {
    byGold.set(g, p)
    byGot.set(p, g)
  }
  gold.forEach((g, index) => {
    const hit = (edges[index] ?? []).find((p) => !byGot.has(p) && exact(g, got[p] ?? {}))
    if (hit !== undefined) pair(index, hit)
  })
  const augment = (g: number, seen: Set<number>): boolean => {
    for (const p of edges[g] ?? []) {
      if (seen.has(p)) continue
      seen.add(p)
      const holder = byGot.get(p)
      if (holder === undefined || augment(holder, seen)) {
        pair(g, p)
        return true
      }
    }
    return false
  }
  for (const optional of [false, true]) {
    gold.forEach((g, index) => {
      if (!byGold.has(index) && isOptional(g) === optional) augment(index, new Set())
    })
  }
  return byGold
}

const brief = (item: JsonObject): string => JSON.stringify({ ...item, children: undefined })

function tally(gold: readonly JsonObject[], got: readonly JsonObject[], edge: Edge, exact: Edge): Score {
  const matched = match(gold, got, edge, exact)
  const required = gold.flatMap((g, index) => (isOptional(g) ? [] : [index]))
  const tp = required.filter((index) => matched.has(index)).length
  const used = new Set(matched.values())
  return {
    ...figures(tp, got.length - matched.size, required.length - tp),
    missed: required.filter((index) => !matched.has(index)).map((index) => brief(gold[index] ?? {})),
    extra: got.filter((_, index) => !used.has(index)).map(brief),
  }
}

function flatten(nodes: Json, into: JsonObject[] = []): JsonObject[] {
  for (const node of listOf(nodes)) {
    into.push(node)
    flatten(node['children'], into)
  }
  return into
}

const array = (value: Json): readonly Json[] => (Array.isArray(value) ? value : [])

function scoreSections(gold: Json, got: Json): Score {
  const level = (node: JsonObject): number => Number.parseInt(String(node['level']), 10)
  const titleFits: Edge = (g, p) =>
    [g['title'], ...array(g['altTitles'])].some((title) => ntitle(title) === ntitle(p['title']))
  const levelFits: Edge = (g, p) =>
    [g['level'], ...array(g['altLevels'])].some((each) => Number(each) === level(p))
  const sameLabel: Edge = (g, p) => String(npath(p['label'])) === String(npath(g['label']))
  return tally(flatten(gold), flatten(got), (g, p) => levelFits(g, p) && titleFits(g, p), sameLabel)
}

const sameSection: Edge = (g, p) => String(npath(p['section'])) === String(npath(g['section']))

function scoreIndicators(gold: Json, got: Json): Score {
  const metricFits: Edge = (g, p) => {
    const a = norm(g['metric'])
    const b = norm(p['metric'] ?? p['name'])
    return b !== '' && (a.includes(b) || b.includes(a) || norm(g['text']).includes(b))
  }
  const edge: Edge = (g, p) => {
    const values: { value: Json; units: readonly Json[] }[] = [
      { value: g['value'], units: [g['unit'], ...array(g['unitAlt'])] },
    ]
    for (const alt of listOf(g['alt'])) values.push({ value: alt['value'], units: [alt['unit']] })
    const fits = values.some(
      ({ value, units }) => same(value, p['value']) && units.some((unit) => nunit(unit) === nunit(p['unit'])),
    )
    return fits && metricFits(g, p)
  }
  const exact: Edge = (g, p) =>
    norm(p['text']) === norm(g['text']) && norm(p['metric']) === norm(g['metric']) && sameSection(g, p)
  return tally(listOf(gold), listOf(got), edge, exact)
}

function scoreStages(gold: Json, got: Json): Score {
  const edge: Edge = (g, p) => {
    const got = [ndate(p['start'], false), ndate(p['end'], true)]
    return [g, ...listOf(g['alt'])].some((alt) => {
      const want = [ndate(alt['start'], false), ndate(alt['end'], true)]
      if (String(want) !== String(got)) return false
      return want.some((date) => date !== null) || overlap(g['text'], p['text'])
    })
  }
  const exact: Edge = (g, p) => norm(p['text']) === norm(g['text']) && sameSection(g, p)
  return tally(listOf(gold), listOf(got), edge, exact)
}

function scoreResponsibilities(gold: Json, got: Json): Score {
  const startsWith = (whole: readonly string[], part: readonly string[]) =>
    part.every((each, index) => whole[index] === each)
  const sectionFits: Edge = (g, p) => {
    const a = npath(g['section'])
    const b = npath(p['section'])
    if (startsWith(b, a)) return true
    return b.length > 0 && startsWith(a, b) && overlap(g['task'], p['task'])
  }
  const edge: Edge = (g, p) => {
    const hasLead = array(g['lead']).length > 0
    const lead = [
      ...unitNames(g['lead']),
      ...unitNames(g['leadAlt']),
      ...(hasLead ? [] : unitNames(g['support'])),
    ]
    const found = unitNames(p['lead'])
    const names = !hasLead && found.length === 0 ? unitNames(p['support']) : found
    return unitHit(lead, names) && sectionFits(g, p)
  }
  return tally(listOf(gold), listOf(got), edge, (g, p) => overlap(g['task'], p['task']))
}

function scoreRules(gold: Json, got: Json): Score {
  const placeFits: Edge = (g, p) =>
    overlap(g['text'], p['text']) ||
    (npath(p['section']).length > 0 && sameSection(g, p) && norm(p['text']) === '')
  const edge: Edge = (g, p) => {
    if (![g['kind'], ...array(g['altKinds'])].includes(p['kind'])) return false
    if (same(g['value'], p['value']) && numberOf(g['value']) !== null) return true
    return [g['value'], ...array(g['valueAlt'])].some((value) => same(value, p['value'])) && placeFits(g, p)
  }
  const exact: Edge = (g, p) => {
    const a = norm(g['text'])
    const b = norm(p['text'])
    return overlap(a, b) && sameSection(g, p) && p['kind'] === g['kind'] && (b.includes(a) || a.includes(b))
  }
  return tally(listOf(gold), listOf(got), edge, exact)
}

/** A comparable form of one field of the meta; null when it is empty. */
function metaKey(field: string, value: Json): string | null {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
    return null
  if (field === 'recipients' || field === 'attachments') {
    const items = Array.isArray(value) ? value : [value]
    const names = items.flatMap((item) => norm(isObject(item) ? item['title'] : item).split(/[、,;:]/))
    return [...new Set(names.filter((name) => name !== ''))].sort().join('\n')
  }
  if (field === 'date') return ndate(value, true) ?? norm(value)
  return norm(value).replace(/^[《》]+|[《》]+$/g, '')
}

function scoreMeta(gold: Json, got: Json): Score {
  const want = isObject(gold) ? gold : {}
  const found = isObject(got) ? got : {}
  const alternatives = isObject(want['metaAlt']) ? want['metaAlt'] : {}
  let [tp, fp, fn] = [0, 0, 0]
  const missed: string[] = []
  const extra: string[] = []
  for (const field of ['title', 'docNumber', 'issuer', 'date', 'recipients', 'attachments']) {
    const g = metaKey(field, want[field])
    const p = metaKey(field, found[field])
    const listed = array(alternatives[field])
    const others: readonly Json[] = field === 'attachments' && listed.length > 0 ? [listed] : listed
    const isRight = p === g || others.some((other) => metaKey(field, other) === p)
    if (isRight) tp += p === null ? 0 : 1
    else {
      if (p !== null) extra.push(`${field}: ${p}`)
      if (g !== null) missed.push(`${field}: ${g}`)
      fp += p === null ? 0 : 1
      fn += g === null ? 0 : 1
    }
  }
  return { ...figures(tp, fp, fn), missed, extra }
}

const SCORERS: Readonly<Record<Category, (gold: Json, got: Json) => Score>> = {
  meta: scoreMeta,
  sections: scoreSections,
  indicators: scoreIndicators,
  stages: scoreStages,
  responsibilities: scoreResponsibilities,
  rules: scoreRules,
}

/** Scores one result against its gold, by category; null where the gold does not label a category. */
export function score(gold: Json, got: Json): Record<Category, Score | null> {
  const want = isObject(gold) ? gold : {}
  const found = isObject(got) ? got : {}
  const of = (category: Category): Score | null =>
    want[category] == null ? null : SCORERS[category](want[category], found[category])
  return {
    meta: of('meta'),
    sections: of('sections'),
    indicators: of('indicators'),
    stages: of('stages'),
    responsibilities: of('responsibilities'),
    rules: of('rules'),
  }
}
