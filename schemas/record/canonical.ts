import serialize from 'canonicalize'

/** What canonical JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

const encoder = new TextEncoder()

/**
 * The canonical JSON bytes of `value`: one sequence of UTF-8 bytes for one value, on every machine.
 * @throws RangeError on what JSON cannot say: undefined, NaN, infinities, half surrogates, circles.
 * @see RFC 8785 (JSON Canonicalization Scheme)
 */
export function canonicalBytes(value: unknown): Uint8Array {
  return encoder.encode(canonicalText(value))
}

/** {@link canonicalBytes} as text. */
export function canonicalText(value: unknown): string {
  let text: string | undefined
  try {
    text = serialize(value)
  } catch (cause) {
    throw new RangeError('value has no canonical JSON', { cause })
  }
  if (text === undefined) throw new RangeError(`${typeof value} has no canonical JSON`)
  return text
}

/** What bytes say when read as canonical JSON. `brokenAt` is the first byte that is not as it would be written. */
export type CanonicalReading =
  | { readonly json: true; readonly value: Json; readonly brokenAt: number | null }
  | { readonly json: false; readonly brokenAt: number }

/** Reads JSON and says whether the bytes are exactly its canonical form. Never throws. */
export function readCanonical(bytes: Uint8Array): CanonicalReading {
  const value = parseJson(bytes)
  if (value === undefined) return { json: false, brokenAt: firstBadByte(bytes) }
  let canonical: Uint8Array
  try {
    canonical = canonicalBytes(value)
  } catch {
    return { json: false, brokenAt: firstBadByte(bytes) }
  }
  return { json: true, value, brokenAt: firstDifference(bytes, canonical) }
}

function parseJson(bytes: Uint8Array): Json | undefined {
  try {
    // Without ignoreBOM a mark in front would be swallowed, and so not be covered by any check.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Where reading broke off: the first byte that is not UTF-8, else the length of what was given. */
function firstBadByte(bytes: Uint8Array): number {
  const again = encoder.encode(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))
  return firstDifference(bytes, again) ?? bytes.length
}

/** Index of the first byte in which two sequences differ, their lengths included; null when they are equal. */
export function firstDifference(a: Uint8Array, b: Uint8Array): number | null {
  const shorter = Math.min(a.length, b.length)
  for (let index = 0; index < shorter; index++) if (a[index] !== b[index]) return index
  return a.length === b.length ? null : shorter
}
