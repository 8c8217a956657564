import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { MemberId } from '../../../schemas/ids.ts'
import { deriveFindings, mergeFindings } from '../../../schemas/plan/findings.ts'
import { allFindings } from '../../../schemas/plan/finding-words.ts'
import {
  noCorrections,
  planFromReading,
  type ReadingCorrections,
} from '../../../schemas/plan/from-reading.ts'
import { judge, readJudgements, withdrawJudgement } from '../../../schemas/plan/judgement.ts'
import { plan, type PlanContent } from '../../../schemas/plan/plan.ts'
import { bodyOf } from '../../../schemas/text/body.ts'
import { readPlan } from '../../../schemas/text/reading/read-plan.ts'
import { DREDGING_PLAN } from '../../support/plan-text.ts'

const by = v.parse(MemberId, 'anna')
const reading = readPlan(DREDGING_PLAN)

function countedIds(): () => string {
  let next = 0
  return () => `id-${next++}`
}

function imported(change: Partial<ReadingCorrections> = {}): { doc: Y.Doc; content: PlanContent } {
  const doc = new Y.Doc()
  planFromReading(doc, reading, { ...noCorrections(reading), ...change }, { newId: countedIds(), by, at: 1 })
  return { doc, content: plan.read(new Map([['body', doc]])) }
}

function lines(content: PlanContent): string[] {
  return content.blocks.map((block) => block.number + block.text)
}

describe('a reading becomes a plan', () => {
  test('[P1] head and clauses in one transaction, into an empty room only', () => {
    const doc = new Y.Doc()
    let transactions = 0
    doc.on('afterTransaction', () => transactions++)
    const creator = { newId: countedIds(), by, at: 1 }
    expect(planFromReading(doc, reading, noCorrections(reading), creator)).toBe(true)
    expect(transactions).toBe(1)
    expect(planFromReading(doc, reading, noCorrections(reading), creator)).toBe(false)
    expect(plan.read(new Map([['body', doc]])).header).toMatchObject({
      title: '云溪区汛期河道清淤工作方案',
      docNumber: '云政办发〔2027〕12号',
      date: '2027-03-08',
      recipients: ['各镇人民政府', '街道办事处', '区直各单位'],
    })
  })

  test('[P2] every clause once and in order, numbered by the program, other labels kept', () => {
    const { content } = imported()
    expect(lines(content)).toEqual([
      '为确保河道行洪安全，结合我区实际，制定本方案。',
      '一、总体要求',
      '到2027年10月底，完成清淤河道42公里以上，淤积点整改率达到95%。',
      '二、重点任务',
      '（一）全面排查',
      '由区水利局牵头，各镇（街道）配合，对全区河道开展一次全面排查。',
      '（二）集中清淤',
      '1.城区河道。由区住房城乡建设局负责，5月底前完成。',
      '2.镇村河道。各镇（街道）组织实施，每处清淤结果公示不少于5个工作日。',
      '三、实施步骤',
      '第一阶段：动员部署（2027年3月10日至3月31日）。召开动员会议。',
      '第二阶段：集中整治（2027年4月1日至9月30日）。全面开展清淤。',
      '四、保障措施',
      '对工作不力的单位予以通报批评。',
    ])
    const literals = content.blocks.flatMap(({ label }) => (label === null ? [] : [label]))
    expect(literals.every((label) => label.startsWith('第'))).toBe(true)
  })

  test('[P2] numbers that do not run are kept as they were written', () => {
    const gap = readPlan(
      '关于巡河的工作方案\n一、目标\n每周巡河。\n三、步骤\n立即开始。\n四、保障\n落实经费。\n',
    )
    const doc = new Y.Doc()
    planFromReading(doc, gap, noCorrections(gap), { newId: countedIds(), by, at: 1 })
    const content = plan.read(new Map([['body', doc]]))
    expect(lines(content)).toEqual([
      '一、目标',
      '每周巡河。',
      '三、步骤',
      '立即开始。',
      '四、保障',
      '落实经费。',
    ])
  })

  test('[P3] what the person corrected counts', () => {
    const heading = reading.blocks.find((block) => block.label === '（一）')?.index ?? -1
    const plain = reading.blocks.findIndex((block) => block.text.startsWith('对工作不力'))
    const preface = reading.blocks.findIndex((block) => block.text.startsWith('为确保'))
    const notice = reading.blocks.findIndex((block) => block.role === 'notice')
    const { content } = imported({
      header: { ...noCorrections(reading).header, title: '清淤方案', date: null },
      levels: new Map([
        [heading, 0],
        [plain, 2],
      ]),
      excluded: new Set([preface]),
      included: new Set(notice < 0 ? [] : [notice]),
    })
    expect(content.header).toMatchObject({ title: '清淤方案', date: null })
    expect(lines(content)).toContain('（一）全面排查')
    expect(content.blocks.find((block) => block.text === '（一）全面排查')?.level).toBe(0)
    expect(lines(content).at(-1)).toBe('（一）对工作不力的单位予以通报批评。')
    expect(lines(content).some((line) => line.startsWith('为确保'))).toBe(false)
  })

  test('[P4] every judgement stands at the block its words are in', () => {
    const found = allFindings(reading)
    const { content } = imported({
      decisions: new Map([
        [0, { verdict: 'rejected' }],
        [1, { verdict: 'corrected', words: { metric: '整改率', comparator: '>=', value: '96', unit: '%' } }],
      ]),
      added: [
        { finding: 'rule', block: 9, quote: '重点任务', words: { rule: 'inspection', value: '', unit: '' } },
      ],
    })
    expect(found.length).toBeGreaterThan(4)
    for (const judgement of content.confirmed) {
      const block = content.blocks.find(({ id }) => id === judgement.block)
      if (judgement.verdict !== 'added') expect(block?.text).toContain(judgement.quote)
    }
    const verdicts = content.confirmed.map(({ verdict }) => verdict)
    expect(verdicts).toContain('rejected')
    expect(verdicts).toContain('corrected')
    expect(content.confirmed.find(({ verdict }) => verdict === 'corrected')?.words).toContainEqual([
      'value',
      '96',
    ])
    const sure = found.filter(({ found }) => found.confidence === 'sure').length
    expect(verdicts.filter((verdict) => verdict === 'confirmed').length).toBeLessThanOrEqual(sure)
  })

  test('[P2] a text without headings is plain paragraphs; an empty one makes an empty body', () => {
    const prose = readPlan(
      '关于巡河的几点想法\n今天上午我们从上游走到下游，水位不高，河边很安静，没有见到新的淤积。\n下午又沿支流走了一遍，也没有见到垃圾，只有两处护栏松动。\n',
    )
    const doc = new Y.Doc()
    planFromReading(doc, prose, noCorrections(prose), { newId: countedIds(), by, at: 1 })
    const content = plan.read(new Map([['body', doc]]))
    expect(content.blocks.map(({ level }) => level)).toEqual([0, 0])
  })
})

