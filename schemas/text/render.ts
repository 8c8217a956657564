import type { Node } from 'prosemirror-model'
import * as Y from 'yjs'
import { marksOf } from './formats.ts'
import { freeze } from './opaque.ts'
import { nodeTypeOf, readAttrs } from './marker.ts'
import { officialSchema } from './official-schema.ts'
import { walkAll, type Piece, type RawBlock } from './walk.ts'

const { nodes } = officialSchema

/**
 * The ProseMirror document a body stands for. Every render path ends in `renderBlock`, so that after each
 * transaction the editor's document equals this one. Deterministic, never writes, never throws on foreign content.
 */
export function renderBody(body: Y.Text): Node {
  const blocks = walkAll(body).map(renderBlock)
  return nodes.doc.create(null, blocks.length === 0 ? [emptyParagraph()] : blocks)
}

/** What an empty body shows: an implicit paragraph, which gets a marker with the first edit. */
export function emptyParagraph(): Node {
  return nodes.paragraph.create()
}

/** One block as a node. An implicit paragraph has the id ''. */
export function renderBlock(raw: RawBlock): Node {
  const type = raw.marker === null ? 'paragraph' : nodeTypeOf(raw.marker)
  return nodes[type].create(readAttrs(raw), type === 'paragraph' ? raw.pieces.map(renderPiece) : [])
}

function renderPiece(piece: Piece): Node {
  const marks = marksOf(piece.formats)
  if (piece.kind === 'text') return officialSchema.text(piece.text, marks)
  if (isHardBreak(piece.value)) return nodes.hard_break.create(null, null, marks)
  return nodes.unknown_inline.create({ v: freeze(piece.value) }, null, marks)
}

/** `{type: 'hard_break'}` and nothing else: with more in it, it is something of another make and kept whole. */
export function isHardBreak(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Y.AbstractType) return false
  const entries = Object.entries(value)
  return entries.length === 1 && entries[0]?.[0] === 'type' && entries[0][1] === 'hard_break'
}
