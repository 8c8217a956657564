import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { KIND_NAMES, type Rooms } from '../../../schemas/kind.ts'
import { KINDS } from '../../../schemas/kinds.ts'
import { canonicalBytes, canonicalText } from '../../../schemas/record/canonical.ts'
import { buildHostile, hostileRoom, hostileValue, type Hostile } from '../../support/hostile-values.ts'

const KEYS: readonly string[] =
  `title docNumber issuers recipients signer urgency date outline copies label type order width
   report deletedAt source meaning c1 documentId verdict finding block quote subject says-metric
   at by id level rows start length unit rule phone slug present series columns headRows units`.split(/\s+/)
const entries = fc.array(fc.tuple(fc.constantFrom(...KEYS, 'a', 'b', '坏'), hostileValue(KEYS)), {
  maxLength: 5,
})
const nested = fc.array(
  fc.tuple(
    fc.constantFrom('c1', 'a', 'b', 'order', '__proto__'),
    fc.oneof(hostileValue(KEYS), fc.record({ is: fc.constant('map' as const), entries })),
  ),
  { maxLength: 4 },
)
const body = fc.array(fc.oneof(fc.string(), hostileValue(KEYS)), { maxLength: 6 })

interface Recipe {
  readonly header: readonly (readonly [string, Hostile])[]
  readonly columns: readonly (readonly [string, Hostile])[]
  readonly rows: readonly (readonly [string, Hostile])[]
  readonly confirmed: readonly (readonly [string, Hostile])[]
  readonly others: readonly (readonly [string, Hostile])[]
  readonly body: readonly (string | Hostile)[]
}
const recipe: fc.Arbitrary<Recipe> = fc.record({
  header: entries,
  columns: nested,
  rows: nested,
  confirmed: nested,
  others: entries,
  body,
})

function build({ header, columns, rows, confirmed, others, body }: Recipe): Y.Doc {
  const doc = hostileRoom({
    header,
    columns,
    rows,
    confirmed,
    meeting: others,
    period: others,
    contact: others,
    publication: others,
    meta: others,
  })
  const text = doc.getText('body')
  for (const piece of body) {
    if (typeof piece === 'string') text.insert(0, piece)
    else {
      const value = buildHostile(piece)
      if (typeof value === 'object' && value !== null) text.insertEmbed(0, value)
    }
  }
  return doc
}

describe.each(KIND_NAMES)('%s', (name) => {
  const kind = KINDS[name]

  test('[K1] reads any room without an error, without a change, and to the same canonical content on every peer', () => {
    fc.assert(
      fc.property(recipe, (given) => {
        const doc = build(given)
        const other = new Y.Doc()
        Y.applyUpdate(other, Y.encodeStateAsUpdate(doc), 'remote')
        const before = Y.encodeStateAsUpdate(other)
        const rooms: Rooms = new Map([['body', other]])
        const content = kind.read(rooms)
        expect(Y.encodeStateAsUpdate(other)).toEqual(before)
        expect(canonicalText(kind.read(new Map([['body', doc]])))).toBe(canonicalText(content))
      }),
    )
  })

  test('[K2] what was read can be stored, parsed, printed, searched and compared', () => {
    fc.assert(
      fc.property(recipe, recipe, (one, two) => {
        const a = kind.read(new Map([['body', build(one)]]))
        const b = kind.read(new Map([['body', build(two)]]))
        const parsed = kind.parse(JSON.parse(new TextDecoder().decode(canonicalBytes(a))))
        if (parsed === null) throw new Error('its own content is not taken back in')
        expect(canonicalText(parsed)).toBe(canonicalText(a))
        expect(kind.compare(a, parsed)).toEqual([])
        expect(() => [kind.compare(a, b), kind.typeset(a), kind.text(a)]).not.toThrow()
      }),
    )
  })

  test('[K3] a new document is well formed, and is not made twice', () => {
    const doc = new Y.Doc()
    let next = 0
    const template = { title: '汛期河道清淤工作方案', issuer: '云溪区人民政府', newId: () => `id-${next++}` }
    const rooms: Rooms = new Map([['body', doc]])
    kind.create(rooms, template)
    const content = kind.read(rooms)
    expect(kind.text(content)).toContain('汛期河道清淤工作方案')
    expect(doc.getMap('meta').get('schema')).toBe(kind.schemaNumber)
    const before = Y.encodeStateAsUpdate(doc)
    kind.create(rooms, template)
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
  })

  test('[K2] nothing that is not its content is taken for it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(kind.parse(value)).toBeNull()
      }),
    )
  })
})
