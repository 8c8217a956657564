import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalBytes, canonicalText, readCanonical } from '../../../schemas/record/canonical.ts'
import { verifyPackage } from '../../../schemas/record/package.ts'
import { record, testKey } from '../../support/record-builder.ts'

const KEYS = [testKey(1), testKey(2)]
const BUILT = record({ versions: 4, keys: KEYS })
const TEXT = new TextDecoder().decode(BUILT.package)

interface PackageValue {
  chain: { entry: Record<string, unknown>; signature: string }[]
  content: Record<string, unknown>
  states: Record<string, string>
  keys: Record<string, string>
  header: Record<string, unknown>
  format: string
}

function tampered(change: (value: PackageValue) => void): Uint8Array {
  const value: PackageValue = JSON.parse(TEXT)
  change(value)
  return canonicalBytes(value)
}

function codes(bytes: Uint8Array): string[] {
  return verifyPackage(bytes).findings.map(({ code, entry, part }) =>
    [code, entry ?? part ?? ''].join(' ').trim(),
  )
}

describe('a package that was touched', () => {
  test('[V7] holds as it was written, and shows the version it is of', () => {
    const reading = verifyPackage(BUILT.package, { head: BUILT.head, keyIds: KEYS.map((key) => key.keyId) })
    expect(reading.findings).toEqual([])
    expect(reading.holds).toBe(true)
    expect(reading.head).toEqual(BUILT.head)
    expect(reading.entry?.number).toBe(4)
  })

  test('[V8] never holds with any one byte changed to any other', () => {
    fc.assert(
      fc.property(fc.nat(BUILT.package.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const bytes = BUILT.package.slice()
        bytes[at] = (bytes[at] ?? 0) ^ by
        const reading = verifyPackage(bytes)
        expect(reading.holds).toBe(false)
        expect(reading.findings.length).toBeGreaterThan(0)
      }),
      { numRuns: 800 },
    )
  })

  test('[V8] never holds cut short, with bytes put in, or with bytes behind it', () => {
    fc.assert(
      fc.property(
        fc.nat(BUILT.package.length - 1),
        fc.uint8Array({ minLength: 1, maxLength: 3 }),
        (at, more) => {
          expect(verifyPackage(BUILT.package.slice(0, at)).holds).toBe(false)
          const longer = new Uint8Array([...BUILT.package.slice(0, at), ...more, ...BUILT.package.slice(at)])
          expect(verifyPackage(longer).holds).toBe(false)
          expect(verifyPackage(new Uint8Array([...BUILT.package, ...more])).holds).toBe(false)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('[V9] never holds with entries dropped, repeated or put in another order, and names the place', () => {
    const orders = fc.array(fc.nat(3), { maxLength: 6 }).filter((order) => order.join('') !== '0123')
    fc.assert(
      fc.property(orders, (order) => {
        const bytes = tampered((value) => {
          value.chain = order.flatMap((at) => value.chain[at] ?? [])
        })
        const reading = verifyPackage(bytes, { head: BUILT.head })
        expect(reading.holds).toBe(false)
        const firstWrong = order.findIndex((at, place) => at !== place)
        if (firstWrong >= 0) {
          expect(reading.findings.some(({ entry }) => entry === firstWrong + 1)).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('[V10] with its last version cut off it is of one piece, but not the one remembered', () => {
    const shorter = record({ versions: 3, keys: KEYS })
    expect(verifyPackage(shorter.package).holds).toBe(true)
    const reading = verifyPackage(shorter.package, { head: BUILT.head })
    expect(reading.holds).toBe(false)
    expect(reading.findings).toMatchObject([{ code: 'head-differs', entry: 4 }])
  })

  test('[V8] never holds with any value changed inside it, even when written in canonical form again', () => {
    const paths = leavesOf(JSON.parse(TEXT))
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const bytes = tampered((whole) => put(whole, path, value))
        fc.pre(canonicalText(JSON.parse(new TextDecoder().decode(bytes))) !== TEXT)
        expect(verifyPackage(bytes).holds).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  test('[V8] never holds with anything added, under whatever name', () => {
    const names = fc.oneof(
      fc.string(),
      fc.constantFrom('__proto__', 'toString', 'constructor', 'hasOwnProperty'),
    )
    const into = fc.constantFrom('', 'chain.0', 'chain.1.entry', 'content', 'states', 'keys', 'header')
    fc.assert(
      fc.property(into, names, fc.jsonValue(), (place, name, value) => {
        const whole: PackageValue = JSON.parse(TEXT)
        const target = place === '' ? whole : at(whole, place.split('.'))
        fc.pre(!Object.hasOwn(target, name))
        Object.defineProperty(target, name, { value, enumerable: true })
        expect(verifyPackage(canonicalBytes(whole)).holds).toBe(false)
      }),
      { numRuns: 400 },
    )
  })

  test('[V9] says what does not hold', () => {
    expect(codes(tampered((value) => (value.content.text = '改过。')))).toEqual(['content-differs content'])
    expect(codes(tampered((value) => delete value.states.body))).toEqual(['state-missing body'])
    expect(codes(tampered((value) => (value.states.body = `AAAA${value.states.body ?? ''}`)))).toEqual([
      'state-differs body',
    ])
    expect(codes(tampered((value) => (value.states.body = '?')))).toEqual(['state-malformed body'])
    expect(codes(tampered((value) => (value.states.discussion = 'AAA=')))).toEqual([
      'state-unlisted discussion',
    ])
    expect(codes(tampered((value) => (value.header.label = '终稿')))).toEqual(['header-differs header'])
    expect(codes(tampered((value) => (value.format = 'heshu-package-9')))).toEqual(['unknown-format'])
    expect(codes(tampered((value) => delete value.keys[KEYS[0]?.keyId ?? '']))).toEqual([
      'key-missing 1',
      'key-missing 3',
    ])
    const relabelled = tampered((value) => {
      const second = value.chain[1]
      if (second !== undefined) second.entry.label = '征求意见稿'
    })
    expect(codes(relabelled)).toEqual(['signature-wrong 2', 'chain-broken 3'])
  })

  test('[V9] does not hold with its keys swapped, or with another key under a known name', () => {
    const [one, two] = KEYS
    const swapped = tampered((value) => {
      const [a, b] = Object.keys(value.keys)
      if (a === undefined || b === undefined) throw new Error('two keys')
      value.keys = { [a]: value.keys[b] ?? '', [b]: value.keys[a] ?? '' }
    })
    expect(codes(swapped)).toContain(`key-id-wrong ${one?.keyId}`)
    expect(codes(swapped)).toContain(`key-id-wrong ${two?.keyId}`)
    const forged = record({ versions: 4, keys: [testKey(9)] })
    expect(verifyPackage(forged.package).holds).toBe(true)
    const trusted = verifyPackage(forged.package, { keyIds: KEYS.map((key) => key.keyId) })
    expect(trusted.findings).toMatchObject([{ code: 'key-untrusted', part: testKey(9).keyId }])
  })

  test('[V9] entries of another document are named', () => {
    const other = record({ versions: 2, documentId: 'plan-2', keys: [KEYS[0] ?? testKey()] })
    const foreign: PackageValue = JSON.parse(new TextDecoder().decode(other.package))
    const mixed = tampered((value) => value.chain.splice(1, 1, ...foreign.chain.slice(1, 2)))
    expect(codes(mixed)).toContain('entry-other-document 2')
  })

  test('[V8] any bytes at all are answered, never thrown at', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json().map(encoded)), (bytes) => {
        expect(verifyPackage(bytes).holds).toBe(false)
      }),
    )
  })
})

describe('canonical JSON', () => {
  test('[V1] one value has one sequence of bytes, and reading it gives the value back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false } as fc.JsonSharedConstraints), (value) => {
        const bytes = canonicalBytes(value)
        const reading = readCanonical(bytes)
        expect(reading).toEqual({ json: true, value: JSON.parse(JSON.stringify(value)), brokenAt: null })
        expect(canonicalBytes(shuffled(value))).toEqual(bytes)
      }),
    )
  })

  test('[V1] what JSON cannot say is refused, not written as something else', () => {
    for (const value of [undefined, Number.NaN, Infinity, '\uD800', { a: [Number.NaN] }]) {
      expect(() => canonicalBytes(value)).toThrow(RangeError)
    }
  })
})

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, shuffled(inner)]),
  )
}

function leavesOf(value: unknown, path: readonly string[] = []): string[][] {
  if (value === null || typeof value !== 'object') return [[...path]]
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]))
}

function at(value: unknown, path: readonly string[]): object {
  let target: unknown = value
  for (const key of path) target = Object.getOwnPropertyDescriptor(target, key)?.value
  if (target === null || typeof target !== 'object') throw new RangeError(`nothing at ${path.join('.')}`)
  return target
}

function put(value: unknown, path: readonly string[], leaf: unknown): void {
  const last = path.at(-1) ?? ''
  Object.defineProperty(at(value, path.slice(0, -1)), last, { value: leaf, enumerable: true, writable: true })
}
