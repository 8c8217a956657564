import * as v from 'valibot'
import { compareStrings } from '../order.ts'
import type { Change } from '../compare/change.ts'
import { textDiff } from '../compare/text-diff.ts'
import type { DocumentKind } from '../kind.ts'
import { compareOfficial } from '../official/compare.ts'
import { OfficialBlock, officialText, readOfficial } from '../official/content.ts'
import { OfficialHeader } from '../official/header.ts'
import { bodyRoom, startOfficial, templateHeader } from '../official/start.ts'
import { typesetOfficial } from '../official/typeset.ts'
import { copyOf } from '../shape.ts'
import type { NewBlock } from '../text/body.ts'
import { Judgement, readJudgements } from './judgement.ts'

/** Raised by one with every change of the shape (design.md §4, schema evolution). */
export const PLAN_SCHEMA = 1

/** A work plan as a version keeps it. */
export const PlanContent = v.strictObject({
  kind: v.literal('plan'),
  schemaNumber: v.literal(PLAN_SCHEMA),
  header: OfficialHeader,
  blocks: v.array(OfficialBlock),
  /** What people said about its findings; the findings themselves follow from the text. */
  confirmed: v.array(Judgement),
})
export type PlanContent = v.InferOutput<typeof PlanContent>

/** The headings every work plan has (domain.md §10), each with a paragraph to begin in. */
const SKELETON: readonly NewBlock[] = [
  { level: 0, text: '' },
  ...['总体要求', '组织机构', '重点任务', '实施步骤', '保障措施'].flatMap((heading): NewBlock[] => [
    { level: 1, text: heading },
    { level: 0, text: '' },
  ]),
]

/** 工作方案 */
export const plan: DocumentKind<PlanContent> = {
  name: 'plan',
  schemaNumber: PLAN_SCHEMA,
  readerVersion: 1,

  create(rooms, template) {
    startOfficial(bodyRoom(rooms), {
      schemaNumber: PLAN_SCHEMA,
      header: templateHeader(template),
      blocks: SKELETON,
      newId: template.newId,
    })
  },

  read(rooms) {
    const doc = copyOf(bodyRoom(rooms))
    const content: PlanContent = {
      kind: 'plan',
      schemaNumber: PLAN_SCHEMA,
      ...readOfficial(doc),
      confirmed: readJudgements(doc).sort((a, b) => compareStrings(a.id, b.id)),
    }
    doc.destroy()
    return content
  },

  parse(value) {
    const parsed = v.safeParse(PlanContent, value)
    return parsed.success ? parsed.output : null
  },

  compare: (before, after) => [...compareOfficial(before, after), ...compareJudgements(before, after)],
  typeset: (content) => ({ form: 'document', ...typesetOfficial(content) }),
  text: officialText,
}

/** Findings people judged otherwise than before, as changes of the field `confirmed`. */
function compareJudgements(before: PlanContent, after: PlanContent): Change[] {
  const words = ({ confirmed }: PlanContent) =>
    confirmed.map(({ id, verdict, quote, words }) => ({
      id,
      line: `${verdict}：${quote} ${words.map(([, said]) => said).join(' ')}`,
    }))
  const old = new Map(words(before).map(({ id, line }) => [id, line]))
  const now = new Map(words(after).map(({ id, line }) => [id, line]))
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((id): Change[] => {
    const [was, is] = [old.get(id) ?? '', now.get(id) ?? '']
    if (was === is) return []
    const change = was === '' ? 'added' : is === '' ? 'removed' : 'changed'
    return [{ at: 'field', field: 'confirmed', change, diff: textDiff(was, is) }]
  })
}
