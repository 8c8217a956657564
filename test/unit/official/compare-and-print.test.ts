import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BlockId } from '../../../schemas/ids.ts'
import { startHeader, setHeaderValue } from '../../../schemas/official/header-edit.ts'
import { plan, type PlanContent } from '../../../schemas/plan/plan.ts'
import { bodyOf, writeBlocks, type NewBlock } from '../../../schemas/text/body.ts'

function content(blocks: readonly NewBlock[], docNumber = ''): PlanContent {
  const doc = new Y.Doc()
  doc.transact(() => {
    startHeader(doc, { title: '清淤方案', issuers: ['云溪区人民政府'], recipients: ['各镇', '各单位'] })
    writeBlocks(bodyOf(doc), blocks, () => 'unused')
  })
  setHeaderValue(doc, 'docNumber', docNumber)
  setHeaderValue(doc, 'date', '2027-03-08')
  return plan.read(new Map([['body', doc]]))
}

const FIRST = { id: v.parse(BlockId, 'a'), level: 1, text: '总体要求' } as const
const SECOND = { id: v.parse(BlockId, 'b'), level: 0, text: '完成率不低于90%。' } as const
const THIRD = { id: v.parse(BlockId, 'c'), level: 1, text: '排查。由区水利局牵头。' } as const

describe('comparing two versions', () => {
  test('[K4] a version compared with itself has no changes', () => {
    expect(plan.compare(content([FIRST, SECOND]), content([FIRST, SECOND]))).toEqual([])
  })

  test('[K4] names what came, went, changed and moved, in the order of the newer text', () => {
    const changes = plan.compare(
      content([FIRST, SECOND, THIRD]),
      content(
        [
          THIRD,
          FIRST,
          { ...SECOND, text: '完成率不低于95%。' },
          { id: v.parse(BlockId, 'd'), level: 1, text: '保障' },
        ],
        '云发〔2027〕1号',
      ),
    )
    expect(
      changes.map((change) => [change.at, change.at === 'block' ? change.block : '', change.change]),
    ).toEqual([
      ['field', '', 'added'],
      ['block', 'c', 'moved'],
      ['block', 'b', 'changed'],
      ['block', 'd', 'added'],
    ])
  })

  test('[K4] a number that changed only because a clause came in above is no change', () => {
    const changes = plan.compare(content([THIRD]), content([FIRST, THIRD]))
    expect(changes.map((change) => change.change)).toEqual(['added'])
  })
})

describe('the printed form', () => {
  test('[K7] a heading’s face covers its number and its words up to their end mark; the rest is 仿宋', () => {
    const printed = plan.typeset(content([FIRST, THIRD]))
    const faces = printed.blocks.map((block) =>
      block.form === 'paragraph' ? block.runs.map((run) => `${run.face}:${run.text}`) : [],
    )
    expect(faces).toEqual([
      ['hei:一、', 'hei:总体要求'],
      ['hei:二、', 'hei:排查。', 'fangsong:由区水利局牵头。'],
    ])
    expect(printed.recipients).toBe('各镇，各单位：')
    expect(printed.signOff).toEqual({ issuers: ['云溪区人民政府'], date: '2027年3月8日', note: null })
  })
})
