import type { Amount, Indicator, Responsibility, Rule, Stage } from '../text/reading/reading.ts'
import type { FindingKind, FindingWords } from './judgement.ts'

/** Findings of a reading under one roof. */
export type AnyFinding =
  | { readonly kind: 'indicator'; readonly found: Indicator }
  | { readonly kind: 'stage'; readonly found: Stage }
  | { readonly kind: 'responsibility'; readonly found: Responsibility }
  | { readonly kind: 'rule'; readonly found: Rule }

/** All findings of a reading, kind by kind, each in the order of the text. */
export function allFindings(reading: {
  readonly indicators: readonly Indicator[]
  readonly stages: readonly Stage[]
  readonly responsibilities: readonly Responsibility[]
  readonly rules: readonly Rule[]
}): AnyFinding[] {
  return [
    ...reading.indicators.map((found): AnyFinding => ({ kind: 'indicator', found })),
    ...reading.stages.map((found): AnyFinding => ({ kind: 'stage', found })),
    ...reading.responsibilities.map((found): AnyFinding => ({ kind: 'responsibility', found })),
    ...reading.rules.map((found): AnyFinding => ({ kind: 'rule', found })),
  ]
}

/** What a finding says, field by field (`FINDING_FIELDS`). Units stand a line each. */
export function wordsOfFinding({ kind, found }: AnyFinding): FindingWords {
  switch (kind) {
    case 'indicator': {
      const { metric, comparator, value, unit } = found
      return { metric, comparator, value: amountWords(value), unit }
    }
    case 'stage':
      return { name: found.name ?? '', start: found.start ?? '', end: found.end ?? '' }
    case 'responsibility': {
      const { task, lead, support, due } = found
      return { task, lead: lead.join('\n'), support: support.join('\n'), due: due ?? '' }
    }
    case 'rule':
      return { rule: found.kind, value: amountWords(found.value), unit: found.unit ?? '' }
  }
}

/** What tells findings that rest on the same words apart. */
export function subjectOf(kind: FindingKind, words: FindingWords): string {
  const field = { indicator: 'metric', stage: 'name', responsibility: 'task', rule: 'rule' }[kind]
  return words[field] ?? ''
}

/** `90`, `3–5`; empty for none. */
export function amountWords(amount: Amount | null): string {
  if (amount === null) return ''
  return typeof amount === 'number' ? String(amount) : `${amount[0]}–${amount[1]}`
}

/** The number or range that words say, or null. Reads what {@link amountWords} writes and what people type. */
export function readAmount(words: string): Amount | null {
  const parts = words.split(/[–—~～-]/u).map((part) => part.trim())
  const [first, second] = parts.map((part) => (part === '' ? Number.NaN : Number(part)))
  if (first === undefined || !Number.isFinite(first)) return null
  if (parts.length === 1) return first
  return second !== undefined && Number.isFinite(second) && parts.length === 2 ? [first, second] : null
}

/** The names in a field that lists units, a line each. */
export function readUnitNames(words: string): string[] {
  return words
    .split(/[\n、，,；;]/u)
    .map((name) => name.trim())
    .filter((name) => name !== '')
}
