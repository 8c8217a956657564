import * as v from 'valibot'
import * as Y from 'yjs'
import { DocumentId, FolderId, MemberId, type Millis } from '../ids.ts'
import { isKindName, type KindName } from '../kind.ts'
import { byOrder, orderAt, orderAtEnd, type Ordered } from '../order.ts'
import { deletedAtOf, entriesOf, idAt, mapOf, numberAt, stringAt } from '../shape.ts'

/** Origin of every change made here, so that listeners can tell their own. */
export const INDEX_EDIT = Symbol('index-edit')

/** Longest title in the index, in characters; the whole one stands in the document's header. */
const TITLE_LENGTH_MAX = 500

export interface IndexDocument {
  readonly id: DocumentId
  /** `unknown`: a newer program made it; it is listed and left alone. */
  readonly kind: KindName | 'unknown'
  readonly title: string
  /** The folder it is seen in: a deleted folder's documents are seen in the nearest one that is in use. */
  readonly folder: FolderId | null
  readonly order: string
  readonly createdAt: Millis
  readonly createdBy: MemberId | null
  /** Set: in the bin. */
  readonly deletedAt: Millis | null
}

export interface IndexFolder {
  readonly id: FolderId
  readonly title: string
  readonly parent: FolderId | null
  readonly order: string
  readonly deletedAt: Millis | null
}

export interface Index {
  readonly documents: readonly IndexDocument[]
  readonly folders: readonly IndexFolder[]
}

export interface NewIndexDocument {
  readonly id: DocumentId
  readonly kind: KindName
  readonly title: string
  readonly folder: FolderId | null
  readonly createdAt: Millis
  readonly createdBy: MemberId
}

/**
 * What the index room lists, those in the bin included, sorted by (order, id). Whatever does not make sense is put right
 * in the answer, alike on every peer, and never in the room: circles of folders are opened at the smallest id, missing
 * parents read as none. @see schemas/SPEC.md W1–W5
 */
export function readIndex(doc: Y.Doc): Index {
  const folders = readFolders(doc)
  const seenIn = new Map(folders.map((folder) => [folder.id, visibleFolder(folder.id, folders)]))
  const documents = entriesOf(mapOf(doc, 'documents')).map(([id, entry]): IndexDocument => {
    const folder = parsedOrNull(FolderId, idAt(entry, 'folder'))
    const kind = stringAt(entry, 'kind')
    return {
      id: v.parse(DocumentId, id),
      kind: isKindName(kind) ? kind : 'unknown',
      title: titleOf(entry),
      folder: folder === null ? null : (seenIn.get(folder) ?? null),
      order: stringAt(entry, 'order') ?? '',
      createdAt: numberAt(entry, 'createdAt') ?? 0,
      createdBy: parsedOrNull(MemberId, idAt(entry, 'createdBy')),
      deletedAt: deletedAtOf(entry),
    }
  })
  return { documents: documents.sort(byOrder), folders }
}

function readFolders(doc: Y.Doc): IndexFolder[] {
  const folders = entriesOf(mapOf(doc, 'folders')).map(([id, entry]): IndexFolder => ({
    id: v.parse(FolderId, id),
    title: titleOf(entry),
    parent: parsedOrNull(FolderId, idAt(entry, 'parent')),
    order: stringAt(entry, 'order') ?? '',
    deletedAt: deletedAtOf(entry),
  }))
  return openCircles(folders).sort(byOrder)
}

/** Two people who move two folders into one another leave a circle. Its smallest id goes to the top. */
function openCircles(folders: readonly IndexFolder[]): IndexFolder[] {
  const parents = new Map<FolderId, FolderId | null>()
  for (const { id, parent } of folders) parents.set(id, parent)
  for (const id of [...parents.keys()].sort()) {
    const parent = parents.get(id) ?? null
    if (parent !== null && (!parents.has(parent) || leadsBackTo(id, parents))) parents.set(id, null)
  }
  return folders.map((folder) => ({ ...folder, parent: parents.get(folder.id) ?? null }))
}

function leadsBackTo(id: FolderId, parents: ReadonlyMap<FolderId, FolderId | null>): boolean {
  const seen = new Set<FolderId>()
  let at = parents.get(id) ?? null
  while (at !== null && !seen.has(at)) {
    if (at === id) return true
    seen.add(at)
    at = parents.get(at) ?? null
  }
  return false
}

function visibleFolder(id: FolderId, folders: readonly IndexFolder[]): FolderId | null {
  const byId = new Map(folders.map((folder) => [folder.id, folder]))
  let folder = byId.get(id)
  while (folder !== undefined && folder.deletedAt !== null) {
    folder = folder.parent === null ? undefined : byId.get(folder.parent)
  }
  return folder?.id ?? null
}

function titleOf(entry: Y.Map<unknown>): string {
  return cutTitle(stringAt(entry, 'title') ?? '')
}

function cutTitle(title: string): string {
  return title.trim().slice(0, TITLE_LENGTH_MAX).toWellFormed()
}

