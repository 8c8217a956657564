import { describe, expect, test } from 'vitest'
import {
  DEFAULT_OUTLINE,
  numberBlocks,
  numberDocument,
  numberIn,
  readOutline,
  runInEnd,
  type Outline,
} from '../../../schemas/text/numbering.ts'
import { numeral } from '../../../schemas/text/numerals.ts'
import { officialSchema } from '../../../schemas/text/official-schema.ts'

const at = (level: number, label: string | null = null) => ({ level, label })

describe('[T12] numbers are computed from the sequence of levels', () => {
  test('each level counts under the clause above it', () => {
    const blocks = [at(0), at(1), at(2), at(2), at(3), at(4), at(0), at(1), at(2)]
    expect(numberBlocks(blocks, DEFAULT_OUTLINE)).toEqual([
      '',
      '一、',
      '（一）',
      '（二）',
      '1.',
      '（1）',
      '',
      '二、',
      '（一）',
    ])
  })

  test('a plan may go from 一、 to 1. directly', () => {
    expect(numberBlocks([at(1), at(3), at(3), at(1), at(3)], DEFAULT_OUTLINE)).toEqual([
      '一、',
      '1.',
      '2.',
      '二、',
      '1.',
    ])
  })

  test('a literal label wins and takes no number', () => {
    const blocks = [at(1), at(2, '第一阶段：'), at(2), at(0, '附：')]
    expect(numberBlocks(blocks, DEFAULT_OUTLINE)).toEqual(['一、', '第一阶段：', '（一）', '附：'])
  })

  test('articles run on through the chapters', () => {
    const outline: Outline = ['第一章', '第一条', '（一）', '1.']
    expect(numberBlocks([at(1), at(2), at(2), at(1), at(2), at(3)], outline)).toEqual([
      '第一章',
      '第一条',
      '第二条',
      '第二章',
      '第三条',
      '（一）',
    ])
  })

  test.each([
    [1, '一'],
    [10, '十'],
    [11, '十一'],
    [20, '二十'],
    [21, '二十一'],
    [99, '九十九'],
    [100, '一百'],
    [101, '一百零一'],
    [110, '一百一十'],
    [1_015, '一千零一十五'],
    [0, '0'],
  ])('%i is %s', (count, expected) => expect(numeral(count)).toBe(expected))

  test('forms', () => {
    expect(numberIn('①', 3)).toBe('③')
    expect(numberIn('①', 21)).toBe('（21）')
    expect(numberIn('1、', 12)).toBe('12、')
    expect(numberIn('一是', 2)).toBe('二是')
  })

  test('anything but four known forms reads as the usual outline', () => {
    expect(readOutline(['第一章', '第一条', '1、', '①'])).toEqual(['第一章', '第一条', '1、', '①'])
    for (const odd of [
      undefined,
      'x',
      [],
      ['一、'],
      ['一、', '（一）', '1.', 7],
      ['一、', '（一）', '1.', '（1）', '①'],
    ]) {
      expect(readOutline(odd)).toBe(DEFAULT_OUTLINE)
    }
  })

  test('[T16] a key press leaves the labels as they are, a change of level does not', () => {
    const { nodes, text } = { nodes: officialSchema.nodes, text: (s: string) => officialSchema.text(s) }
    const block = (level: number, content: string) =>
      nodes.paragraph.create({ id: content, level }, text(content))
    const doc = nodes.doc.create(null, [block(1, '甲'), block(2, '乙')])
    const first = numberDocument(doc, DEFAULT_OUTLINE)
    const typed = doc.copy(doc.content.replaceChild(1, block(2, '乙丙')))
    expect(numberDocument(typed, DEFAULT_OUTLINE, first).labels).toBe(first.labels)
    const moved = doc.copy(doc.content.replaceChild(1, block(1, '乙')))
    expect(numberDocument(moved, DEFAULT_OUTLINE, first).labels).toEqual(['一、', '二、'])
  })

  test('a run-in heading ends at the first 。 or ：', () => {
    expect(runInEnd('加强领导。各部门要高度重视')).toBe(5)
    expect(runInEnd('牵头单位：区水利局。')).toBe(5)
    expect(runInEnd('总体要求')).toBe(4)
  })
})
