import type { ReadBlock } from './blocks.ts'
import type { Comparison } from './comparators.ts'
import { MAKES_BEFORE, MAKES_OBJECT } from './making-verbs.ts'
import type { Quantity } from './quantities.ts'
import type { Span } from './sentences.ts'

/** What an indicator measures. */
export interface Metric {
  readonly words: string
  readonly start: number
  readonly end: number
  /** Part of the words was taken from an earlier clause. */
  readonly completed: boolean
}

interface Mention {
  readonly quantity: Quantity
  readonly from: number
  readonly comparison: Comparison
}

/** How far after a number its noun is looked for. */
const LOOK_AHEAD = 60

/** Adverbs, dates and verbs that stand before the noun but are no part of it. */
const LEAD =
  /^(?:的|已有|现有|已|力争|争取|确保|保证|实现|使得?|努力|要|应当?|须|将|到|年内|年底前?|其中|并且?|且|按照?|逐步|基本|全年|今年|去年|上年|同时|以及|及|和|保持|做到|原则上|一般|每年|每月|每季度|每周|每个?(?=社区|村|镇|街道|户|小区)|全区|全市|全县|全镇|全街道|各(?=社区|村|镇|街道)|[\s,、:]|对|在|不断|进一步|有效|持续|大力|切实|即|20\d{2}年(?:底|末)?(?:前|内)?)+/
