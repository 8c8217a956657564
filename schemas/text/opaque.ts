import * as Y from 'yjs'

/**
 * A value of somebody else's making, held as plain data inside ProseMirror attributes so that it can be compared,
 * and put back as it was when the block is copied. Yjs types and what JSON cannot say are tagged by a one-key object.
 */
export type Frozen = null | boolean | number | string | Uint8Array | FrozenObject | readonly Frozen[]
interface FrozenObject {
  readonly kind: string
  readonly v: Frozen
}

/** Deeper than this nothing is copied: a hostile document may nest types without end. */
const DEPTH_MAX = 32

/** Turns any value found in a Y type into comparable plain data. Never throws; object keys are sorted. */
export function freeze(value: unknown, depth = 0): Frozen {
  if (depth > DEPTH_MAX) return tagged('too-deep', null)
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : tagged('number', String(value))
  if (typeof value === 'bigint') return tagged('bigint', String(value))
  if (value instanceof Uint8Array) return value
  if (value instanceof Y.AbstractType) return freezeType(value, depth)
  if (Array.isArray(value)) return value.map((each) => freeze(each, depth + 1))
  if (typeof value === 'object') return tagged('object', freezeEntries(Object.entries(value), depth))
  return tagged('undefined', null)
}

function freezeType(type: Y.AbstractType<unknown>, depth: number): Frozen {
  if (type instanceof Y.Map) return tagged('map', freezeEntries([...type.entries()], depth))
  if (type instanceof Y.Array)
    return tagged(
      'array',
      type.toArray().map((each) => freeze(each, depth + 1)),
    )
  if (type instanceof Y.XmlElement) return tagged('element', String(type))
  if (type instanceof Y.Text) return tagged('text', freezeDelta(type, depth))
  return tagged('fragment', String(type))
}

function freezeDelta(text: Y.Text, depth: number): Frozen {
  const delta: { insert: unknown; attributes?: object }[] = text.toDelta()
  return delta.map((op) => [
    freeze(op.insert, depth + 1),
    freezeEntries(Object.entries(op.attributes ?? {}), depth),
  ])
}

function freezeEntries(entries: [string, unknown][], depth: number): Frozen {
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return sorted.map(([key, value]) => [key, freeze(value, depth + 1)])
}

function tagged(kind: string, v: Frozen): FrozenObject {
  return { kind, v }
}

/** The inverse of `freeze`: Yjs types come back as new, not yet integrated types. */
export function thaw(frozen: Frozen): unknown {
  if (frozen === null || typeof frozen !== 'object' || frozen instanceof Uint8Array) return frozen
  if (isList(frozen)) return frozen.map(thaw)
  const { kind, v } = frozen
  if (kind === 'number') return Number(v)
  if (kind === 'bigint') return BigInt(String(v))
  if (kind === 'object') return Object.fromEntries(thawEntries(v))
  if (kind === 'map') return new Y.Map(thawEntries(v))
  if (kind === 'array') return thawArray(v)
  if (kind === 'text') return thawDelta(v)
  // XML is only met in documents of another make; its text is kept, its structure is not.
  if (kind === 'element' || kind === 'fragment') return frozenString(v)
  return null
}

function thawArray(v: Frozen): Y.Array<unknown> {
  const array = new Y.Array<unknown>()
  array.push(listOf(v).map(thaw))
  return array
}

function thawDelta(v: Frozen): Y.Text {
  const text = new Y.Text()
  const delta = listOf(v).map((op) => {
    const [insert, attributes] = listOf(op)
    return { insert: thaw(insert ?? null), attributes: Object.fromEntries(thawEntries(attributes ?? null)) }
  })
  text.applyDelta(delta, { sanitize: false })
  return text
}

function thawEntries(v: Frozen): [string, unknown][] {
  return listOf(v).map((entry) => {
    const [key, value] = listOf(entry)
    return [frozenString(key), thaw(value ?? null)]
  })
}

function listOf(v: Frozen): readonly Frozen[] {
  return isList(v) ? v : []
}

function isList(v: Frozen): v is readonly Frozen[] {
  return Array.isArray(v)
}

/** The string in a frozen value, for showing; empty when it is something else. */
export function frozenString(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
