import * as Y from 'yjs'
import type { Attrs } from 'prosemirror-model'
import { ID_PATTERN } from '../ids.ts'
import { freeze, frozenString, thaw, type Frozen } from './opaque.ts'
import { LEVEL_MAX } from './official-schema.ts'
import { readTable } from './tables.ts'
import type { RawBlock } from './walk.ts'

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