function parsedOrNull<Id>(schema: v.GenericSchema<unknown, Id>, value: string | null): Id | null {
  return value === null ? null : v.parse(schema, value)
}

/** Lists a new document at the end of its folder. Leaves an entry of that id as it is and returns false. */
export function addDocument(doc: Y.Doc, document: NewIndexDocument): boolean {
  const documents = mapOf(doc, 'documents')
  if (documents.has(document.id)) return false
  const order = orderAtEnd(documentsIn(doc, document.folder))
  doc.transact(() => {
    const { kind, folder, createdAt, createdBy } = document
    documents.set(
      document.id,
      filledMap({ kind, title: cutTitle(document.title), folder, order, createdAt, createdBy }),
    )
  }, INDEX_EDIT)
  return true
}

/** Gives a document another title in the lists. False when the index does not list it. */
export function renameDocument(doc: Y.Doc, id: DocumentId, title: string): boolean {
  return change(doc, 'documents', id, (entry) => setIfOther(entry, 'title', cutTitle(title)))
}

/** Puts a document into `folder` at `index` among the documents there (end when left out). */
export function moveDocument(doc: Y.Doc, id: DocumentId, folder: FolderId | null, index?: number): boolean {
  const others = documentsIn(doc, folder).filter((other) => other.id !== id)
  return change(doc, 'documents', id, (entry) => {
    entry.set('folder', folder)
    entry.set('order', orderAt(others, index ?? others.length))
  })
}

/** Puts a document into the bin at time `at`. Its rooms and its record stay. */
export function deleteDocument(doc: Y.Doc, id: DocumentId, at: Millis): boolean {
  return change(doc, 'documents', id, (entry) => entry.set('deletedAt', at))
}

/** Takes a document out of the bin. */
export function restoreDocument(doc: Y.Doc, id: DocumentId): boolean {
  return change(doc, 'documents', id, (entry) => setIfOther(entry, 'deletedAt', null))
}

/** Makes a folder at the end of `parent`. Leaves an entry of that id as it is and returns false. */
export function addFolder(
  doc: Y.Doc,
  folder: { readonly id: FolderId; readonly title: string; readonly parent: FolderId | null },
): boolean {
  const folders = mapOf(doc, 'folders')
  if (folders.has(folder.id)) return false
  const order = orderAtEnd(foldersIn(doc, folder.parent))
  doc.transact(() => {
    folders.set(folder.id, filledMap({ title: cutTitle(folder.title), parent: folder.parent, order }))
  }, INDEX_EDIT)
  return true
}

/** Gives a folder another title. */
export function renameFolder(doc: Y.Doc, id: FolderId, title: string): boolean {
  return change(doc, 'folders', id, (entry) => setIfOther(entry, 'title', cutTitle(title)))
}

/** Puts a folder into `parent` at `index` (end when left out). False also when `parent` is the folder or lies in it. */
export function moveFolder(doc: Y.Doc, id: FolderId, parent: FolderId | null, index?: number): boolean {
  if (parent !== null && isWithin(doc, parent, id)) return false
  const others = foldersIn(doc, parent).filter((other) => other.id !== id)
  return change(doc, 'folders', id, (entry) => {
    entry.set('parent', parent)
    entry.set('order', orderAt(others, index ?? others.length))
  })
}

/** Puts a folder into the bin; what it holds is then seen in the nearest folder above that is in use. */
export function deleteFolder(doc: Y.Doc, id: FolderId, at: Millis): boolean {
  return change(doc, 'folders', id, (entry) => entry.set('deletedAt', at))
}

/** Takes a folder out of the bin, and what it held is seen in it again. */
export function restoreFolder(doc: Y.Doc, id: FolderId): boolean {
  return change(doc, 'folders', id, (entry) => setIfOther(entry, 'deletedAt', null))
}

function isWithin(doc: Y.Doc, inner: FolderId, outer: FolderId): boolean {
  const parents = new Map(readFolders(doc).map((folder) => [folder.id, folder.parent]))
  let at: FolderId | null = inner
  while (at !== null && at !== outer) at = parents.get(at) ?? null
  return at === outer
}

function documentsIn(doc: Y.Doc, folder: FolderId | null): Ordered[] {
  return readIndex(doc).documents.filter((document) => document.folder === folder)
}

function foldersIn(doc: Y.Doc, parent: FolderId | null): Ordered[] {
  return readFolders(doc).filter((folder) => folder.parent === parent)
}

function filledMap(fields: Readonly<Record<string, unknown>>): Y.Map<unknown> {
  return new Y.Map(Object.entries({ ...fields, deletedAt: null }))
}

function change(
  doc: Y.Doc,
  list: 'documents' | 'folders',
  id: string,
  edit: (entry: Y.Map<unknown>) => void,
): boolean {
  const entry = mapOf(doc, list).get(id)
  if (!(entry instanceof Y.Map)) return false
  doc.transact(() => edit(entry), INDEX_EDIT)
  return true
}

/** Writing what already stands there would only make the room longer. */
function setIfOther(entry: Y.Map<unknown>, key: string, value: unknown): void {
  if (entry.get(key) !== value) entry.set(key, value)
}
