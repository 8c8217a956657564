import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { PERSON_HUES } from '../../../client/ui/person.ts'

const css = readFileSync(join(import.meta.dirname, '../../../client/ui/tokens.css'), 'utf8')

/** The hex colours a block of tokens.css sets. */
function tokens(block: RegExp): Map<string, string> {
  const body = block.exec(css)?.[1] ?? ''
  return new Map(
    [...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  )
}
const light = tokens(/^:root \{([^}]*)\}/m)
const dark = new Map([...light, ...tokens(/^:root\[data-theme='dark'\] \{([^}]*)\}/m)])

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

const TEXT = 4.5
const EDGE = 3
const PAIRS: readonly (readonly [ink: string, ground: string, least: number])[] = [
  ...['ink', 'ink-2', 'ink-3', 'accent', 'ok', 'warn', 'bad'].flatMap((ink) =>
    ['desk', 'surface'].map((ground) => [ink, ground, TEXT] as const),
  ),
  ...['ink', 'ink-2', 'ink-3'].map((ink) => [ink, 'hover', TEXT] as const),
  ...['ink', 'ink-2'].map((ink) => [ink, 'selected', TEXT] as const),
  ['on-accent', 'accent', TEXT],
  ['on-accent', 'accent-hover', TEXT],
  ['accent-text', 'accent-soft', TEXT],
  ['accent-text', 'surface', TEXT],
  ['accent-text', 'hover', TEXT],
  ['ok', 'ok-soft', TEXT],
  ['warn', 'warn-soft', TEXT],
  ['ink', 'warn-soft', TEXT],
  ['bad', 'bad-soft', TEXT],
  ...Array.from({ length: PERSON_HUES }, (_, at) => ['on-person', `person-${at}`, TEXT] as const),
  ...Array.from({ length: PERSON_HUES }, (_, at) => [`person-${at}`, 'surface', EDGE] as const),
  ...['desk', 'surface', 'hover'].flatMap((ground) => [['focus', ground, EDGE] as const]),
  ...['desk', 'surface'].map((ground) => ['edge', ground, EDGE] as const),
]

describe.each([
  ['light', light],
  ['dark', dark],
])('%s', (_, theme) => {
  test.each(PAIRS)('[U2] %s on %s is at least %d:1', (ink, ground, least) => {
    const [one, other] = [theme.get(ink), theme.get(ground)]
    expect(one, ink).toBeDefined()
    expect(other, ground).toBeDefined()
    expect(contrast(one ?? '', other ?? '')).toBeGreaterThanOrEqual(least)
  })
})
