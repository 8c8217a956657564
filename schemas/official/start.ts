import { mapOf } from '../shape.ts'
import { bodyOf, headerOf, writeBlocks, type NewBlock } from '../text/body.ts'
import type { Rooms, Template } from '../kind.ts'
import type * as Y from 'yjs'
import { startHeader, type HeaderStart } from './header-edit.ts'

/** Origin of the change that fills a new document: nothing a person could undo. */
export const START = Symbol('start')

/**
 * The body room of a document.
 * @throws RangeError when it is not among `rooms`: whoever reads or creates a document opens its body first
 */
export function bodyRoom(rooms: Rooms): Y.Doc {
  const body = rooms.get('body')
  if (body === undefined) throw new RangeError(`rooms ${[...rooms.keys()].join(', ')}, but no body`)
  return body
}

/** Whether a body room holds a document already, whoever put it there. */
export function isStarted(doc: Y.Doc): boolean {
  return headerOf(doc).size > 0 || bodyOf(doc).length > 0 || mapOf(doc, 'meta').size > 0
}

/** What an official document starts with. */
export interface OfficialStart {
  readonly schemaNumber: number
  readonly header: HeaderStart
  readonly blocks: readonly NewBlock[]
  readonly newId: Template['newId']
  /** More to be written in the same transaction. */
  readonly more?: () => void
}

/** Fills an empty body room in one transaction. Leaves a room that holds something as it is and returns false. */
export function startOfficial(doc: Y.Doc, start: OfficialStart): boolean {
  if (isStarted(doc)) return false
  doc.transact(() => {
    mapOf(doc, 'meta').set('schema', start.schemaNumber)
    startHeader(doc, start.header)
    writeBlocks(bodyOf(doc), start.blocks, start.newId)
    start.more?.()
  }, START)
  return true
}

/** The header a template asks for. */
export function templateHeader({ title, issuer }: Template): HeaderStart {
  return { title, issuers: issuer === null ? [] : [issuer] }
}
