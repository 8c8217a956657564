import * as Y from 'yjs'
import { headerOf } from '../text/body.ts'
import type { Outline } from '../text/numbering.ts'
import { LIST_FIELDS, WORD_FIELDS, type ListField, type ValueField, type WordField } from './header.ts'
import { wordsAt } from '../shape.ts'
import { setValueAt, setWordsAt } from './words.ts'

/** Origin of every change to a head or to the small maps beside it (meeting, period, contact). */
export const HEADER_EDIT = Symbol('header-edit')

/** Makes a field of words say `words` (one line; line breaks become spaces). */
export function setHeaderWords(doc: Y.Doc, field: WordField, words: string): void {
  doc.transact(() => setWordsAt(headerOf(doc), field, oneLine(words)), HEADER_EDIT)
}

/** Makes a list field hold `names`, in their order: the order of units is one of precedence and never sorted. */
export function setHeaderNames(doc: Y.Doc, field: ListField, names: readonly string[]): void {
  const lines = names.map(oneLine).filter((name) => name !== '')
  doc.transact(() => setWordsAt(headerOf(doc), field, lines.join('\n')), HEADER_EDIT)
}

/** The words of a field exactly as they stand, spaces and all: what a living form field shows and writes. */
export function headerText(doc: Y.Doc, field: WordField | ListField): string {
  return wordsAt(headerOf(doc), field) ?? ''
}

/** Takes over what is being typed into a living form field, as it is; reading tidies it. */
export function setHeaderText(doc: Y.Doc, field: WordField | ListField, words: string): void {
  const text = words.toWellFormed().replaceAll('\r\n', '\n')
  doc.transact(() => setWordsAt(headerOf(doc), field, text), HEADER_EDIT)
}

/** Sets a field of one value; null takes it away. */
export function setHeaderValue(doc: Y.Doc, field: ValueField, value: string | null): void {
  doc.transact(() => setValueAt(headerOf(doc), field, value), HEADER_EDIT)
}

/** Sets the forms of the four levels of clauses, all together. */
export function setOutline(doc: Y.Doc, outline: Outline): void {
  doc.transact(() => headerOf(doc).set('outline', [...outline]), HEADER_EDIT)
}

/** What a new head starts with. */
export interface HeaderStart {
  readonly title: string
  readonly issuers?: readonly string[]
  readonly recipients?: readonly string[]
  readonly annexes?: readonly string[]
  readonly docNumber?: string | null
  readonly date?: string | null
  readonly outline?: Outline
}

/**
 * Fills the head of a new document. Every field of words gets its Y.Text at once: two people who first made one each,
 * apart, would lose one of them. Runs inside the caller's transaction.
 */
export function startHeader(doc: Y.Doc, start: HeaderStart): void {
  const header = headerOf(doc)
  for (const field of WORD_FIELDS)
    header.set(field, new Y.Text(field === 'title' ? oneLine(start.title) : ''))
  for (const field of LIST_FIELDS) {
    const names = field === 'signer' || field === 'copies' ? [] : (start[field] ?? [])
    header.set(field, new Y.Text(names.map(oneLine).join('\n')))
  }
  if (start.docNumber) header.set('docNumber', start.docNumber)
  if (start.date) header.set('date', start.date)
  if (start.outline) header.set('outline', [...start.outline])
}

/** Words on one line, without spaces at the ends. */
function oneLine(words: string): string {
  return words.toWellFormed().replace(/\s+/gu, ' ').trim()
}
