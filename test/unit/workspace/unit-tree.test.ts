import { describe, expect, test } from 'vitest'
import { linesFromUnits, parseUnitTree, unitsFromLines } from '../../../schemas/workspace/unit-tree.ts'

function countedIds(): () => string {
  let next = 0
  return () => `unit-${++next}`
}

describe('a pasted unit tree', () => {
  test('[W6] spaces, tabs and full-width spaces all indent', () => {
    for (const indent of ['  ', '    ', '\t', '\u3000', '\u3000\u3000']) {
      const text = `云溪区\n${indent}城东街道\n${indent}${indent}桥北社区\n${indent}区水利局\n`
      expect(parseUnitTree(text)).toEqual({
        lines: [
          { name: '云溪区', depth: 0 },
          { name: '城东街道', depth: 1 },
          { name: '桥北社区', depth: 2 },
          { name: '区水利局', depth: 1 },
        ],
        problems: [],
      })
    }
  })

  test('[W7] empty lines, duplicates and jumps are put right and named by line', () => {
    const { lines, problems } = parseUnitTree(
      '云溪区\n\n  城东街道\n    桥北社区\n  城西街道\n      柳林社区\n  城东街道\n    桥南社区\n',
    )
    expect(lines.map(({ name, depth }) => `${depth}${name}`)).toEqual([
      '0云溪区',
      '1城东街道',
      '2桥北社区',
      '2桥南社区',
      '1城西街道',
      '2柳林社区',
    ])
    expect(problems).toEqual([
      { line: 2, code: 'empty-line', name: '' },
      { line: 6, code: 'jump', name: '柳林社区' },
      { line: 7, code: 'duplicate', name: '城东街道' },
    ])
  })

  test('[W7] a line between two levels goes with its neighbours and is reported', () => {
    const { lines, problems } = parseUnitTree('甲\n    乙\n  丙\n丁')
    expect(lines.map(({ depth }) => depth)).toEqual([0, 1, 1, 0])
    expect(problems).toEqual([{ line: 3, code: 'between-levels', name: '丙' }])
  })

  test('[W6] the same name under two parents is two units', () => {
    const { lines, problems } = parseUnitTree('甲街道\n  综合办\n乙街道\n  综合办')
    expect(lines).toHaveLength(4)
    expect(problems).toEqual([])
  })

  test('[W6] signs in front of names, Windows line ends and nothing at all are read', () => {
    expect(parseUnitTree('- 甲\r\n  • 乙').lines).toEqual([
      { name: '甲', depth: 0 },
      { name: '乙', depth: 1 },
    ])
    expect(parseUnitTree(' \n\n')).toEqual({ lines: [], problems: [] })
  })

  test('[W8] lines become units and units become lines', () => {
    const { lines } = parseUnitTree('云溪区\n  城东街道\n    桥北社区\n  区水利局\n另一区')
    const units = unitsFromLines(lines, countedIds())
    expect(units.map(({ id, parent, order }) => [id, parent, order])).toEqual([
      ['unit-1', null, 0],
      ['unit-2', 'unit-1', 0],
      ['unit-3', 'unit-2', 0],
      ['unit-4', 'unit-1', 1],
      ['unit-5', null, 1],
    ])
    expect(linesFromUnits(units)).toEqual(lines)
  })

  test('[W8] depths that make no sense are taken to the nearest that does', () => {
    const lines = [
      { name: '甲', depth: 5 },
      { name: '乙', depth: Number.NaN },
      { name: '丙', depth: -2 },
      { name: '丁', depth: 9 },
    ]
    expect(linesFromUnits(unitsFromLines(lines, countedIds())).map(({ depth }) => depth)).toEqual([
      0, 0, 0, 1,
    ])
  })

  test('[W8] units in a circle or below a missing parent are still listed once', () => {
    const units = unitsFromLines(
      [
        { name: '甲', depth: 0 },
        { name: '乙', depth: 1 },
        { name: '丙', depth: 0 },
      ],
      countedIds(),
    )
    const [first, second, third] = units
    if (first === undefined || second === undefined || third === undefined) throw new Error('three units')
    const circled = [{ ...first, parent: second.id }, second, { ...third, parent: third.id }]
    expect(
      linesFromUnits(circled)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['丙', '乙', '甲'])
  })
})
