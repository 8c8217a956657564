import { bodyList, isBody, mayEndBody, isClass, isOffice } from './bodies.ts'
import { nameGoesOn } from './body-names.ts'
import { BY, DOES, DUTY, HELPS_ONLY, IN_CHARGE, LEAD_IN, MODAL, MOST_NAMES } from './assignment-words.ts'
import { bodiesAfter, bodiesBefore, shift, span, helpersIn, supportIn } from './body-search.ts'
import type { Span } from './sentences.ts'

/** Who a clause assigns its task to. Offsets count the folded block. */
export interface Assignment {
  readonly lead: readonly Span[]
  readonly support: readonly Span[]
  /** What they are to do. */
  readonly task: Span
  readonly basis: 'words' | 'named' | 'class'
}

/** The people a plan is for. */
const PUBLIC = /^(?:业主|居民|村民|群众|住户|个人|家庭|农户)$/

/** No honest clause assigns more often than this. */
const MOST_HITS = 6

/** The first few matches of a global pattern. */
function firstHits(words: string, pattern: RegExp): RegExpExecArray[] {
  const hits: RegExpExecArray[] = []
  for (const hit of words.matchAll(pattern)) {
    hits.push(hit)
    if (hits.length === MOST_HITS) break
  }
  return hits
}

/** `由X负责…`: X leads. */
function assignedBy(folded: string, clause: Span, limit: number): Assignment[] {
  const found: Assignment[] = []
  for (const hit of firstHits(folded.slice(clause.start, clause.end), BY)) {
    const from = clause.start + hit.index + hit[0].length
    const bodies = bodiesAfter(folded, from, clause.end)
    // `由业主分摊`: whoever lives there is no body of the plan's.
    const isPublic = bodies?.names.every(({ start, end }) => PUBLIC.test(folded.slice(start, end)))
    if (isPublic === true) continue
    // `由区长任组长` fills a post; it is no task.
    if (bodies === null || /^.{0,6}?(?:担|兼)?任(?!务|何)/.test(folded.slice(bodies.end, clause.end)))
      continue
    const bare = /^(?:具体)?(?:负责|牵头)?(?:实施|组织实施|落实)?(?:、.{2,20}(?:配合|协助|参与))?$/.test(
      folded.slice(bodies.end, clause.end),
    )
    const before = folded.slice(clause.start, clause.start + hit.index)
    const task =
      bare && before.length >= 4
        ? span(clause.start, clause.start + hit.index)
        : span(bodies.end, bare ? limit : clause.end)
    found.push({ lead: bodies.names, support: supportIn(folded, bodies.end, limit), task, basis: 'words' })
  }
  return found
}

/** `X牵头`, `X负责…`, `X会同Y…`, `X组织…`: X leads. */
function inCharge(folded: string, clause: Span, limit: number, before: readonly Span[]): Assignment | null {
  const words = folded.slice(clause.start, clause.end)
  for (const hit of firstHits(words, IN_CHARGE)) {
    const at = clause.start + hit.index
    const subjectEnd =
      at -
      (/(?:也|都|均)?(?:要|应|须|需|将|必须|务必)?(?:亲自|主动|积极|认真|全面|统一|及时|共同|分别|直接|适时|定期|要)*$/.exec(
        words.slice(Math.max(0, hit.index - 24), hit.index),
      )?.[0].length ?? 0)
    // `各县要成立专班,具体抓好…`: the subject stands in the clause before.
    if (subjectEnd <= clause.start && hit[0] === '会同') continue
    const lead = subjectEnd <= clause.start ? before : bodiesBefore(folded, clause.start, subjectEnd)
    if (lead === null || lead.length === 0) continue
    const task = span(at + hit[0].length, clause.end)
    const bare = task.end - task.start < 2
    return {
      lead,
      support: supportIn(folded, at, limit),
      task: bare ? span(at, limit) : task,
      basis: 'words',
    }
  }
  return null
}

/** `X配合Y清除…`: Y leads and X helps. */
function helping(folded: string, clause: Span): Assignment | null {
  const words = folded.slice(clause.start, clause.end)
  const found = /(?:要|应|须)?(?:积极|主动|全力)?配合(?=.{4})/.exec(words)
  if (found === null || found.index < 2) return null
  const names = bodyList(words.slice(0, found.index))
  const helped =
    names === null ? null : bodiesAfter(folded, clause.start + found.index + found[0].length, clause.end)
  if (names === null || helped === null || helped.end >= clause.end) return null
  const support = shift(names, clause.start)
  return { lead: helped.names, support, task: span(helped.end, clause.end), basis: 'words' }
}

/** `县水务局:负责水质…`: a body and after the colon what it does. */
function afterColon(folded: string, clause: Span, limit: number): Assignment | null {
  if (folded.charAt(clause.end) !== ':' || limit - clause.end < 4) return null
  const names = bodyList(folded.slice(clause.start, clause.end))
  if (names === null || names.length > MOST_NAMES) return null
  // `孝南区:永四村、…` is a roster, not a task.
  // `组长:张三` is a list of people.
  const isPost = /^(?:由|\*|组长|副组长|主任|设在)/.test(
    folded.slice(clause.end + 1, Math.min(limit, clause.end + 40)).trim(),
  )
  const isPerson = names.some(({ start, end }) =>
    /(?:组长|主任|成员|书记|领导|负责人|责任人|专干|代表|人员|单位)$/.test(
      folded.slice(clause.start + start, clause.start + end),
    ),
  )
  if (isPost || isPerson) return null
  const isPlace = names.every(({ start, end }) =>
    /(?:区|市|县|镇|乡|村|街道|社区)$/.test(folded.slice(clause.start + start, clause.start + end)),
  )
  const told = /^ ?(?:具体)?(?:负责|牵头|做好|要|组织|承担|落实|配合)/.test(
    folded.slice(clause.end + 1, Math.min(limit, clause.end + 40)),
  )
  if (isPlace && !told) return null
  return { lead: shift(names, clause.start), support: [], task: span(clause.end + 1, limit), basis: 'words' }
}

