import * as Y from 'yjs'
import * as v from 'valibot'
import { BlockId, type NewId } from '../ids.ts'
import { fallbackId, nodeTypeOf, readAttrs } from './marker.ts'
import { isHardBreak } from './render.ts'
import { readTable, tableEntries, type Table } from './tables.ts'
import { walkAll, type Piece, type RawBlock } from './walk.ts'

export type Level = 0 | 1 | 2 | 3 | 4

/** Text attributes of a run, by name; known marks have the value `true`. */
export type Marks = Readonly<Record<string, unknown>>

export type Inline =
  | { readonly kind: 'text'; readonly text: string; readonly marks: Marks }
  | { readonly kind: 'break'; readonly marks: Marks }
  | { readonly kind: 'unknown'; readonly value: unknown; readonly marks: Marks }

/** One block of official text as everybody but the editor sees it. */
export interface Block {
  /** Unique among the blocks returned; a repeated or missing id is repaired here, never written. */
  readonly id: BlockId
  readonly type: 'paragraph' | 'table' | 'image' | 'unknown_block'
  readonly level: Level
  /** Literal number or label that stands in place of the computed one. */
  readonly label: string | null
  readonly role: string | null
  readonly units: readonly string[]
  readonly due: string | null
  readonly inline: readonly Inline[]
  /** Plain text of the block; a line break is `\n`, cells are divided by tabs and rows by `\n`. */
  readonly text: string
  readonly table: Table | null
  readonly image: ImageContent | null
}

export interface ImageContent {
  /** SHA-256 of the picture, in hex; null while it is not known. */
  readonly blob: string | null
  readonly alt: string | null
}

/** What a caller gives to make a block. Without `id` a fresh one is made. */
export interface NewBlock {
  readonly type?: 'paragraph' | 'table'
  readonly id?: BlockId
  readonly level?: Level
  readonly label?: string | null
  readonly role?: string | null
  readonly units?: readonly string[]
  readonly due?: string | null
  /** Plain text of a paragraph; `\n` is a line break. Ignored when `inline` is given. */
  readonly text?: string
  readonly inline?: readonly Inline[]
  /** Cell texts by row, for a table. */
  readonly rows?: readonly (readonly string[])[]
  readonly headRows?: number
}

/** The official text of a body room. */
export function bodyOf(doc: Y.Doc): Y.Text {
  return doc.getText('body')
}

/** The fields of the head: title, document number, issuers… */
export function headerOf(doc: Y.Doc): Y.Map<unknown> {
  return doc.getMap('header')
}

/**
 * Blocks in document order. Deterministic: equal bodies give equal blocks on every peer, ids included. Pairs by
 * position, never writes, never throws on foreign content.
 */
export function readBlocks(body: Y.Text): Block[] {
  const used = new Set<string>()
  return walkAll(body).map((raw, index) => readBlock(raw, uniqueId(raw, index, used)))
}

/** A repeated id stays with its first block; the others get one made of it and of the marker's own place. */
function uniqueId(raw: RawBlock, index: number, used: Set<string>): BlockId {
  const wanted = raw.item === null ? `implicit-${index}` : String(readAttrs(raw).id)
  let id = wanted
  if (used.has(id) && raw.item !== null) id = `${wanted.slice(0, 30)}_${fallbackId(raw.item)}`
  // Only a document made to collide gets here.
  for (let n = 2; used.has(id); n++) id = `${wanted.slice(0, 30)}_${index}_${n}`
  used.add(id)
  return v.parse(BlockId, id)
}

function readBlock(raw: RawBlock, id: BlockId): Block {
  const attrs = readAttrs(raw)
  const type = raw.marker === null ? 'paragraph' : nodeTypeOf(raw.marker)
  const inline = type === 'paragraph' ? raw.pieces.map(readPiece) : []
  const table = type === 'table' && raw.marker !== null ? readTable(raw.marker) : null
  return {
    id,
    type,
    level: attrs.level ?? 0,
    label: attrs.label ?? null,
    role: attrs.role ?? null,
    units: attrs.units ?? [],
    due: attrs.due ?? null,
    inline,
    text: table === null ? inline.map(inlineText).join('') : tableText(table),
    table,
    image: type === 'image' ? { blob: attrs.blob ?? null, alt: attrs.alt ?? null } : null,
  }
}

function readPiece(piece: Piece): Inline {
  const marks = Object.fromEntries(piece.formats)
  if (piece.kind === 'text') return { kind: 'text', text: piece.text, marks }
  return isHardBreak(piece.value) ? { kind: 'break', marks } : { kind: 'unknown', value: piece.value, marks }
}

function inlineText(inline: Inline): string {
  if (inline.kind === 'text') return inline.text
  return inline.kind === 'break' ? '\n' : ''
}

function tableText(table: Table): string {
  return table.rows.map((row) => row.cells.map((cell) => cell.text).join('\t')).join('\n')
}

/**
 * Fills an empty body by one delta: building call by call is quadratic. Nothing happens when the body holds
 * something already. Runs inside the caller's transaction, if there is one.
 */
export function writeBlocks(body: Y.Text, blocks: readonly NewBlock[], newId: NewId): void {
  if (body.length === 0)
    body.applyDelta(
      blocks.flatMap((block) => deltaOf(block, newId)),
      { sanitize: false },
    )
}

/** Adds `blocks` behind what is there, by one delta. Text at the end that had no marker of its own gets one first. */
export function appendBlocks(body: Y.Text, blocks: readonly NewBlock[], newId: NewId): void {
  const last = walkAll(body).at(-1)
  const closing = last !== undefined && last.item === null ? [{ insert: newMarker({}, newId) }] : []
  const delta = [{ retain: body.length }, ...closing, ...blocks.flatMap((block) => deltaOf(block, newId))]
  body.applyDelta(body.length === 0 ? delta.slice(1) : delta, { sanitize: false })
}

interface Insert {
  readonly insert: string | object
  readonly attributes?: Record<string, unknown>
}

function deltaOf(block: NewBlock, newId: NewId): Insert[] {
  if (block.type === 'table') return [{ insert: newMarker(block, newId) }]
  const inline = block.inline ?? inlineOf(block.text ?? '')
  return [...inline.flatMap(insertOf), { insert: newMarker(block, newId) }]
}

/** Plain text as inline content: `\n` becomes a line break. */
export function inlineOf(text: string): Inline[] {
  const inline: Inline[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (index > 0) inline.push({ kind: 'break', marks: {} })
    if (line !== '') inline.push({ kind: 'text', text: line, marks: {} })
  }
  return inline
}

function insertOf(inline: Inline): Insert[] {
  const attributes = { ...inline.marks }
  if (inline.kind === 'break') return [{ insert: { type: 'hard_break' }, attributes }]
  if (inline.kind === 'unknown') {
    return typeof inline.value === 'object' && inline.value !== null
      ? [{ insert: inline.value, attributes }]
      : []
  }
  return inline.text === '' ? [] : [{ insert: inline.text.toWellFormed(), attributes }]
}

function newMarker(block: NewBlock, newId: NewId): Y.Map<unknown> {
  const marker = new Y.Map<unknown>([
    ['id', block.id ?? newId()],
    ['type', block.type ?? 'paragraph'],
  ])
  if (block.type === 'table') {
    for (const [key, value] of tableEntries(block.rows ?? [['']], block.headRows ?? 0, newId))
      marker.set(key, value)
    return marker
  }
  marker.set('level', block.level ?? 0)
  for (const key of ['label', 'role', 'units', 'due'] as const) {
    const value = block[key]
    if (value !== undefined && value !== null) marker.set(key, value)
  }
  return marker
}
