import { readAmount } from '../../schemas/plan/finding-words.ts'
import { FINDING_FIELDS, type FindingKind, type FindingWords } from '../../schemas/plan/judgement.ts'
import { isDay } from '../../schemas/shape.ts'

/** Fields that hold a day or a month. */
const DAY_FIELDS: ReadonlySet<string> = new Set(['start', 'end', 'due'])

/** What a field of the form lacks, or null. */
export type FieldProblem = 'day' | 'value' | null

/** Checks one field of a finding as it is typed. Empty is fine everywhere. */
export function fieldProblem(field: string, words: string): FieldProblem {
  const said = words.trim()
  if (said === '') return null
  if (DAY_FIELDS.has(field)) return isDay(said) || isMonth(said) ? null : 'day'
  if (field === 'value') return readAmount(said) === null ? 'value' : null
  return null
}

function isMonth(words: string): boolean {
  return isDay(`${words}-01`)
}

/** Words with every field of the kind present, for a form to start from. */
export function formWords(kind: FindingKind, words: FindingWords): Record<string, string> {
  const usual: FindingWords = { comparator: '>=', rule: 'inspection' }
  return Object.fromEntries(FINDING_FIELDS[kind].map((field) => [field, words[field] ?? usual[field] ?? '']))
}

/** Whether a form can be kept: no field has a problem. */
export function canKeep(words: FindingWords): boolean {
  return Object.entries(words).every(([field, said]) => fieldProblem(field, said) === null)
}

/** The words of a form without spaces at their ends. */
export function keptWords(words: FindingWords): FindingWords {
  return Object.fromEntries(Object.entries(words).map(([field, said]) => [field, said.trim()]))
}
