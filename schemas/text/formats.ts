import { Mark } from 'prosemirror-model'
import { freeze, thaw } from './opaque.ts'
import { KNOWN_MARKS, officialSchema } from './official-schema.ts'
import type { Formats } from './walk.ts'

const KNOWN = new Map(KNOWN_MARKS.map((name) => [name, officialSchema.mark(name)]))
const read = new WeakMap<Formats, readonly Mark[]>()

/** The marks that text attributes stand for. What is unknown, or known with an odd value, becomes an `opaque_mark`. */
export function marksOf(formats: Formats): readonly Mark[] {
  if (formats.size === 0) return Mark.none
  const known = read.get(formats)
  if (known !== undefined) return known
  const keys = [...formats.keys()].sort()
  const marks = Mark.setFrom(keys.map((key) => markFor(key, formats.get(key))))
  read.set(formats, marks)
  return marks
}

function markFor(key: string, value: unknown): Mark {
  const known = value === true ? KNOWN.get(key) : undefined
  return known ?? officialSchema.mark('opaque_mark', { k: key, v: freeze(value) })
}

/** The text attributes that marks stand for: the inverse of `marksOf`. */
export function formatsOf(marks: readonly Mark[]): Map<string, unknown> {
  const formats = new Map<string, unknown>()
  for (const { type, attrs } of marks) {
    if (type.name === 'opaque_mark') formats.set(String(attrs.k), thaw(attrs.v))
    else formats.set(type.name, true)
  }
  return formats
}
