import * as v from 'valibot'
import type * as Y from 'yjs'
import { HEADER_EDIT } from '../official/header-edit.ts'
import { setValueAt } from '../official/words.ts'
import { choiceAt, dayAt, mapOf, numberAt, stringAt } from '../shape.ts'

/** 工作日 · 日 */
export const PERIOD_UNITS = ['working-day', 'day'] as const
export type PeriodUnit = (typeof PERIOD_UNITS)[number]

/** `next-day`: day 1 is the day after publication (Civil Code art. 201). `same-day`: publication day counts. */
export const PERIOD_RULES = ['next-day', 'same-day'] as const
export type PeriodRule = (typeof PERIOD_RULES)[number]

/** Longest period, in days or working days: no notice runs for more than ten years. */
const LENGTH_MAX = 3_650

/** How long a notice lies open, as given; its last day is reckoned from the calendar elsewhere (domain.md §11). */
export const Period = v.strictObject({
  /** Publication day, `YYYY-MM-DD`. */
  start: v.nullable(v.string()),
  length: v.nullable(v.number()),
  unit: v.picklist(PERIOD_UNITS),
  rule: v.picklist(PERIOD_RULES),
})
export type Period = v.InferOutput<typeof Period>

/** Where objections go. Empty words mean: not given. */
export const CONTACT_FIELDS = ['office', 'person', 'phone', 'email', 'address', 'hours'] as const
export type ContactField = (typeof CONTACT_FIELDS)[number]
export const Contact = v.strictObject({
  office: v.string(),
  person: v.string(),
  phone: v.string(),
  email: v.string(),
  address: v.string(),
  hours: v.string(),
})
export type Contact = v.InferOutput<typeof Contact>

/** Where the notice is published, and since when; both null before that. */
export const Publication = v.strictObject({
  slug: v.nullable(v.string()),
  publishedOn: v.nullable(v.string()),
  withdrawnOn: v.nullable(v.string()),
})
export type Publication = v.InferOutput<typeof Publication>

/** Reads the period. Unit and rule fall back to working days from the next day on. */
export function readPeriod(doc: Y.Doc): Period {
  const period = mapOf(doc, 'period')
  const length = numberAt(period, 'length')
  return {
    start: dayAt(period, 'start'),
    length: length !== null && isLength(length) ? length : null,
    unit: choiceAt(period, 'unit', PERIOD_UNITS) ?? 'working-day',
    rule: choiceAt(period, 'rule', PERIOD_RULES) ?? 'next-day',
  }
}

/** Whether `length` can be the length of a period: a whole number of days, at least one. */
export function isLength(length: number): boolean {
  return Number.isInteger(length) && length >= 1 && length <= LENGTH_MAX
}

/** Sets the whole period at once: its parts only make sense together. @throws RangeError for a length that is none */
export function setPeriod(doc: Y.Doc, period: Period): void {
  if (period.length !== null && !isLength(period.length)) {
    throw new RangeError(`period of ${period.length} days, expected 1–${LENGTH_MAX}`)
  }
  doc.transact(() => {
    for (const [key, value] of Object.entries(period)) setValueAt(mapOf(doc, 'period'), key, value)
  }, HEADER_EDIT)
}

/** Reads where objections go. */
export function readContact(doc: Y.Doc): Contact {
  const contact = mapOf(doc, 'contact')
  const word = (field: ContactField) => (stringAt(contact, field) ?? '').trim()
  return {
    office: word('office'),
    person: word('person'),
    phone: word('phone'),
    email: word('email'),
    address: word('address'),
    hours: word('hours'),
  }
}

/** Sets one line of the contact. */
export function setContact(doc: Y.Doc, field: ContactField, words: string): void {
  doc.transact(() => setValueAt(mapOf(doc, 'contact'), field, words.toWellFormed().trim()), HEADER_EDIT)
}

/** Reads where the notice is published. */
export function readPublication(doc: Y.Doc): Publication {
  const publication = mapOf(doc, 'publication')
  return {
    slug: stringAt(publication, 'slug'),
    publishedOn: dayAt(publication, 'publishedOn'),
    withdrawnOn: dayAt(publication, 'withdrawnOn'),
  }
}

/** Notes the publication, or its end, all fields at once. */
export function setPublication(doc: Y.Doc, publication: Publication): void {
  doc.transact(() => {
    for (const [key, value] of Object.entries(publication)) {
      setValueAt(mapOf(doc, 'publication'), key, value)
    }
  }, HEADER_EDIT)
}
