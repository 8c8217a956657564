import { describe, expect, test } from 'vitest'
import { canKeep, fieldProblem, formWords, keptWords } from '../../../client/plan/finding-form.ts'
import { movedOffset } from '../../../client/plan/live-words.ts'
import { outlineOf } from '../../../client/plan/outline.ts'
import { dutiesByUnit } from '../../../client/plan/responsibilities.ts'
import type { OfficialBlock } from '../../../schemas/official/content.ts'
import { amountWords, readAmount, readUnitNames } from '../../../schemas/plan/finding-words.ts'
import type { PlanFinding } from '../../../schemas/plan/findings.ts'

const NOTHING_ELSE = { label: null, role: null, units: [], due: null, runs: [], table: null, image: null }

function block(id: string, level: 0 | 1 | 2, number: string, text: string): OfficialBlock {
  return { ...NOTHING_ELSE, type: 'paragraph', id, level, number, text }
}

function duty(
  task: string,
  lead: string,
  support: string,
  verdict: PlanFinding['verdict'] = null,
): PlanFinding {
  const place = { block: 'b', start: 0, end: 1, quote: task, subject: task }
  const words = { task, lead, support, due: '' }
  const judged = { verdict, judgement: null, lapsed: false }
  return { kind: 'responsibility', ...place, words, confidence: 'sure', ...judged }
}

describe('the outline', () => {
  test('[P8] lists every clause once, with its number and its heading, without what runs on', () => {
    const blocks = [
      block('a', 0, '', '为了……'),
      block('b', 1, '一、', '总体要求'),
      block('c', 2, '（一）', '全面排查。由区水利局牵头。'),
    ]
    expect(outlineOf(blocks)).toEqual([
      { block: 'b', level: 1, number: '一、', title: '总体要求' },
      { block: 'c', level: 2, number: '（一）', title: '全面排查' },
    ])
  })
})

describe('duties by unit', () => {
  test('[P8] keep the order in which the text names the units, and leave rejected findings out', () => {
    const duties = dutiesByUnit([
      duty('排查', '区水利局', '各镇\n区财政局'),
      duty('清淤', '各镇', '', 'rejected'),
      duty('宣传', '', '区水利局'),
      duty('验收', '区水利局', ''),
    ])
    expect(duties.map(({ unit, leads, supports }) => [unit, leads.length, supports.length])).toEqual([
      ['区水利局', 2, 1],
      ['各镇', 0, 1],
      ['区财政局', 0, 1],
      ['', 1, 0],
    ])
  })
})

describe('the form of a finding', () => {
  test('[P9] takes days, months, numbers and ranges, and says what it does not take', () => {
    expect([
      fieldProblem('start', '2027-03-08'),
      fieldProblem('due', '2027-03'),
      fieldProblem('end', ''),
    ]).toEqual([null, null, null])
    expect([
      fieldProblem('start', '3月8日'),
      fieldProblem('due', '2027-13'),
      fieldProblem('end', '2027-02-30'),
    ]).toEqual(['day', 'day', 'day'])
    expect([
      fieldProblem('value', '95.5'),
      fieldProblem('value', '3–5'),
      fieldProblem('value', '不少于三'),
    ]).toEqual([null, null, 'value'])
    expect(canKeep({ metric: '完成率', value: '九成' })).toBe(false)
    expect(keptWords({ metric: ' 完成率 ' })).toEqual({ metric: '完成率' })
    expect(formWords('stage', { name: '动员' })).toEqual({ name: '动员', start: '', end: '' })
  })

  test('[P9] numbers are written and read alike', () => {
    for (const amount of [0, 42, 0.6667, [1, 2] as const])
      expect(readAmount(amountWords(amount))).toEqual(amount)
    expect(readAmount('')).toBeNull()
    expect(readUnitNames('区水利局、各镇\n 区财政局 ')).toEqual(['区水利局', '各镇', '区财政局'])
  })
})

describe('a field two people write in', () => {
  test('[H2] keeps the caret by its letter when a colleague writes before, behind or around it', () => {
    expect(movedOffset('清淤方案', '汛期清淤方案', 2)).toBe(4)
    expect(movedOffset('清淤方案', '清淤方案（试行）', 2)).toBe(2)
    expect(movedOffset('清淤工作方案', '清淤方案', 3)).toBe(2)
    expect(movedOffset('甲', '甲', 1)).toBe(1)
  })
})
