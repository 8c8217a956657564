import * as v from 'valibot'
import * as Y from 'yjs'
import type { DocumentKind } from '../kind.ts'
import { compareFields, compareOfficial } from '../official/compare.ts'
import { OfficialBlock, officialText, readOfficial } from '../official/content.ts'
import { OfficialHeader } from '../official/header.ts'
import { bodyRoom, startOfficial, templateHeader } from '../official/start.ts'
import { typesetOfficial } from '../official/typeset.ts'
import { copyOf, mapOf } from '../shape.ts'
import type { NewBlock } from '../text/body.ts'
import { MEETING_LISTS, Meeting, meetingWords, readMeeting } from './meeting.ts'

/** Raised by one with every change of the shape. */
export const MINUTES_SCHEMA = 1

/** Minutes of a meeting as a version keeps them. */
export const MinutesContent = v.strictObject({
  kind: v.literal('minutes'),
  schemaNumber: v.literal(MINUTES_SCHEMA),
  header: OfficialHeader,
  meeting: Meeting,
  blocks: v.array(OfficialBlock),
})
export type MinutesContent = v.InferOutput<typeof MinutesContent>

/** An agreed item: who does what by when. */
export interface Decision {
  readonly block: string
  readonly number: string
  readonly text: string
  readonly units: readonly string[]
  readonly due: string | null
}

/** When, where and who first; then what was held and agreed (domain.md §10). */
const SKELETON: readonly NewBlock[] = [
  { level: 0, text: '' },
  { level: 1, text: '会议认为，' },
  { level: 1, text: '会议议定，', role: 'decision' },
]

/** 会议纪要 */
export const minutes: DocumentKind<MinutesContent> = {
  name: 'minutes',
  schemaNumber: MINUTES_SCHEMA,
  readerVersion: 1,

  create(rooms, template) {
    const doc = bodyRoom(rooms)
    startOfficial(doc, {
      schemaNumber: MINUTES_SCHEMA,
      header: templateHeader(template),
      blocks: SKELETON,
      newId: template.newId,
      more: () => {
        for (const field of MEETING_LISTS) mapOf(doc, 'meeting').set(field, new Y.Text())
      },
    })
  },

  read(rooms) {
    const doc = copyOf(bodyRoom(rooms))
    const content: MinutesContent = {
      kind: 'minutes',
      schemaNumber: MINUTES_SCHEMA,
      ...readOfficial(doc),
      meeting: readMeeting(doc),
    }
    doc.destroy()
    return content
  },

  parse(value) {
    const parsed = v.safeParse(MinutesContent, value)
    return parsed.success ? parsed.output : null
  },

  compare: (before, after) => [
    ...compareFields(meetingWords(before.meeting), meetingWords(after.meeting)),
    ...compareOfficial(before, after),
  ],

  typeset(content) {
    const { meeting } = content
    const lists = [
      { label: '出席：', names: meeting.present },
      { label: '请假：', names: meeting.absent },
      { label: '列席：', names: meeting.observers },
      { label: '记录：', names: meeting.recorder === '' ? [] : [meeting.recorder] },
    ]
    return {
      form: 'minutes',
      ...typesetOfficial(content),
      attendance: lists
        .filter(({ names }) => names.length > 0)
        .map(({ label, names }) => ({ label, text: names.join('，') })),
    }
  },

  text(content) {
    const meeting = meetingWords(content.meeting).flatMap(([, words]) => (words === '' ? [] : [words]))
    return [...meeting, officialText(content)].join('\n')
  },
}

/** The agreed items, in the order of the text. */
export function decisions(content: Pick<MinutesContent, 'blocks'>): Decision[] {
  return content.blocks
    .filter((block) => block.role === 'decision' && block.text.trim() !== '')
    .map(({ id, number, text, units, due }) => ({ block: id, number, text, units, due }))
}