describe('findings of a living plan', () => {
  test('[P5] stand verbatim in the block they are linked to', () => {
    const { content } = imported()
    const derived = deriveFindings(content)
    expect(derived.length).toBeGreaterThan(4)
    for (const finding of derived) {
      const block = content.blocks.find(({ id }) => id === finding.block)
      expect(block?.text.slice(finding.start, finding.end)).toBe(finding.quote)
      expect(finding.quote).not.toBe('')
    }
  })

  test('[P5] are those that were read when it was imported', () => {
    const { content } = imported()
    const derived = deriveFindings(content)
    const quotes = (kind: string) => derived.filter((each) => each.kind === kind).map((each) => each.quote)
    expect(quotes('indicator')).toEqual(reading.indicators.map((each) => each.text))
    expect(quotes('responsibility').length).toBe(reading.responsibilities.length)
  })

  test('[P6] keep what people said while their words stand, and show it as lapsed when they are gone', () => {
    const { doc, content } = imported()
    const before = mergeFindings(deriveFindings(content), readJudgements(doc), content.blocks)
    const indicator = before.find((finding) => finding.kind === 'indicator')
    expect(indicator?.verdict).toBe('confirmed')
    const text = bodyOf(doc)
    const at = placeOf(text, '42公里')
    text.delete(at, 2)
    text.insert(at, '50')
    const changed = plan.read(new Map([['body', doc]]))
    const after = mergeFindings(deriveFindings(changed), readJudgements(doc), changed.blocks)
    const about = after.filter(
      (finding) => finding.kind === 'indicator' && finding.block === indicator?.block,
    )
    expect(about.some((finding) => finding.lapsed && finding.quote.includes('42'))).toBe(true)
    expect(about.some((finding) => finding.verdict === null && finding.words.value === '50')).toBe(true)
  })

  test('[P6] of two judgements on one finding the last made counts; taken back, the finding is as read', () => {
    const { doc, content } = imported()
    const [finding] = deriveFindings(content)
    if (finding === undefined) throw new Error('a finding')
    const { kind, block, quote, subject, words } = finding
    const judgement = { finding: kind, block: block as never, quote, subject, words }
    judge(doc, { ...judgement, verdict: 'rejected' }, { id: 'later', by, at: 9 })
    judge(doc, { ...judgement, verdict: 'confirmed' }, { id: 'earlier', by, at: 5 })
    const merged = () => mergeFindings(deriveFindings(content), readJudgements(doc), content.blocks)[0]
    expect(merged()?.verdict).toBe('rejected')
    withdrawJudgement(doc, 'later', 10)
    expect(merged()?.verdict).toBe('confirmed')
  })
})

/** Where words begin in a body, markers counted as its length counts them. */
function placeOf(text: Y.Text, words: string): number {
  const delta: { insert: unknown }[] = text.toDelta()
  return delta
    .map(({ insert }) => (typeof insert === 'string' ? insert : '\u0000'))
    .join('')
    .indexOf(words)
}
