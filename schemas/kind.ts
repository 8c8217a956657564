import type * as Y from 'yjs'
import type { NewId } from './ids.ts'
import type { Part } from './protocol/room-name.ts'
import type { Change } from './compare/change.ts'
import type { Printed } from './typeset/printed.ts'

/** 工作方案 · 责任分工表 · 会议纪要 · 公示通告 */
export const KIND_NAMES = ['plan', 'matrix', 'minutes', 'notice'] as const
export type KindName = (typeof KIND_NAMES)[number]

/** Whether `name` is a kind this program knows. A newer one may have written others. */
export function isKindName(name: unknown): name is KindName {
  return KIND_NAMES.some((known) => known === name)
}

/** A document's rooms by part. `body` is there as soon as the document has been opened; others when they were needed. */
export type Rooms = ReadonlyMap<Part, Y.Doc>

/** What a new document starts from. Ids and the day come from the rim. */
export interface Template {
  readonly title: string
  /** The issuing body, when known; put where the form names it. */
  readonly issuer: string | null
  readonly newId: NewId
}

/** A document as plain data that canonical JSON can hold (RFC 8785): what a version stores, hashes and signs. */
export interface Content {
  readonly kind: KindName
  /** The shape of this value. Readers of the record tell old contents by it. */
  readonly schemaNumber: number
}

/**
 * One kind of document. Sync, storage, record, search and export know documents only through this.
 * Method syntax on purpose: it lets the registry hold kinds of narrower content.
 */
export interface DocumentKind<OfKind extends Content = Content> {
  readonly name: KindName
  /** The schema number its rooms are written with (design.md §4, schema evolution). */
  readonly schemaNumber: number
  /** Edition of `read`: raised whenever the same rooms would give another content. Stored with every version. */
  readonly readerVersion: number
  /** Fills an empty body room with an empty, well-formed document, in one transaction. A body that holds one is left. */
  create(rooms: Rooms, template: Template): void
  /** Reads throw-away copies of the rooms: deterministic, repaired, never writing, never throwing on what it finds. */
  read(rooms: Rooms): OfKind
  /** Takes parsed canonical JSON of a stored version back in; null when it is not content of this kind. */
  parse(value: unknown): OfKind | null
  /** What changed from `a` to `b`, in the order of the document. */
  compare(a: OfKind, b: OfKind): Change[]
  /** The document as it is printed: roles, not fonts. */
  typeset(content: OfKind): Printed
  /** All its words, a paragraph a line, for searching and for plain-text export. */
  text(content: OfKind): string
}
