import * as v from 'valibot'
import type * as Y from 'yjs'
import { headerOf } from '../text/body.ts'
import { readOutline } from '../text/numbering.ts'
import { choiceAt, dayAt, stringAt, wordsAt } from '../shape.ts'

/** 特急 · 加急 */
export const URGENCIES = ['特急', '加急'] as const
export type Urgency = (typeof URGENCIES)[number]

/** Fields of one line of words in which two people's typing merges: a Y.Text each. */
export const WORD_FIELDS = ['title', 'note', 'office', 'mark'] as const
export type WordField = (typeof WORD_FIELDS)[number]

/** Fields that list names: a Y.Text each, one name a line, so that two people's additions merge. */
export const LIST_FIELDS = ['issuers', 'recipients', 'signer', 'copies', 'annexes'] as const
export type ListField = (typeof LIST_FIELDS)[number]

/** Fields that are one value, of which the last written counts. */
export const VALUE_FIELDS = ['docNumber', 'date', 'printDate', 'urgency'] as const
export type ValueField = (typeof VALUE_FIELDS)[number]

/** The head of an official document as plain data. Empty words and lists mean: not given. */
export const OfficialHeader = v.strictObject({
  title: v.string(),
  /** 发文字号, `云政办发〔2027〕12号` */
  docNumber: v.string(),
  /** 发文机关, the leading one first */
  issuers: v.array(v.string()),
  /** 主送机关 */
  recipients: v.array(v.string()),
  /** 签发人 */
  signer: v.array(v.string()),
  urgency: v.nullable(v.picklist(URGENCIES)),
  /** 成文日期, `YYYY-MM-DD` */
  date: v.nullable(v.string()),
  /** 抄送机关 */
  copies: v.array(v.string()),
  /** Names of the annexes, without numbers */
  annexes: v.array(v.string()),
  /** 附注 */
  note: v.string(),
  /** 印发机关 */
  office: v.string(),
  /** 印发日期 */
  printDate: v.nullable(v.string()),
  /** 发文机关标志; empty for none */
  mark: v.string(),
  /** Forms of the four levels of clauses */
  outline: v.array(v.string()),
})
export type OfficialHeader = v.InferOutput<typeof OfficialHeader>

/** Reads the head of a body room. Accepts registers where a Y.Text is usual; never writes, never throws. */
export function readHeader(doc: Y.Doc): OfficialHeader {
  const header = headerOf(doc)
  return {
    title: lineAt(header, 'title'),
    docNumber: (stringAt(header, 'docNumber') ?? '').trim(),
    issuers: namesAt(header, 'issuers'),
    recipients: namesAt(header, 'recipients'),
    signer: namesAt(header, 'signer'),
    urgency: choiceAt(header, 'urgency', URGENCIES),
    date: dayAt(header, 'date'),
    copies: namesAt(header, 'copies'),
    annexes: namesAt(header, 'annexes'),
    note: lineAt(header, 'note'),
    office: lineAt(header, 'office'),
    printDate: dayAt(header, 'printDate'),
    mark: lineAt(header, 'mark'),
    outline: [...readOutline(header.get('outline'))],
  }
}

function lineAt(map: Y.Map<unknown>, key: string): string {
  return (wordsAt(map, key) ?? '').replace(/\s+/gu, ' ').trim()
}

/** The names under `key`, one a line, or an array of names; empty lines are passed over. */
export function namesAt(map: Y.Map<unknown>, key: string): string[] {
  const value = map.get(key)
  const names = Array.isArray(value)
    ? value.filter((name): name is string => typeof name === 'string')
    : (wordsAt(map, key) ?? '').split('\n')
  return names.map((name) => name.toWellFormed().trim()).filter((name) => name !== '')
}
