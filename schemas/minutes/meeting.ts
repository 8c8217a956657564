import * as v from 'valibot'
import type * as Y from 'yjs'
import { HEADER_EDIT } from '../official/header-edit.ts'
import { namesAt } from '../official/header.ts'
import { setValueAt, setWordsAt } from '../official/words.ts'
import { mapOf, stringAt, wellFormed } from '../shape.ts'

/** Fields of one value. */
export const MEETING_FIELDS = ['series', 'number', 'time', 'place', 'chair', 'recorder'] as const
export type MeetingField = (typeof MEETING_FIELDS)[number]

/** Fields that list names: a Y.Text each, one name a line. */
export const MEETING_LISTS = ['present', 'absent', 'observers'] as const
export type MeetingList = (typeof MEETING_LISTS)[number]

/** The meeting minutes are of. Empty words and lists mean: not given. */
export const Meeting = v.strictObject({
  /** Which meetings: `云溪区河长制工作领导小组会议` */
  series: v.string(),
  /** `第12期`, or the number alone */
  number: v.string(),
  /** Local time, `2027-03-08T09:30`, or words */
  time: v.string(),
  place: v.string(),
  chair: v.string(),
  recorder: v.string(),
  present: v.array(v.string()),
  absent: v.array(v.string()),
  observers: v.array(v.string()),
})
export type Meeting = v.InferOutput<typeof Meeting>

/** Reads the meeting of a body room; never writes, never throws. */
export function readMeeting(doc: Y.Doc): Meeting {
  const meeting = mapOf(doc, 'meeting')
  const word = (field: MeetingField) => wellFormed((stringAt(meeting, field) ?? '').trim())
  return {
    series: word('series'),
    number: word('number'),
    time: word('time'),
    place: word('place'),
    chair: word('chair'),
    recorder: word('recorder'),
    present: namesAt(meeting, 'present'),
    absent: namesAt(meeting, 'absent'),
    observers: namesAt(meeting, 'observers'),
  }
}

/** The meeting as named words, for comparing and searching. */
export function meetingWords(meeting: Meeting): [string, string][] {
  return Object.entries(meeting).map(([field, value]) => [
    `meeting.${field}`,
    Array.isArray(value) ? value.join('、') : value,
  ])
}

/** Sets one field of the meeting. */
export function setMeetingField(doc: Y.Doc, field: MeetingField, words: string): void {
  doc.transact(() => setValueAt(mapOf(doc, 'meeting'), field, words.toWellFormed().trim()), HEADER_EDIT)
}

/** Sets a list of names, in the order given. */
export function setMeetingNames(doc: Y.Doc, field: MeetingList, names: readonly string[]): void {
  const lines = names.map((name) => name.toWellFormed().replace(/\s+/gu, ' ').trim()).filter(Boolean)
  doc.transact(() => setWordsAt(mapOf(doc, 'meeting'), field, lines.join('\n')), HEADER_EDIT)
}
