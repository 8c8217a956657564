import { bodyList, isBody, isClass, isOffice } from './bodies.ts'
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
  /^(?:共同|分别|具体|统一|再|另行|主要|全面|直接|定期|每|按|根据|对|将|把|于|在|会同|联合|牵头|负责|组织|进行|承担|实施|给予|拨付|补贴|补助|出资|主持|审|制定|制订|拟定|编制|开展|提供|协调|统筹|推荐|安排|落实|建设|管理|监督|检查|考核|验收|评|汇总|上报|报|收集|印|发|核|选|派|做好|抓|向|指导|培训|配合|参与|设|成立|筹|购|支付|代|处|解决|完成|兼|归档|存档|备案|督促|发放|签|通知|通报|公布|公示|上墙|批|落实|清理|拆除|建立|完善|维护|保管|运营|整改|改造|执行|推|聘|召|举办|领|带|划|确认|认定|授|奖|决定|受理|移交|接|调|联系|逐|自行|依|及时|分类|免费|全额|集中|优先|讨论|研究|出具|填|协助|逐步|入户|上门|加强|强化|做)/
/** Words that make a body the one in charge, wherever its name stands. */
const IN_CHARGE =
  /(?<!各)(?:具体)?(?:牵头|负责|会同|主办|承办)(?!人|的(?!指导|统筹|组织|协调|具体)|单位|部门|制)|具体抓好|组织(?!建设|机构|架构)(?=(?:有关|相关|各|区|市|县|街道|社区|镇|乡|村|全|人员|力量|专家|居民|群众|党员|志愿者|开展|实施|协调|对|召开|评|验收|辖区|所属|干部|物业|成员))/g
const MODAL =
  /^(?:也|还|都|均|并|同时|每[年月周季][度]?)?(?:要|应(?!急|城)当?|须|需|必须|务必|将(?!其)|负责|先|对|把|按照?|根据|会同|联合(?!村|会|社|体|国)|牵头|组织(?!建设|机构|架构|部|生活)|给予|拨付)/
/** What an office does when it is told so without a modal verb: `县林业局免费提供苗木`. */
const DOES =
  /^(?:也|还|都|均|并|同时|再|会)?(?:每[年月周季半两天日]|定期|不定期|适时|及时|免费|提供|安排|拿出|抽调|召开|开展|组织(?!建设|机构|架构)|制定|制订|印发|开辟|配合|建立|成立|设立|派|指导|协助|下达|下拨|筹措|编制|选取|选派|做好|抓好|采取|承担|审核|审批|公布|公示|汇总|通报|分别|统一|共同|进行|主动|全程|加大|加强|完善|督促|统筹|协调|收集|受理|落实|实施|推进|发放|聘请|委托|依托|利用|通过|围绕|结合实际|于|在|会商|评|验收|考核|督查|检查|巡查|为.{1,20}(?:提供|发放|办理))/
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
  return best ?? longestBodies(folded, from, to)
}

/** The longest list of bodies from `from` on, whatever follows it. */
function longestBodies(folded: string, from: number, to: number): { names: Span[]; end: number } | null {
  for (let end = Math.min(to - 2, from + 40); end >= from + 2; end--) {
    if (/^[的和、及与]/.test(folded.slice(end, to))) continue
    const names = bodyList(folded.slice(from, end))
    if (names !== null) return { names: shift(names, from), end }
  }
  return null
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
    // `由区长任组长` fills a post; it is no task.
    if (bodies === null || /^(?:担|兼)?任/.test(folded.slice(bodies.end, clause.end))) continue
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
  const isPost = /^(?:由|\*|组长|副组长|主任|设在)/.test(folded.slice(clause.end + 1, limit).trim())
  const isPerson = names.some(({ start, end }) =>
    /(?:组长|主任|成员|书记|领导|负责人|责任人|专干|代表|人员|单位|部门)$/.test(
      folded.slice(clause.start + start, clause.start + end),
    ),
  )
  if (isPost || isPerson) return null
  const isPlace = names.every(({ start, end }) =>
    /(?:区|市|县|镇|乡|村|街道|社区)$/.test(folded.slice(clause.start + start, clause.start + end)),
  )
  const told = /^ ?(?:具体)?(?:负责|牵头|做好|要|组织|承担|落实|配合)/.test(
    folded.slice(clause.end + 1, limit),
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
function subject(folded: string, clause: Span): Assignment | null {
  const words = folded.slice(clause.start, clause.end)
  for (let length = Math.min(words.length - 2, 60); length >= 2; length--) {
    const rest = words.slice(length)
    const modal = MODAL.test(rest)
    const does = DOES.test(rest)
    const duty = DUTY.test(rest)
    if (!modal && !does && !duty) continue
    const names = bodyList(words.slice(0, length))
    if (names === null || names.length > MOST_NAMES) continue
    const lead = shift(names, clause.start)
    const isNamed = lead.some(({ start, end }) => !isClass(folded.slice(start, end)))
    const office = does && lead.some(({ start, end }) => isOffice(folded.slice(start, end)))
    if (isNamed ? !modal && !office : !modal && !duty) continue
    return {
      lead,
      support: [],
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
    subject(folded, core) ??
    organised(folded, core)
  return found === null ? [] : [found]
}
