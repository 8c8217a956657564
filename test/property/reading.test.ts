import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toParseOutput } from '../../schemas/text/reading/parse-output.ts'
import type { SectionOutput } from '../../schemas/text/reading/parse-output.ts'
import { readPlan } from '../../schemas/text/reading/read-plan.ts'
import type { PlanReading } from '../../schemas/text/reading/reading.ts'
import { corpusSamples, heldOutSamples, ownSamples } from '../support/plan-samples.ts'

const texts = [...corpusSamples(), ...ownSamples(), ...heldOutSamples()].map(({ text }) => text)
const sample = fc.constantFrom(...texts)

/** Pieces of official language in any order: more likely than noise to reach the deeper rules. */
const pieces = fc
  .array(
    fc.constantFrom(
      '一、',
      '（一）',
      '1.',
      '1、',
      '（1）',
      '①',
      '第一阶段：',
      '一是',
      '第三条',
      '\n',
      '\t',
      '　',
      '。',
      '，',
      '；',
      '：',
      '、',
      '（',
      '）',
      '《',
      '》',
      '“',
      '”',
      '2012年',
      '3月',
      '上旬',
      '至',
      '—',
      '底前',
      '不少于',
      '30%',
      '２／３',
      '百分之',
      '三十',
      '五万元',
      '每个社区',
      '建设',
      '由',
      '区民政局',
      '各街道',
      '牵头',
      '配合',
      '负责',
      '牵头单位：',
      '公示',
      '7天',
      '表彰',
      '问责',
      '征求意见',
      '召开会议',
      '归档',
      '验收',
      '附件：',
      '关于印发',
      '的通知',
      '工作方案',
      '***',
      '\ufffd',
      '號',
      '達到',
    ),
    { maxLength: 80 },
  )
  .map((parts) => parts.join(''))

const cut = fc.tuple(sample, fc.nat(), fc.nat()).map(([text, a, b]) => {
  const [from, to] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y)
  return text.slice(from, to)
})
const mutated = fc
  .tuple(
    sample,
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 4 }), fc.string({ unit: 'binary', maxLength: 3 })), {
      maxLength: 30,
    }),
  )
  .map(([text, edits]) =>
    edits.reduce((now, [at, remove, add]) => {
      const from = at % (now.length + 1)
      return now.slice(0, from) + add + now.slice(from + remove)
    }, text),
  )
const shuffled = sample.chain((text) =>
  fc.shuffledSubarray(text.split('\n')).map((lines) => lines.join('\n')),
)
const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), pieces, cut, mutated, shuffled)

function expectSpans(reading: PlanReading): void {
  for (const block of reading.blocks) {
    const source = reading.source.slice(block.start, block.end)
    if (!source.includes('\n')) expect(block.text).toBe(source)
    if (block.label !== undefined) expect(block.text.startsWith(block.label)).toBe(true)
    if (block.title !== undefined) expect(block.text).toContain(block.title)
  }
  for (const finding of [
    ...reading.indicators,
    ...reading.stages,
    ...reading.responsibilities,
    ...reading.rules,
  ]) {
    const { block, start, end } = finding.place
    expect(reading.blocks[block]?.text.slice(start, end)).toBe(finding.text)
    expect(finding.section).toBe(reading.blocks[block]?.section)
  }
}

function expectOrdered(reading: PlanReading): void {
  reading.blocks.forEach((block, index) => {
    expect(block.index).toBe(index)
    expect(block.end).toBeGreaterThan(block.start)
    expect(block.start).toBeGreaterThanOrEqual(reading.blocks[index - 1]?.end ?? 0)
    expect(block.level > 0).toBe(block.label !== undefined)
  })
}

function expectTree(nodes: readonly SectionOutput[], above: number): number {
  return nodes.reduce((count, node) => {
    expect(node.level).toBeGreaterThan(above)
    expect(node.level).toBeLessThanOrEqual(4)
    return count + 1 + expectTree(node.children, node.level)
  }, 0)
}

function expectKnownBlocks(reading: PlanReading): void {
  const known = (block: number | null) => block === null || reading.blocks[block] !== undefined
  expect(reading.doubts.every(({ block }) => known(block))).toBe(true)
  expect(reading.conflicts.every(({ places }) => places.every(({ block }) => known(block)))).toBe(true)
}

const DATE = /^\d{4}-\d{2}(?:-\d{2})?$/

describe('reading any text', () => {
  test('[R1 R3 R4] never throws, and every span is verbatim at its offsets', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const reading = readPlan(text)
        expectSpans(reading)
        expectOrdered(reading)
        expectKnownBlocks(reading)
      }),
      { numRuns: 400 },
    )
  })

  test('[R9] the sections are a tree that holds every heading once', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const reading = readPlan(text)
        const headings = reading.blocks.filter(({ label }) => label !== undefined)
        expect(expectTree(toParseOutput(reading).sections, 0)).toBe(headings.length)
      }),
      { numRuns: 200 },
    )
  })

  test('[R2] the same text gives the same reading', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(readPlan(text)).toEqual(readPlan(text))
      }),
      { numRuns: 60 },
    )
  })

  test('[R18] dates are days or months of the calendar, and JSON carries all of it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const output = toParseOutput(readPlan(text))
        const dates = [
          output.meta.date,
          ...output.stages.flatMap(({ start, end }) => [start, end]),
          ...output.responsibilities.map(({ due }) => due),
        ]
        expect(dates.every((date) => date === null || DATE.test(date))).toBe(true)
        expect(JSON.parse(JSON.stringify(output))).toEqual(output)
      }),
      { numRuns: 200 },
    )
  })
})