/** `组织X对…进行考核` without a subject: X does it. */
function organised(folded: string, clause: Span): Assignment | null {
  const found = /组织/.exec(folded.slice(clause.start, clause.end))
  if (found === null) return null
  const from = clause.start + found.index + 2
  for (let end = Math.min(clause.end, from + 40); end > from + 3; end--) {
    if (!/^(?:对|赴|到|进行|开展)/.test(folded.slice(end, clause.end))) continue
    const names = bodyList(folded.slice(from, end))
    if (names === null || names.every((name) => isClass(folded.slice(from + name.start, from + name.end))))
      continue
    return { lead: shift(names, from), support: [], task: span(end, clause.end), basis: 'words' }
  }
  return null
}

/** `区财政要安排…`, `我办对…进行…`: a body that is told what it does. */
function subject(folded: string, clause: Span, limit: number, dates: readonly Span[]): Assignment | null {
  const words = folded.slice(clause.start, clause.end)
  for (let length = Math.min(words.length - 2, 60); length >= 2; length--) {
    if (!mayEndBody(words.charAt(length - 1))) continue
    const date = dates.find(({ start }) => start === clause.start + length)
    const rest = date === undefined ? words.slice(length) : folded.slice(date.end, clause.end)
    const modal = MODAL.test(rest)
    const does = DOES.test(rest)
    const duty = DUTY.test(rest) || date !== undefined
    if ((!modal && !does && !duty) || HELPS_ONLY.test(rest) || nameGoesOn(words.slice(length))) continue
    const names = bodyList(words.slice(0, length))
    if (names === null || names.length > MOST_NAMES) continue
    const lead = shift(names, clause.start)
    const isNamed = lead.some(({ start, end }) => !isClass(folded.slice(start, end)))
    const office = does && lead.some(({ start, end }) => isOffice(folded.slice(start, end)))
    if (isNamed ? !modal && !office : !modal && !duty) continue
    return {
      lead,
      support: isNamed ? helpersIn(folded, clause.end, limit) : [],
      task: span(clause.start + length, clause.end),
      basis: isNamed
        ? 'named'
        : /牵头(?:单位|部门)|责任(?:单位|部门)/.test(words.slice(0, length))
          ? 'words'
          : 'class',
    }
  }
  return null
}

/** `各乡镇是改厕工作的责任主体,负责…`: named as the one who answers. */
function principal(folded: string, clause: Span, limit: number): Assignment | null {
  const words = folded.slice(clause.start, clause.end)
  const found =
    /(?:是|为|作为)(.{2,30}?)的?(?:责任主体|第一责任人|直接责任人|责任人|实施主体|牵头单位|责任单位)$/.exec(
      words,
    )
  const names = found === null ? null : bodyList(words.slice(0, found.index))
  if (found === null || names === null) return null
  const next = span(Math.min(clause.end + 1, limit), limit)
  const at = clause.start + found.index + 1
  const task = next.end - next.start > 2 ? next : span(at, at + (found[1]?.length ?? 0))
  return { lead: shift(names, clause.start), support: [], task, basis: 'words' }
}

/** `各镇(街道)在区创建办的指导下,成立…`: whoever acts under a named body's direction is assigned in words. */
function underDirection(folded: string, clause: Span, limit: number): Assignment | null {
  const words = folded.slice(clause.start, clause.end)
  const found = /在(.{2,30}?)的?(?:统一)?(?:指导|领导|组织|支持|配合)下/.exec(words)
  if (found?.[1] === undefined || !isBody(found[1])) return null
  const names = bodyList(words.slice(0, found.index))
  if (names === null) return null
  const at = clause.start + found.index + 1
  return {
    lead: shift(names, clause.start),
    support: [span(at, at + found[1].length)],
    task: span(clause.end + 1, limit),
    basis: 'words',
  }
}

/** Skips a date, a connective or a condition that stands before the subject within the clause. */
function withoutLeadIn(folded: string, clause: Span, dates: readonly Span[]): Span {
  let { start } = clause
  for (;;) {
    const date = dates.find((each) => each.start <= start + 2 && each.start >= start && each.end < clause.end)
    const connective = LEAD_IN.exec(folded.slice(start, clause.end))
    if (date !== undefined) start = date.end
    else if (connective !== null) start += connective[0].length
    else return span(start, clause.end)
  }
}

/** What a clause is read with. */
export interface ClauseContext {
  /** End of the sentence: the task of a bare `由X牵头` and the helping bodies stand there. */
  readonly limit: number
  /** Date expressions, which may stand before the subject. */
  readonly dates: readonly Span[]
  /** The subject of the clauses before, in the same sentence. */
  readonly before: readonly Span[]
}

/** Who a clause assigns something to; mostly nobody. */
export function assignmentsIn(
  folded: string,
  clause: Span,
  { limit, dates, before }: ClauseContext,
): Assignment[] {
  const core = withoutLeadIn(folded, clause, dates)
  const by = assignedBy(folded, core, limit)
  if (by.length > 0) return by
  const found =
    afterColon(folded, core, limit) ??
    underDirection(folded, core, limit) ??
    helping(folded, core) ??
    inCharge(folded, core, limit, before) ??
    subject(folded, core, limit, dates) ??
    principal(folded, core, limit) ??
    organised(folded, core)
  return found === null ? [] : [found]
}
