import { describe, expect, test } from 'vitest'
import { segmentsOf } from '../../../client/exchange/source-segments.ts'

describe('the source beside what was understood', () => {
  test('[X3] is cut so that each piece is drawn once and all of it joins to the text', () => {
    const segments = segmentsOf(
      '社区办公用房不少于180平方米。',
      [
        { start: 0, end: 15 },
        { start: 4, end: 9 },
      ],
      {
        start: 9,
        end: 15,
      },
    )
    expect(segments.map(({ text }) => text).join('')).toBe('社区办公用房不少于180平方米。')
    expect(segments.map(({ text, found, shown }) => [text, found, shown])).toEqual([
      ['社区办公', true, false],
      ['用房不少于', true, false],
      ['180平方米', true, true],
      ['。', false, false],
    ])
  })

  test('[X3] spans outside the text are cut to it', () => {
    const segments = segmentsOf(
      '甲乙',
      [
        { start: -3, end: 1 },
        { start: 1, end: 99 },
      ],
      { start: 5, end: 9 },
    )
    expect(segments.map(({ text }) => text)).toEqual(['甲', '乙'])
  })
})
