import { describe, expect, test } from 'vitest'
import type { PastedBlock, PastedList } from '../../../client/editor/paste/pasted.ts'
import { readText } from '../../../client/editor/paste/read-text.ts'
import { DEFAULT_OUTLINE } from '../../../schemas/text/numbering.ts'
import { recognise, typedLabel } from '../../../client/editor/paste/recognise.ts'

function line(text: string, list?: PastedList): PastedBlock {
  return { kind: 'paragraph', runs: [{ text, marks: [] }], ...(list === undefined ? {} : { list }) }
}

/** A recognised paragraph as `level|text`. */
function shown(blocks: readonly PastedBlock[]): string[] {
  return recognise(blocks, DEFAULT_OUTLINE).map((block) =>
    block.kind === 'paragraph'
      ? `${block.level}|${block.runs.map((run) => run.text).join('')}`
      : block.kind === 'table'
        ? `table ${block.rows.length}×${block.rows[0]?.length}`
        : block.kind,
  )
}

describe('numbers typed by hand', () => {
  test.each([
    ['一、总体要求', 1, 2],
    ['十二、附则', 1, 3],
    ['（一）工作目标', 2, 3],
    ['(三)保障措施', 2, 3],
    ['1.登记造册', 3, 2],
    ['１．登记造册', 3, 2],
    ['2、逐户走访', 3, 2],
    ['（1）台账', 4, 3],
    ['1）台账', 4, 2],
  ])('[E5] %s is a clause of level %i', (text, level, length) => {
    expect(typedLabel(text, DEFAULT_OUTLINE)).toEqual({ level, length })
  })

  test.each([
    '1.5倍以上的部分',
    '2027.10月底前',
    '一是提高认识',
    '第一条 本办法',
    '第一阶段：准备',
    '12:00开会',
    '三农工作',
  ])('[E5] %s stays running text', (text) => {
    expect(typedLabel(text, DEFAULT_OUTLINE)).toBeNull()
  })
})

describe('the outline of the document', () => {
  test('[E5] decides what level a number stands for', () => {
    const outline = ['第一条', '一、', '（一）', '①'] as const
    expect(typedLabel('第一条 本办法', outline)).toEqual({ level: 1, length: 4 })
    expect(typedLabel('一、目标', outline)).toEqual({ level: 2, length: 2 })
    expect(typedLabel('①台账', outline)).toEqual({ level: 4, length: 1 })
    expect(typedLabel('1.登记', outline)).toEqual({ level: 3, length: 2 })
  })
})

describe('pasted plain text', () => {
  test('[E5] every line is a paragraph, numbers become levels, indents and empty lines go', () => {
    const text =
      '　　为做好工作，制定本方案。\r\n\r\n一、目标\r\n（一）数量。完成20台。\n1.城区\n（1）老城\n1.5倍以上不补。'
    expect(shown(readText(text))).toEqual([
      '0|为做好工作，制定本方案。',
      '1|目标',
      '2|数量。完成20台。',
      '3|城区',
      '4|老城',
      '0|1.5倍以上不补。',
    ])
  })

  test('[E5] rows of tabs are a table, one such line is a line', () => {
    expect(shown(readText('任务\t单位\n摸底\t住建局\n完'))).toEqual(['table 2×2', '0|完'])
    expect(shown(readText('任务\t单位'))).toEqual(['0|任务 单位'])
  })
})

describe('lists of other programs', () => {
  test('[E5] a number Word drew gives the level of its form', () => {
    const word = (label: string, depth: number): PastedList => ({ depth, label, ordered: true })
    expect(
      shown([
        line('目标', word('一、', 1)),
        line('范围', word('（一）', 2)),
        line('城区', word('1.', 3)),
        line('总则', word('第一条', 1)),
      ]),
    ).toEqual(['1|目标', '2|范围', '3|城区', '0|第一条总则'])
  })

  test('[E5] an ordered list of a web page stands below its clause; bullets are running text', () => {
    const ordered: PastedList = { depth: 1, label: null, ordered: true }
    const bullet: PastedList = { depth: 2, label: null, ordered: false }
    expect(shown([line('一、要求'), line('统一思想', ordered), line('按月通报', bullet)])).toEqual([
      '1|要求',
      '3|统一思想',
      '0|按月通报',
    ])
  })

  test('[E5] headings without numbers: one title above sections, or sections from the top', () => {
    const heading = (text: string, rank: number): PastedBlock => ({
      kind: 'paragraph',
      runs: [{ text, marks: [] }],
      heading: rank,
    })
    expect(shown([heading('方案', 1), heading('目标', 2), heading('范围', 3), heading('要求', 2)])).toEqual([
      '0|方案',
      '1|目标',
      '2|范围',
      '1|要求',
    ])
    expect(shown([heading('目标', 1), heading('范围', 2), heading('要求', 1)])).toEqual([
      '1|目标',
      '2|范围',
      '1|要求',
    ])
  })

  test('[E5] a level or label forged on the clipboard falls back to plain text', () => {
    const forged = (level: number, label: string | null): PastedBlock => ({
      kind: 'paragraph',
      runs: [{ text: '文', marks: [] }],
      own: { level, label, id: null, role: null, units: null, due: null },
    })
    const [high, long] = recognise([forged(99, null), forged(1, 'x'.repeat(500))], DEFAULT_OUTLINE)
    expect(high).toMatchObject({ level: 0 })
    expect(long).toMatchObject({ level: 1, label: null })
  })

  test('[E5] a heading bold throughout is a heading, not bold text', () => {
    const [heading] = recognise(
      [
        {
          kind: 'paragraph',
          runs: [
            { text: '一、', marks: ['strong'] },
            { text: '目标', marks: ['strong', 'underline'] },
          ],
        },
      ],
      DEFAULT_OUTLINE,
    )
    expect(heading).toMatchObject({ level: 1, runs: [{ text: '目标', marks: ['underline'] }] })
  })
})
