import * as Y from 'yjs'
import type { Attrs, Node } from 'prosemirror-model'
import { ID_PATTERN } from '../ids.ts'
import { freeze, thaw, type Frozen } from './opaque.ts'
import { LEVEL_MAX } from './official-schema.ts'
import { readTable } from './tables.ts'
import type { Entry } from './block-index.ts'
import { markerOf, type RawBlock } from './walk.ts'

/** A marker attribute this version knows: and how to tell a good value. A bad or missing one reads as the node's default. */
interface Field {
  readonly accepts: (value: unknown) => boolean
}

const text = (max: number): Field => ({
  accepts: (value) => typeof value === 'string' && value.length <= max,
})
const size: Field = {
  accepts: (value) => typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 10_000,
}
const level: Field = {
  accepts: (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LEVEL_MAX,
}
const names: Field = {
  accepts: (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
}
const list: Field = { accepts: Array.isArray }
const blob: Field = {
  accepts: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
}

/** Names in a shape are for ever: old tabs still write them. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  paragraph: { level, label: text(200), role: text(64), units: names, due: text(64), origin: list },
  image: { blob, alt: text(1_000), width: size, height: size },
  table: {},
  unknown_block: {},
}

/** Whether a marker of a type may hold this value under this name: the check everything untrusted passes. */
export function isFieldValue(
  type: 'paragraph' | 'image',
  key: 'label' | 'role' | 'due',
  value: unknown,
): value is string
export function isFieldValue(type: string, key: string, value: unknown): boolean
export function isFieldValue(type: string, key: string, value: unknown): boolean {
  return FIELDS[type]?.[key]?.accepts(value) ?? false
}

/** The ProseMirror node type that shows a marker. */
export function nodeTypeOf(marker: Y.Map<unknown>): 'paragraph' | 'table' | 'image' | 'unknown_block' {
  const type = marker.get('type')
  return type === 'paragraph' || type === 'table' || type === 'image' ? type : 'unknown_block'
}

/**
 * A block's node attributes. What is unknown or invalid goes to `x` as sorted [key, frozen value] pairs; nothing is
 * dropped, nothing is written.
 */
export function readAttrs(raw: RawBlock): Attrs {
  if (raw.marker === null || raw.item === null) return {}
  const nodeType = nodeTypeOf(raw.marker)
  const fields = FIELDS[nodeType] ?? {}
  const attrs: Record<string, unknown> = { id: '' }
  const x: [string, Frozen][] = []
  for (const [key, value] of raw.marker.entries()) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined
    if (key === 'id' && typeof value === 'string' && ID_PATTERN.test(value)) attrs.id = value
    else if (field?.accepts(value)) attrs[key] = value
    else if (key === 'type' && nodeType !== 'unknown_block') continue
    else if (key === 'type') attrs.type = freeze(value)
    else if (field === undefined || value !== null) x.push([key, freeze(value)])
  }
  if (attrs.id === '') attrs.id = fallbackId(raw.item)
  if (nodeType === 'table') attrs.table = readTable(raw.marker)
  if (x.length > 0) attrs.x = x.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return attrs
}

/** The id of a marker that has none: the same on every peer, as it follows from the marker's place in the history. */
export function fallbackId(item: Y.Item): string {
  return `m-${item.id.client.toString(36)}-${item.id.clock.toString(36)}`
}

/** A new marker for a block the editor shows: also of types this version does not know, as long as they are copied. */
export function buildMarker(node: Node): Y.Map<unknown> {
  const marker = new Y.Map<unknown>()
  for (const [key, value] of extras(node)) marker.set(key, thaw(value))
  marker.set('id', node.attrs.id)
  marker.set('type', node.type.name === 'unknown_block' ? thaw(node.attrs.type) : node.type.name)
  for (const key of Object.keys(FIELDS[node.type.name] ?? {})) {
    const value: unknown = node.attrs[key]
    if (value !== null && value !== undefined) marker.set(key, value)
  }
  return marker
}

/** Writes to a marker what differs between two nodes, and nothing else; unknown attributes are never removed. */
export function writeAttrs(marker: Y.Map<unknown>, before: Node, after: Node): void {
  for (const key of ['id', ...Object.keys(FIELDS[after.type.name] ?? {})]) {
    const value: unknown = after.attrs[key]
    if (isSame(before.attrs[key], value)) continue
    if (value === null || value === undefined) marker.delete(key)
    else marker.set(key, value)
  }
  const had = new Map(extras(before))
  for (const [key, value] of extras(after)) {
    if (!isSame(had.get(key), value) && FIELDS[after.type.name]?.[key] === undefined)
      marker.set(key, thaw(value))
  }
}

function extras(node: Node): readonly (readonly [string, Frozen])[] {
  return node.attrs.x ?? []
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

/** The marker of an entry while it is in the document, or null. */
export function markerOfEntry(entry: Entry): Y.Map<unknown> | null {
  return entry.item === null || entry.item.deleted ? null : markerOf(entry.item)
}
