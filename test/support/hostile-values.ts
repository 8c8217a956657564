import fc from 'fast-check'
import * as Y from 'yjs'

/** A recipe for a Y value some broken or hostile client may have written. */
export type Hostile =
  | { readonly is: 'plain'; readonly value: unknown }
  | { readonly is: 'text'; readonly value: string; readonly embeds: readonly unknown[] }
  | { readonly is: 'array'; readonly values: readonly Hostile[] }
  | { readonly is: 'map'; readonly entries: readonly (readonly [string, Hostile])[] }

const plain = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'plan',
    'paragraph',
    '2027-02-30',
    '2027-03-08',
    '一、',
    'javascript:alert(1)',
    '__proto__',
  ),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.uint8Array({ maxLength: 4 }),
  fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { maxLength: 4 }),
  fc.dictionary(fc.string({ maxLength: 5 }), fc.oneof(fc.string(), fc.integer()), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
)

/**
 * Arbitrary Y values, with map keys drawn from `keys` (the names a reader looks for) and from anything else.
 * Half surrogates are excluded: Yjs itself turns them into U+FFFD on the wire.
 */
export function hostileValue(keys: readonly string[]): fc.Arbitrary<Hostile> {
  const key = fc.oneof(fc.constantFrom(...keys), fc.string({ maxLength: 6 }))
  return fc.letrec<{ value: Hostile }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({ is: fc.constant('plain' as const), value: plain }),
      fc.record({
        is: fc.constant('text' as const),
        value: fc.string(),
        embeds: fc.array(plain, { maxLength: 2 }),
      }),
      fc.record({ is: fc.constant('array' as const), values: fc.array(tie('value'), { maxLength: 3 }) }),
      fc.record({
        is: fc.constant('map' as const),
        entries: fc.array(fc.tuple(key, tie('value')), { maxLength: 8 }),
      }),
    ),
  })).value
}

/** Builds the Y value of a recipe. */
export function buildHostile(recipe: Hostile): unknown {
  if (recipe.is === 'plain') return recipe.value
  if (recipe.is === 'array') {
    const array = new Y.Array<unknown>()
    array.push(recipe.values.map(buildHostile))
    return array
  }
  if (recipe.is === 'map') return new Y.Map(recipe.entries.map(([key, value]) => [key, buildHostile(value)]))
  const text = new Y.Text(recipe.value)
  for (const embed of recipe.embeds) text.insertEmbed(0, { embed })
  return text
}

/** Puts recipes under the given top-level maps of a new room. */
export function hostileRoom(maps: Readonly<Record<string, readonly (readonly [string, Hostile])[]>>): Y.Doc {
  const doc = new Y.Doc()
  for (const [name, entries] of Object.entries(maps)) {
    for (const [key, recipe] of entries) doc.getMap(name).set(key, buildHostile(recipe))
  }
  return doc
}
