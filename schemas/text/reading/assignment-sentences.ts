import { bodyList, isBody, isClass } from './bodies.ts'
import type { Span } from './sentences.ts'

/** Who a clause assigns its task to. Offsets count the folded block. */
export interface Assignment {
  readonly lead: readonly Span[]
  readonly support: readonly Span[]
  /** What they are to do. */
  readonly task: Span
  readonly basis: 'words' | 'named' | 'class'
}

const BY = /(?:^|[^理自缘事因])由(?![于此来衷])/g
/** What may come right after the names of the bodies that something is done by. */
const AFTER_BY =
  /^(?:共同|分别|具体|统一|再|另行|主要|全面|直接|定期|每|按|根据|对|将|把|于|在|会同|联合|牵头|负责|组织|进行|承担|实施|给予|拨付|补贴|补助|出资|主持|审|制定|制订|拟定|编制|开展|提供|协调|统筹|推荐|安排|落实|建设|管理|监督|检查|考核|验收|评|汇总|上报|报|收集|印|发|核|选|派|做好|抓|向|指导|培训|配合|参与|设|成立|筹|购|支付|代|处|解决|完成|兼)/
/** Words that make a body the one in charge, wherever its name stands. */
const IN_CHARGE =
  /(?<!各)(?:具体)?(?:牵头|负责|会同|主办|承办)(?!人|的(?!指导|统筹|组织|协调|具体)|单位|部门|制)|具体抓好|组织(?!建设|机构|架构)(?=(?:有关|相关|各|区|市|县|街道|社区|镇|乡|村|全|人员|力量|专家|居民|群众|党员|志愿者|开展|实施|协调|对|召开|评|验收|辖区|所属|干部|物业|成员))/g
const MODAL =
  /^(?:也|还|都|均|并|同时|每[年月周季][度]?)?(?:要|应(?!急|城)当?|须|需|必须|务必|将(?!其)|负责|先|对|把|按照?|根据|会同|联合(?!村|会|社|体|国)|牵头|组织(?!建设|机构|架构|部|生活)|给予|拨付)/
/** What may follow the name of a class of bodies that is told its duty. */
const DUTY =
  /^(?:在(?=.*[下上中]$|.*,)|结合|依据|认真|积极|充分|完成|制定|制订|成立|开展|建立|上报|报送|落实|做好|抓好|切实|至少|依托|明确|确定|启动|召开|形成|配合|全面|集中|基本|实现|每)/
/** What may stand before the subject of a clause. */
const LEAD_IN = /^(?:同时|其中|此外|另外|并且?|届时|原则上|日常|平时|每[年月季周][度]?|年[终底])[,]?/
const SUPPORT =
  /^(.{2,60}?)(?:积极|主动|全力|做好|予以|给予|密切|共同)*(?:配合|协助|参与|协办|支持)(?!单位|部门)/

/** More names in a row are a roster. */
const MOST_NAMES = 8

const span = (start: number, end: number): Span => ({ start, end })
const shift = (names: readonly Span[], by: number): Span[] =>
  names.map(({ start, end }) => span(start + by, end + by))

/** The longest list of bodies that ends exactly before `end` and begins at or after `from`. */
function bodiesBefore(folded: string, from: number, end: number): Span[] | null {
  const words = folded.slice(from, end)
  const whole = bodyList(words)
  if (whole !== null) return shift(whole, from)
  const starts = /[由有名位,:]|确定|明确|配备|设立|安排|其中|前|后|期间|并|下旬|中旬|上旬|日|月|年底|过程中/g
  for (const hit of words.matchAll(starts)) {
    const start = hit.index + hit[0].length
    const found = start < words.length ? bodyList(words.slice(start)) : null
    if (found !== null) return shift(found, from + start)
  }
  return null
}

/** The shortest list of bodies from `from` on that what follows shows to be complete. */
function bodiesAfter(folded: string, from: number, to: number): { names: Span[]; end: number } | null {
  let best: { names: Span[]; end: number } | null = null
  for (let end = from + 2; end <= Math.min(to, from + 60); end++) {
    const rest = folded.slice(end, to)
    if (!AFTER_BY.test(rest) && rest !== '') continue
    const names = bodyList(folded.slice(from, end))
    if (names !== null) {
      best = { names: shift(names, from), end }
      if (rest !== '') break
    }
  }
  return best
}

/** `会同Y…`, `…，Y配合`: the bodies that help. */
function supportIn(folded: string, from: number, to: number): Span[] {
  const words = folded.slice(from, to)
  const together = /会同|联合|和(?=.{2,30}组成)|组织(?=有关|相关)/.exec(words)
  if (together !== null) {
    const found = bodiesAfter(folded, from + together.index + together[0].length, to)
    if (found !== null) return found.names
  }
  for (const part of words.split(/[,;()]/)) {
    const helping = SUPPORT.exec(part)
    const names = helping?.[1] === undefined ? null : bodyList(helping[1])
    if (names !== null) return shift(names, from + words.indexOf(part))
  }
  return []
}

/** `由X负责…`: X leads. */
function assignedBy(folded: string, clause: Span, limit: number): Assignment[] {
  const found: Assignment[] = []
  BY.lastIndex = 0
  for (const hit of folded.slice(clause.start, clause.end).matchAll(BY)) {
    const from = clause.start + hit.index + hit[0].length
    const bodies = bodiesAfter(folded, from, clause.end)
    if (bodies === null) continue
    const bare = /^(?:具体)?(?:负责|牵头)?(?:实施|组织实施|落实)?$/.test(folded.slice(bodies.end, clause.end))
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
  for (const hit of words.matchAll(IN_CHARGE)) {
    const at = clause.start + hit.index
    const subjectEnd =
      at -
      (/(?:也|都|均)?(?:要|应|须|需|将|必须|务必)?(?:亲自|主动|积极|认真|全面|统一|及时|共同|分别|直接|适时|定期|要)*$/.exec(
        words.slice(0, hit.index),
      )?.[0].length ?? 0)
    // `各县要成立专班,具体抓好…`: the subject stands in the clause before.
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
function subject(folded: string, clause: Span): Assignment | null {
  const words = folded.slice(clause.start, clause.end)
  for (let length = Math.min(words.length - 2, 60); length >= 2; length--) {
    const modal = MODAL.test(words.slice(length))
    if (!modal && !DUTY.test(words.slice(length))) continue
    const names = bodyList(words.slice(0, length))
    if (names === null || names.length > MOST_NAMES) continue
    const lead = shift(names, clause.start)
    const isNamed = lead.some(({ start, end }) => !isClass(folded.slice(start, end)))
    if (isNamed && !modal) continue
    return {
      lead,
      support: [],
      task: span(clause.start + length, clause.end),
      basis: isNamed ? 'named' : 'class',
    }
  }
  return null
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
    underDirection(folded, core, limit) ??
    inCharge(folded, core, limit, before) ??
    subject(folded, core) ??
    organised(folded, core)
  return found === null ? [] : [found]
}
