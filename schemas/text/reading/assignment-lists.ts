import { namesIn } from './bodies.ts'
import type { ReadBlock } from './blocks.ts'

/** What a form `牵头单位：…；责任单位：…；完成时限：…` says, as offsets into the block. */
export interface AssignmentList {
  readonly start: number
  readonly end: number
  readonly lead: readonly string[]
  readonly support: readonly string[]
  /** Offsets of the words that give the due date. */
  readonly due: { readonly start: number; readonly end: number } | null
}

type Part = 'lead' | 'duty' | 'support' | 'due' | 'person'

const PARTS: readonly (readonly [RegExp, Part])[] = [
  [/^(?:牵头|主办|主责|责任牵头|第一责任)/, 'lead'],
  [/^(?:配合|协办|参与|参加|协同|协助|联办)/, 'support'],
  [/^(?:完成|时限|时间|办结|整改时|进度)/, 'due'],
  [/^(?:责任人|责任领导|分管|负责人|联系|牵头领导)/, 'person'],
  [/^(?:责任|承办|实施|落实|负责)/, 'duty'],
]
const KEY =
  /((?:牵头|主办|主责|责任牵头|第一责任|配合|协办|参与|参加|协同|协助|联办|责任|承办|实施|落实|负责)(?:单位|部门|主体|机构|处室|科室|人|领导|责任人)|(?:分管|牵头|责任|联系|区级|市级|县级)领导|完成(?:时限|时间|期限)|(?:时限|时间)(?:要求|安排|节点)?|办结(?:时限|时间)|整改时限) ?(?::|(?<=单位|部门)为) ?/g

const partOf = (key: string): Part => {
  if (/责任人|领导|负责人/.test(key)) return 'person'
  return PARTS.find(([pattern]) => pattern.test(key))?.[1] ?? 'duty'
}

function names(block: ReadBlock, start: number, end: number): string[] {
  return namesIn(block.folded.slice(start, end))
    .map((span) => block.text.slice(start + span.start, start + span.end).trim())
    .filter((name) => name !== '' && name.length <= 40)
}

/** Where the value of a key ends: at a mark that closes it, or where the next key begins. */
function valueEnd(folded: string, from: number, next: number): number {
  let depth = 0
  for (let at = from; at < next; at++) {
    const char = folded.charAt(at)
    if ('(['.includes(char)) depth++
    if (')]'.includes(char) && --depth < 0) return at
    if ('。;\t'.includes(char)) return at
  }
  return next
}

interface Entry {
  readonly part: Part
  readonly start: number
  readonly from: number
  readonly to: number
}

function entriesOf(folded: string): Entry[] {
  const hits = [...folded.matchAll(KEY)]
  return hits.map((hit, index) => {
    const from = hit.index + hit[0].length
    const limit = hits[index + 1]?.index ?? folded.length
    const to = from + folded.slice(from, valueEnd(folded, from, limit)).replace(/[\s,、;]+$/, '').length
    return { part: partOf(hit[1] ?? ''), start: hit.index, from, to }
  })
}

/** A list goes on while its entries follow one another and none repeats the lead. */
function grouped(entries: readonly Entry[]): Entry[][] {
  const groups: Entry[][] = []
  for (const entry of entries) {
    const group = groups.at(-1)
    const last = group?.at(-1)
    const goesOn =
      last !== undefined && entry.start - last.to <= 6 && !group?.some(({ part }) => part === entry.part)
    if (group !== undefined && goesOn) group.push(entry)
    else groups.push([entry])
  }
  return groups
}

/** A line of such a form that names no one in charge: it carries on the line above (配合单位：…, 完成时限：…). */
export function findLooseEntries(block: ReadBlock): Pick<AssignmentList, 'support' | 'due'> | null {
  const entries = entriesOf(block.folded)
  if (
    entries.length === 0 ||
    entries.some(({ part }) => part !== 'support' && part !== 'due' && part !== 'duty')
  )
    return null
  if ((entries[0]?.start ?? 1) > 0) return null
  const due = entries.find(({ part }) => part === 'due')
  const support = entries
    .filter(({ part }) => part !== 'due')
    .flatMap(({ from, to }) => names(block, from, to))
  return { support, due: due === undefined ? null : { start: due.from, end: due.to } }
}

/** All such forms in a block. */
export function findAssignmentLists(block: ReadBlock): AssignmentList[] {
  const lists: AssignmentList[] = []
  for (const group of grouped(entriesOf(block.folded))) {
    const of = (part: Part) =>
      group.filter((entry) => entry.part === part).flatMap(({ from, to }) => names(block, from, to))
    const duty = of('duty')
    const lead = of('lead')
    const heads = lead.length > 0 ? lead : duty.length > 0 ? duty : of('person')
    if (heads.length === 0) continue
    const support = lead.length > 0 ? [...duty, ...of('support')] : of('support')
    const due = group.find(({ part }) => part === 'due')
    const start = group[0]?.start ?? 0
    const end = group.at(-1)?.to ?? start
    lists.push({
      start,
      end,
      lead: heads,
      support,
      due: due === undefined ? null : { start: due.from, end: due.to },
    })
  }
  return lists
}
