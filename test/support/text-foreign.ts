import * as fc from 'fast-check'
import * as Y from 'yjs'

/** Things of a newer version's or another program's making, as a raw client would put them into a body. */
export const FOREIGN = ['block', 'block-with-text', 'attribute', 'mark', 'embed', 'nested-attribute'] as const
export type ForeignKind = (typeof FOREIGN)[number]

/** Puts one foreign thing at (about) `at`, named so that it can be found again. */
export function putForeign(body: Y.Text, kind: ForeignKind, at: number, name: string): void {
  const index = Math.min(at, body.length)
  switch (kind) {
    case 'block':
      return body.insertEmbed(
        index,
        new Y.Map<unknown>([
          ['id', name],
          ['type', 'callout'],
          ['tone', `tone-${name}`],
        ]),
      )
    case 'block-with-text': {
      const inner = new Y.Text(`inner-${name}`)
      return body.insertEmbed(
        index,
        new Y.Map<unknown>([
          ['type', 'quote'],
          ['body', inner],
        ]),
      )
    }
    case 'embed':
      return body.insertEmbed(index, { type: 'cite', source: `cite-${name}` })
    case 'mark':
      return body.format(at % 4, 3, { [`mark-${name}`]: { by: name } })
    case 'attribute':
      return void markersOf(body)[at % Math.max(1, markersOf(body).length)]?.set(`attribute-${name}`, {
        v: name,
      })
    case 'nested-attribute':
      return void markersOf(body)[at % Math.max(1, markersOf(body).length)]?.set(
        `nested-${name}`,
        new Y.Map([['deep', new Y.Array()]]),
      )
  }
}

/** The string by which what `putForeign` put is found in a body's JSON. */
export function traceOf(kind: ForeignKind, name: string): string {
  const traces = {
    block: `tone-${name}`,
    'block-with-text': `inner-${name}`,
    embed: `cite-${name}`,
    mark: `mark-${name}`,
    attribute: `attribute-${name}`,
    'nested-attribute': `nested-${name}`,
  }
  return traces[kind]
}

/** All that a body holds, nested types included, as one string. */
export function everythingIn(body: Y.Text): string {
  const delta: { insert: unknown; attributes?: unknown }[] = body.toDelta()
  return delta
    .map((op) =>
      JSON.stringify([op.insert instanceof Y.AbstractType ? op.insert.toJSON() : op.insert, op.attributes]),
    )
    .join('\n')
}

function markersOf(body: Y.Text): Y.Map<unknown>[] {
  const delta: { insert: unknown }[] = body.toDelta()
  return delta.flatMap((op) => (op.insert instanceof Y.Map ? [op.insert] : []))
}

const HOSTILE_KEYS = [
  'id',
  'type',
  'level',
  'label',
  'role',
  'units',
  'due',
  'origin',
  'columns',
  'rows',
  'headRows',
  'blob',
  'width',
  'colspan',
  '__proto__',
  'constructor',
  'toString',
  'x',
  '',
]

/** Any value Yjs can carry, and among them those that break careless readers. */
const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    '1',
    0,
    -1,
    1.5,
    1e300,
    Number.NaN,
    Infinity,
    null,
    true,
    '',
    [],
    {},
    'paragraph',
    'table',
    'image',
    'javascript:alert(1)',
    '"><script>',
  ),
  fc.constantFrom<unknown>(
    ['a', 1],
    JSON.parse('{"__proto__":{"polluted":1},"type":"hard_break"}'),
    new Uint8Array([1, 2, 3]),
    9_999_999_999n,
  ),
  fc.jsonValue({ maxDepth: 2 }).map((value: unknown) => value),
)

interface HostilePart {
  readonly kind: string
  readonly at: number
  readonly text: string
  readonly entries: readonly (readonly [string, unknown])[]
  readonly value: unknown
}

/** A body written by somebody who means harm, or by a broken program. */
export const hostileParts: fc.Arbitrary<HostilePart[]> = fc.array(
  fc.record(
    {
      kind: fc.constantFrom('marker', 'text', 'embed', 'format', 'type', 'table'),
      at: fc.nat(60),
      text: fc.string({ unit: 'binary', maxLength: 6 }),
      entries: fc.array(fc.tuple(fc.constantFrom(...HOSTILE_KEYS), hostileValue), { maxLength: 5 }),
      value: hostileValue,
    },
    { noNullPrototype: true },
  ),
  { minLength: 1, maxLength: 12, size: 'max' },
)

/** The state of such a body as it would come over the network. */
export function hostileState(parts: readonly HostilePart[]): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = 666
  const body = doc.getText('body')
  for (const part of parts) putHostile(body, part)
  return Y.encodeStateAsUpdate(doc)
}

function putHostile(body: Y.Text, { kind, at, text, entries, value }: HostilePart): void {
  const index = Math.min(at, body.length)
  switch (kind) {
    case 'text':
      return body.insert(index, text === '' ? '\u0000' : text)
    case 'marker':
      return body.insertEmbed(index, mapOf(entries))
    case 'table':
      return body.insertEmbed(index, hostileTable(entries, value))
    case 'format':
      return body.format(index, Math.min(5, body.length - index), {
        [text || 'em']: plain(value),
        strong: plain(value),
      })
    case 'type':
      return body.insertEmbed(index, entries.length % 2 === 0 ? new Y.Array() : new Y.Text('inner'))
    default:
      return body.insertEmbed(index, embeddable(value))
  }
}

function embeddable(value: unknown): object {
  const sound = plain(value)
  return typeof sound === 'object' && sound !== null ? sound : { type: 'hard_break', value: sound }
}

function mapOf(entries: readonly (readonly [string, unknown])[]): Y.Map<unknown> {
  return new Y.Map(entries.map(([key, value]) => [key, value]))
}

function hostileTable(entries: readonly (readonly [string, unknown])[], value: unknown): Y.Map<unknown> {
  const cells = new Y.Map<unknown>([['c', value]])
  const row = new Y.Map<unknown>([
    ['order', value],
    ['cells', cells],
  ])
  return new Y.Map<unknown>([
    ['id', 't'],
    ['type', 'table'],
    ['columns', mapOf([...entries, ['c', value]])],
    [
      'rows',
      new Y.Map<unknown>([
        ['r', row],
        ['s', value],
      ]),
    ],
  ])
}

/** Formats and embeds travel as JSON. */
function plain(value: unknown): unknown {
  return typeof value === 'bigint' ||
    value instanceof Uint8Array ||
    (typeof value === 'number' && !Number.isFinite(value))
    ? 7
    : value
}
