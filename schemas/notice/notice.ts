import * as v from 'valibot'
import type { DocumentKind } from '../kind.ts'
import { compareFields, compareOfficial } from '../official/compare.ts'
import { OfficialBlock, officialText, readOfficial } from '../official/content.ts'
import { OfficialHeader } from '../official/header.ts'
import { bodyRoom, startOfficial, templateHeader } from '../official/start.ts'
import { typesetOfficial } from '../official/typeset.ts'
import { copyOf, mapOf } from '../shape.ts'
import type { NewBlock } from '../text/body.ts'
import { Contact, Period, Publication, readContact, readPeriod, readPublication } from './period.ts'

/** Raised by one with every change of the shape. */
export const NOTICE_SCHEMA = 1

/** A public notice as a version keeps it. */
export const NoticeContent = v.strictObject({
  kind: v.literal('notice'),
  schemaNumber: v.literal(NOTICE_SCHEMA),
  header: OfficialHeader,
  period: Period,
  contact: Contact,
  publication: Publication,
  blocks: v.array(OfficialBlock),
})
export type NoticeContent = v.InferOutput<typeof NoticeContent>

/** Basis and matter, what is laid open, how long, how to object (domain.md §10). */
const SKELETON: readonly NewBlock[] = [
  { level: 0, text: '' },
  ...['公示内容', '公示期限', '意见反馈方式'].flatMap((heading): NewBlock[] => [
    { level: 1, text: heading },
    { level: 0, text: '' },
  ]),
]

/** Working days a notice lies open unless somebody says otherwise; customary, no law fixes it. */
const USUAL_LENGTH = 5

const CONTACT_LABELS = {
  office: '受理单位：',
  person: '联系人：',
  phone: '联系电话：',
  email: '电子邮箱：',
  address: '地址：',
  hours: '受理时间：',
} as const

/** 公示通告 */
export const notice: DocumentKind<NoticeContent> = {
  name: 'notice',
  schemaNumber: NOTICE_SCHEMA,
  readerVersion: 1,

  create(rooms, template) {
    const doc = bodyRoom(rooms)
    startOfficial(doc, {
      schemaNumber: NOTICE_SCHEMA,
      header: templateHeader(template),
      blocks: SKELETON,
      newId: template.newId,
      more: () => {
        const period = mapOf(doc, 'period')
        period.set('length', USUAL_LENGTH)
        period.set('unit', 'working-day')
        period.set('rule', 'next-day')
      },
    })
  },

  read(rooms) {
    const doc = copyOf(bodyRoom(rooms))
    const content: NoticeContent = {
      kind: 'notice',
      schemaNumber: NOTICE_SCHEMA,
      ...readOfficial(doc),
      period: readPeriod(doc),
      contact: readContact(doc),
      publication: readPublication(doc),
    }
    doc.destroy()
    return content
  },

  parse(value) {
    const parsed = v.safeParse(NoticeContent, value)
    return parsed.success ? parsed.output : null
  },

  compare: (before, after) => [
    ...compareFields(noticeWords(before), noticeWords(after)),
    ...compareOfficial(before, after),
  ],

  typeset: (content) => ({
    form: 'notice',
    ...typesetOfficial(content),
    attendance: contactLines(content.contact),
  }),

  text: (content) =>
    [officialText(content), ...contactLines(content.contact).map(({ label, text }) => label + text)].join(
      '\n',
    ),
}

function contactLines(contact: Contact): { label: string; text: string }[] {
  const fields = Object.keys(CONTACT_LABELS) as (keyof typeof CONTACT_LABELS)[]
  return fields
    .filter((field) => contact[field] !== '')
    .map((field) => ({ label: CONTACT_LABELS[field], text: contact[field] }))
}

function noticeWords({ period, contact, publication }: NoticeContent): [string, string][] {
  const named = (name: string, fields: Readonly<Record<string, string | number | null>>) =>
    Object.entries(fields).map(([field, value]): [string, string] => [
      `${name}.${field}`,
      String(value ?? ''),
    ])
  return [...named('period', period), ...named('contact', contact), ...named('publication', publication)]
}
