import type { Node } from 'prosemirror-model'
import * as Y from 'yjs'
import type { BlockIndex } from './block-index.ts'

/** A place in the text that survives everybody's edits: a Yjs relative position as JSON. */
export type TextPosition = Readonly<Record<string, unknown>>

/** A body and the document an editor shows of it, block by block. */
export interface Shown {
  readonly body: Y.Text
  readonly index: BlockIndex
  readonly doc: Node
}

/** The lasting form of an editor position; see `relativePosition`. */
export function toLasting({ body, index, doc }: Shown, pos: number, side: -1 | 1): TextPosition {
  const at = doc.resolve(Math.max(0, Math.min(pos, doc.content.size)))
  const place = Math.min(at.index(0), doc.childCount - 1)
  const entry = index.entries[place]
  // Composed text is not in the body yet: the position is that of the nearest text which is.
  const inBody = (entry?.units ?? 0) - (entry?.item === null ? 0 : 1)
  const offset = at.depth === 0 ? 0 : Math.max(0, Math.min(at.parentOffset, inBody))
  const start = index.walkStart(place).item
  return Y.relativePositionToJSON(positionAt(body, start, offset, side))
}

/** The editor position of a lasting one, or null when it is none of this body or its text has not arrived. */
export function fromLasting({ body, index, doc }: Shown, position: unknown): number | null {
  const parsed = parsePosition(position)
  if (parsed === null || body.doc === null) return null
  const found = Y.createAbsolutePositionFromRelativePosition(parsed, body.doc)
  return found === null || found.type !== body ? null : editorPosition(doc, index, found.index)
}

function positionAt(body: Y.Text, start: Y.Item | null, offset: number, side: -1 | 1): Y.RelativePosition {
  let rest = offset
  let before: Y.ID | null = null
  for (let item = start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue
    if (side === -1 && offset > 0 && rest <= item.length) {
      return onUnit(body, Y.createID(item.id.client, item.id.clock + rest - 1), -1)
    }
    // At the start of a block there is nothing of its own before: the unit behind is held, the marker if need be.
    if (rest < item.length) return onUnit(body, Y.createID(item.id.client, item.id.clock + rest), 0)
    rest -= item.length
    before = item.lastId
  }
  return before === null ? new Y.RelativePosition(null, nameOf(body), null, 0) : onUnit(body, before, -1)
}

function onUnit(body: Y.Text, id: Y.ID, assoc: -1 | 0): Y.RelativePosition {
  return new Y.RelativePosition(null, nameOf(body), id, assoc)
}

function nameOf(body: Y.Text): string {
  return Y.findRootTypeKey(body)
}

/** Only what this program writes is read: anything may arrive by awareness or in a comment. */
function parsePosition(json: unknown): Y.RelativePosition | null {
  if (typeof json !== 'object' || json === null) return null
  const fields = new Map<string, unknown>(Object.entries(json))
  const assoc = fields.get('assoc') === -1 ? -1 : 0
  const id = parseId(fields.get('item'))
  const name = fields.get('tname')
  if (id !== null) return new Y.RelativePosition(null, null, id, assoc)
  return typeof name === 'string' && fields.get('item') === undefined && fields.get('type') === undefined
    ? new Y.RelativePosition(null, name, null, assoc)
    : null
}

function parseId(json: unknown): Y.ID | null {
  if (typeof json !== 'object' || json === null || !('client' in json) || !('clock' in json)) return null
  const { client, clock } = json
  return typeof client === 'number' && typeof clock === 'number' && clock >= 0 && Number.isSafeInteger(clock)
    ? Y.createID(client, clock)
    : null
}

function editorPosition(doc: Node, blocks: BlockIndex, unit: number): number {
  let rest = unit
  let pos = 0
  for (const [index, entry] of blocks.entries.entries()) {
    const node = doc.maybeChild(index)
    if (node === null) break
    if (rest < entry.units || (entry.item === null && rest === entry.units && index === doc.childCount - 1)) {
      return node.isTextblock ? pos + 1 + Math.min(rest, node.content.size) : pos
    }
    rest -= entry.units
    pos += node.nodeSize
  }
  return Math.max(0, doc.content.size - 1)
}
