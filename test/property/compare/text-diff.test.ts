import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textDiff } from '../../../schemas/compare/text-diff.ts'

const words = fc.oneof(
  fc.string({ unit: fc.constantFrom('一', '二', '三', '。', '😀') }),
  fc.string({ unit: 'grapheme' }),
)

test('[K6] what stayed and went joins to the text before; what stayed and came to the text after', () => {
  fc.assert(
    fc.property(words, words, (before, after) => {
      const stretches = textDiff(before, after)
      const joined = (leftOut: string) =>
        stretches
          .filter(({ is }) => is !== leftOut)
          .map(({ text }) => text)
          .join('')
      expect(joined('added')).toBe(before)
      expect(joined('removed')).toBe(after)
      expect(stretches.every(({ text }) => text !== '')).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('[K6] a changed word is shown as that word, and texts with nothing in common as one out, one in', () => {
  expect(textDiff('完成率不低于90%。', '完成率不低于95%。')).toEqual([
    { is: 'same', text: '完成率不低于9' },
    { is: 'removed', text: '0' },
    { is: 'added', text: '5' },
    { is: 'same', text: '%。' },
  ])
  const [before, after] = ['甲'.repeat(5_000), '乙'.repeat(5_000)]
  expect(textDiff(before, after)).toEqual([
    { is: 'removed', text: before },
    { is: 'added', text: after },
  ])
})
