import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { freeze, thaw } from '../../schemas/text/opaque.ts'

/** A value of any depth, Yjs types among it, built anew at each call. */
type Build = () => unknown
const { value } = fc.letrec<{ value: Build }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null), fc.constant(Number.NaN)).map(
      (v): Build =>
        () =>
          v,
    ),
    fc.uint8Array({ maxLength: 4 }).map(
      (v): Build =>
        () =>
          v,
    ),
    fc.array(tie('value'), { maxLength: 3 }).map((vs): Build => () => {
      const array = new Y.Array<unknown>()
      array.push(vs.map((v) => v()))
      return array
    }),
    fc.dictionary(fc.string({ maxLength: 4 }), tie('value'), { maxKeys: 3, noNullPrototype: true }).map(
      (entries): Build =>
        () =>
          new Y.Map(Object.entries(entries).map(([k, v]) => [k, v()])),
    ),
    fc.jsonValue({ maxDepth: 2 }).map(
      (v): Build =>
        () =>
          v,
    ),
    fc.string({ unit: 'grapheme' }).map(
      (v): Build =>
        () =>
          new Y.Text(v),
    ),
  ),
}))

test('[T5] what is unknown comes out of a copy as it went in', () => {
  fc.assert(
    fc.property(value, (build) => {
      const map = new Y.Doc().getMap<unknown>('m')
      map.set('original', build())
      const frozen = freeze(map.get('original'))
      map.set('copy', thaw(frozen))
      expect(freeze(map.get('copy'))).toEqual(frozen)
    }),
    { numRuns: 300 },
  )
})

test('[T4] types nested without end are cut off, not followed', () => {
  const map = new Y.Doc().getMap<unknown>('m')
  let inner = map
  for (let depth = 0; depth < 500; depth++) {
    const next = new Y.Map<unknown>()
    inner.set('deeper', next)
    inner = next
  }
  expect(JSON.stringify(freeze(map)).length).toBeLessThan(10_000)
})