/** Tails that belong to the comparison, not to the noun. */
const TAIL =
  /(?:[\s,、:“”(]|要|应当?|须|需|将|均|都|平均|总体|全部|分别|力争|争取|确保|实现|完成|每[年月周季]度?|至少|不少于|不低于|达到?|达|为|是|约|共|的|在|占|控制|提高|提升|增加|增长|下降|降低|达成|需要|翻)+$/
const COUNTED = /率|度$|面积|比例|数$|数量|人数|覆盖|普及|收入|指数|满意|量$|距离|半径|时间|密度|任务$|目标$/
const SHARED = /率$|面积$|度$|比例$|比重$|数$|量$|覆盖$|普及$|水平$/
const CLASSIFIER = /^(?:次|个|名|家|支|项|场|所|处|条|座)$/
/** `再完成`, `今年力争突破`: a verb and adverbs without a noun. */
const HOLLOW =
  /^(?:[\s,、到在]|力争|争取|确保|实现|今年|明年|全年|年内|年底前?|20\d{2}年(?:底|末)?前?|再|新增?|累计|共|总数|完成|达到?|突破|超过|不少于|不低于|至少|增加?到?|增长到|提高到)*$/

/** Do the words before a number name nothing, so that its noun stands further back? */
export const isHollow = (words: string): boolean => HOLLOW.test(words)

/** Words that name nothing. */
const FILLER = /^(?:[\s、,约共计和及]|涉及|总计|合计|不少|以及|并|[较比](?:上年|去年|同期))*$/
const SHARE_NOUN =
  /^(?:以上|左右)?的([^,。;、\d]{2,16}?)(?:全部|全面|均|都|要|应|基本)*(?:达到|达标|建成|完成|实现|创建|覆盖|配备|建有|建立|纳入|成为|实行|开展)/

/** A stretch without the adverbs before it and the words of comparison after it. */
export function trimSpan(folded: string, start: number, end: number): Span {
  const lead = LEAD.exec(folded.slice(start, end))?.[0].length ?? 0
  const from = start + lead
  const per = folded.slice(from, end).search(/按(?:照)?每/)
  const to = per >= 2 ? from + per : end - (TAIL.exec(folded.slice(from, end))?.[0].length ?? 0)
  return to - from < 2 ? { start, end } : { start: from, end: to }
}

/** Is there anything but adverbs and dates in these words? */
const saysSomething = (words: string): boolean => words.length - (LEAD.exec(words)?.[0].length ?? 0) >= 2

const metric = (block: ReadBlock, { start, end }: Span): Metric => ({
  words: block.text.slice(start, end).replace(/^[“"]|[”"]$/g, ''),
  start,
  end,
  completed: false,
})

/** The noun after a number: `10个示范村试点` → 示范村试点. */
function nounAfter(block: ReadBlock, { quantity, comparison }: Mention, limit: number): Metric | null {
  const from = quantity.end + comparison.after
  const rest = block.folded.slice(from, Math.min(limit, from + LOOK_AHEAD))
  if (/^(?:的(?:标准|比例|要求|目标|规模)|每)/.test(rest)) return null
  // `3所500平方米以上面积的服务中心`: the size stands between the number and the noun.
  const gap =
    /^(?:(?:不少于|不低于|至少|超过)?\d[\d.]* ?(?:[平立]方米|人|名|张|户)(?:以上|左右)?(?:面积|规模)?的)?(?:(?:面积|规模)的)?[\s的]*/.exec(
      rest,
    )?.[0].length ?? 0
  const noun =
    /^[^,。;:、(\t]{1,30}?(?=[,。;:、(\t]|$|[和与及](?=[\d一二三四五六七八九十两]+[个家名所处条座支项场次户套])|以上|达到|的目标|用于|进行|实施|开展)/.exec(
      rest.slice(gap),
    )?.[0]
  if (noun === undefined || noun.length < 2) return null
  return metric(block, { start: from + gap, end: from + gap + noun.trimEnd().length })
}

/** `入户率、供水率、使用率达到100%`: each name of the list is an indicator of its own. */
export function listedNames(block: ReadBlock, span: Span): Metric[] {
  const words = block.folded.slice(span.start, span.end)
  const parts = words.split(/[、]|(?<=率|度|面积|数)[和及与]/)
  const last = parts.at(-1) ?? ''
  if (
    parts.length < 2 ||
    !COUNTED.test(last) ||
    !parts.every((part) => COUNTED.test(part) && part.length >= 2)
  )
    return []
  const metrics: Metric[] = []
  let at = span.start
  for (const part of parts) {
    metrics.push({ ...metric(block, trimSpan(block.folded, at, at + part.length)), start: span.start })
    at += part.length + 1
  }
  return metrics
}

/** A noun the clause leaves out is completed from the one before: 新建社区达30% after 绿地率达25% → 新建社区绿地率. */
function complete(own: Metric, last: Metric | null): Metric {
  if (last === null || COUNTED.test(own.words) || !SHARED.test(last.words)) return own
  const shared = /[^、的]{2,12}$/.exec(last.words.replace(/^.*[的]/, ''))?.[0] ?? ''
  if (shared === '' || own.words.includes(shared)) return own
  return { ...own, words: own.words + shared, completed: true }
}

/** The clause before, where a clause holds nothing but verb and number: `续建电梯,年底前开工200部`. */
function clauseBefore(block: ReadBlock, from: number, sentence: Span): Metric | null {
  const isNewClause = ',;('.includes(block.folded.charAt(from - 1))
  // `时限由15个工作日压缩至7个`: the noun stands before 由.
  const end = isNewClause
    ? from - 1
    : Math.max(block.folded.lastIndexOf('由', from), block.folded.lastIndexOf('从', from))
  const start = Math.max(sentence.start, block.folded.lastIndexOf(',', end - 1) + 1)
  if (end - start < 2) return null
  const span = trimSpan(block.folded, start, end)
  const noun = /^[^\d]{2,}(?=\d)/.exec(block.folded.slice(span.start, span.end))?.[0].length
  const stop = noun === undefined ? span.end : span.start + noun
  return { ...metric(block, { start: span.start, end: stop }), completed: true }
}

/** What a share is of: `70%的乡镇中心村全部建成服务中心`. */
function shareOf(block: ReadBlock, { quantity }: Mention): Metric | null {
  const rest = block.folded.slice(quantity.end, quantity.end + LOOK_AHEAD)
  const noun = SHARE_NOUN.exec(rest)
  if (quantity.unit !== '%' || noun?.[1] === undefined) return null
  const start = quantity.end + noun[0].indexOf(noun[1])
  return metric(block, { start, end: start + noun[1].length })
}

/** The noun of a count, wherever its verb puts it. */
function counted(block: ReadBlock, mention: Mention, sentence: Span, last: Metric | null): Metric | null {
  const { quantity, comparison, from } = mention
  const { folded } = block
  const end = from + comparison.wordsAt
  const before = folded.slice(from, quantity.start).trimEnd()
  const after = nounAfter(block, mention, sentence.end)
  const bare = trimSpan(folded, from, end)
  const makes = MAKES_BEFORE.exec(before)
  const classifier = CLASSIFIER.test(quantity.unit) && !COUNTED.test(folded.slice(bare.start, bare.end))
  if (after !== null) return makes !== null || bare.end - bare.start < 2 || classifier ? after : null
  const object = MAKES_OBJECT.exec(folded.slice(from, end))?.[1]
  if (object !== undefined && !COUNTED.test(object) && MAKES_BEFORE.exec(object)?.index !== 0) {
    return { ...metric(block, trimSpan(folded, end - object.length, end)), start: bare.start }
  }
  if (makes === null) return null
  const beforeVerb = trimSpan(folded, from, from + makes.index)
  if (saysSomething(before.slice(0, makes.index))) return metric(block, beforeVerb)
  if (last === null) return clauseBefore(block, from, sentence)
  return { ...last, start: quantity.start, end: quantity.end, completed: true }
}

/**
 * What a quantity measures: the noun before its comparison, the noun after it where a verb stands before,
 * or several nouns that share it. Never empty.
 * @param last the metric of the quantity before in the same sentence.
 */
export function metricOf(block: ReadBlock, mention: Mention, sentence: Span, last: Metric | null): Metric[] {
  const { quantity, comparison, from } = mention
  const { folded } = block
  const isCount = quantity.unit !== '%' && !quantity.fraction
  const noun = isCount ? counted(block, mention, sentence, last) : shareOf(block, mention)
  if (noun !== null) return [noun]
  const bare = trimSpan(folded, from, from + comparison.wordsAt)
  const names = listedNames(block, bare)
  if (names.length > 0) return names
  const isFiller = FILLER.test(folded.slice(bare.start, bare.end))
  if (bare.end - bare.start >= 2 && !isFiller) return [complete(metric(block, bare), last)]
  const borrowed = last ?? clauseBefore(block, from, sentence)
  if (borrowed !== null) return [{ ...borrowed, start: quantity.start, end: quantity.end, completed: true }]
  const own = nounAfter(block, mention, sentence.end)
  return [own ?? metric(block, { start: Math.max(sentence.start, quantity.start - 12), end: quantity.end })]
}
