import type { Node } from 'prosemirror-model'
import type * as Y from 'yjs'
import type { MarkerWrite, TextOp } from './local-ops.ts'
import { buildMarker, markerOfEntry, writeAttrs } from './marker.ts'
import { thaw } from './opaque.ts'
import type { Formats } from './walk.ts'

/** More operations than this go in one delta: single calls cost a walk each once formats are about. */
const SINGLE_CALLS_MAX = 4

/** Applies local operations from `start` on. Must run inside a transaction. */
export function writeOps(body: Y.Text, start: number, ops: readonly TextOp[]): void {
  const needed = ops.slice(0, ops.findLastIndex((op) => op.op !== 'keep' || op.formats !== null) + 1)
  if (needed.length === 0) return
  if (needed.length <= SINGLE_CALLS_MAX && needed.every(isPlain)) writeSingly(body, start, needed)
  else
    body.applyDelta([...(start > 0 ? [{ retain: start }] : []), ...needed.map(deltaOf)], { sanitize: false })
}

/** Changes the attributes of markers that stay. Must run inside a transaction. */
export function writeMarkers(writes: readonly MarkerWrite[]): void {
  for (const { entry, before, after } of writes) {
    const marker = markerOfEntry(entry)
    if (marker !== null) writeAttrs(marker, before, after)
  }
}

function isPlain(op: TextOp): boolean {
  if (op.op === 'keep') return op.formats === null
  return op.op === 'drop' || (op.formats.size === 0 && op.after.size === 0)
}

/**
 * The quick way: Yjs finds the place by its search markers. Only where neither the text nor what precedes it has
 * formats, as `insert` without attributes guesses wrongly behind formatted text.
 */
function writeSingly(body: Y.Text, start: number, ops: readonly TextOp[]): void {
  let index = start
  for (const op of ops) {
    if (op.op === 'drop') body.delete(index, op.units)
    else if (op.op === 'text') body.insert(index, op.text.toWellFormed())
    else if (op.op !== 'keep') body.insertEmbed(index, embedOf(op.node, op.op))
    if (op.op !== 'drop') index += unitsOf(op)
  }
}

function unitsOf(op: TextOp): number {
  if (op.op === 'keep' || op.op === 'drop') return op.units
  return op.op === 'text' ? op.text.length : 1
}

interface DeltaOp {
  readonly retain?: number
  readonly delete?: number
  readonly insert?: string | object
  readonly attributes?: Record<string, unknown>
}

function deltaOf(op: TextOp): DeltaOp {
  if (op.op === 'drop') return { delete: op.units }
  if (op.op === 'keep')
    return { retain: op.units, ...(op.formats === null ? {} : { attributes: bag(op.formats) }) }
  if (op.op === 'text') return { insert: op.text.toWellFormed(), attributes: bag(op.formats) }
  return { insert: embedOf(op.node, op.op), attributes: bag(op.formats) }
}

/** Text attributes as Yjs wants them; a fresh object each time, since Yjs writes into what it is given. */
export function bag(formats: Formats): Record<string, unknown> {
  // Without a prototype, so that an attribute called __proto__ is one like any other.
  const object: Record<string, unknown> = Object.create(null)
  for (const [key, value] of formats) object[key] = value
  return object
}

/** What is embedded for an inline atom, or for the marker of a block. */
export function embedOf(node: Node, kind: 'embed' | 'marker'): object {
  if (kind === 'marker') return buildMarker(node)
  if (node.type.name === 'hard_break') return { type: 'hard_break' }
  const value = thaw(node.attrs.v)
  // Yjs embeds objects only; a bare value cannot come from a well-behaved client and is boxed when copied.
  return typeof value === 'object' && value !== null ? value : { value }
}
