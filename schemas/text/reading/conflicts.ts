import { isText } from './blocks.ts'
import type { ReadBlock } from './blocks.ts'
import type { Frame, Statement } from './frame.ts'
import { fold } from './normalise.ts'
import { readNumber } from './numerals.ts'
import type { Conflict, ConflictCode, Indicator, Stage } from './reading.ts'
import { isReversed } from './dates.ts'
import type { DatedSpan } from './stages.ts'

type Place = Conflict['places'][number]

/** For comparing names and titles: without marks, kind of draft and the words of a notice around a title. */
const plain = (text: string): string =>
  fold(text)
    .replace(/\((?:征求意见稿|试行|暂行|草案|送审稿|讨论稿)\)/g, '')
    .replace(/[\s“”《》]/g, '')
const conflict = (
  code: ConflictCode,
  places: readonly Place[],
  used: string | null,
  data: Conflict['data'] = {},
): Conflict => ({
  code,
  places,
  used,
  data,
})

/** Statements about one thing that disagree; the first is the one believed. */
function disagreement(
  code: ConflictCode,
  statements: readonly Statement[],
  blocks: readonly ReadBlock[],
  agree: (a: string, b: string) => boolean,
): Conflict[] {
  const [first] = statements
  const other = statements.find((each) => first !== undefined && !agree(first.value, each.value))
  if (first === undefined || other === undefined) return []
  const place = ({ paragraph, value }: Statement): Place => ({
    block: blocks.find((block) => block.paragraph === paragraph)?.index ?? 0,
    words: value,
  })
  return [conflict(code, [place(first), place(other)], first.value)]
}

/** A date without its day agrees with any day of that month. */
const sameDate = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a)
const sameName = (a: string, b: string): boolean => plain(a).includes(plain(b)) || plain(b).includes(plain(a))

/** The document may be printed later than it is dated (domain.md §6), so the imprint contradicts nothing. */
const datesThatCount = (frame: Frame): Statement[] => frame.dates.filter(({ from }) => from !== 'imprint')

/** `关于印发《甲方案》的通知` that carries `乙方案`. */
function titleConflict(frame: Frame, blocks: readonly ReadBlock[]): Conflict[] {
  const { title, noticeTitle } = frame.header
  const named = /《(.+)》/.exec(noticeTitle ?? '')?.[1]
  if (title === null || named === undefined || sameName(title, named)) return []
  const lines = blocks.filter(({ role }) => role === 'title').map(({ index }) => index)
  const places = [
    { block: lines[0] ?? 0, words: named },
    { block: lines.at(-1) ?? 0, words: title },
  ]
  return [conflict('title-differs', places, title)]
}

/** 一、三、 and 二、二、: gaps and repeats within one run of labels. */
function labelConflicts(blocks: readonly ReadBlock[]): Conflict[] {
  const found: Conflict[] = []
  const last = new Map<string, ReadBlock>()
  for (const block of blocks) {
    const { numbered, label } = block
    if (numbered === null || label === undefined) continue
    const parent = block.section.split('/').slice(0, -1).join('/')
    // Articles count through the whole text, whatever chapter they stand in.
    const key = numbered.form === 'article' ? 'article' : `${block.level}|${parent}|${numbered.form}`
    const before = last.get(key)
    last.set(key, block)
    const previous = before?.numbered?.number
    if (
      before === undefined ||
      previous === undefined ||
      numbered.number === 1 ||
      numbered.number === previous + 1
    )
      continue
    const places = [
      { block: before.index, words: before.label ?? '' },
      { block: block.index, words: label },
    ]
    const code = numbered.number === previous ? 'label-repeated' : 'label-gap'
    found.push(conflict(code, places, null, { expected: previous + 1, found: numbered.number }))
  }
  return found
}

const COUNT_OF_LIST =
  /([\d]{1,3}|[一二三四五六七八九十]{1,3})[个项条种类名家所处]([^,。;:、]{1,20}?)(?:分别)?(?:是|为|包括|如下|即)?:([^。;:]{6,400})(?:。|$)/g

/** `10个试点是：甲、乙、…` with nine names. Only plain lists of short names are counted. */
function countConflicts(blocks: readonly ReadBlock[]): Conflict[] {
  const found: Conflict[] = []
  for (const block of blocks) {
    if (!isText(block)) continue
    for (const hit of block.folded.matchAll(COUNT_OF_LIST)) {
      const said = readNumber(hit[1] ?? '')
      const list = (hit[3] ?? '').replace(/\([^()]*\)/g, '')
      const names = list.split('、')
      const isList =
        names.length >= 3 &&
        !list.includes(',') &&
        names.every((name) => name.length >= 2 && name.length <= 20 && !/[等和及]/.test(name))
      if (said === null || !isList || said === names.length) continue
      const words = block.text.slice(hit.index, hit.index + (hit[1]?.length ?? 0) + 1 + (hit[2]?.length ?? 0))
      found.push(
        conflict('count-differs', [{ block: block.index, words }], null, { said, counted: names.length }),
      )
    }
  }
  return found
}

const PHASES = /分([一二三四五六七八九十\d])个?(?:阶段|步)/

/** `分三个阶段` above two or four of them. */
function phaseConflicts(blocks: readonly ReadBlock[]): Conflict[] {
  const found: Conflict[] = []
  for (const block of blocks) {
    const hit = isText(block) ? PHASES.exec(block.folded) : null
    const said = hit === null ? null : readNumber(hit[1] ?? '')
    if (hit === null || said === null) continue
    const below = blocks.filter(
      (other) =>
        other.level === (blocks[block.heading ?? -1]?.level ?? 0) + 1 &&
        other.section.startsWith(block.section + '/'),
    )
    const phases = below.filter(
      ({ title, numbered }) =>
        numbered?.form === 'phase' || title?.includes('阶段') === true || title?.includes('階段') === true,
    )
    if (phases.length < 2 || phases.length === said) continue
    const words = block.text.slice(hit.index, hit.index + hit[0].length)
    found.push(
      conflict('count-differs', [{ block: block.index, words }], null, { said, counted: phases.length }),
    )
  }
  return found
}

/** One metric with two numbers. */
function indicatorConflicts(indicators: readonly Indicator[]): Conflict[] {
  const found: Conflict[] = []
  const first = new Map<string, Indicator>()
  for (const indicator of indicators) {
    const metric = plain(indicator.metric)
    const key = `${metric}|${indicator.unit}`
    const before = first.get(key)
    if (before === undefined) first.set(key, indicator)
    // Steps of one sentence (2010年300个,2011年500个) contradict nothing.
    else if (
      metric.length >= 4 &&
      before.place.block !== indicator.place.block &&
      String(before.value) !== String(indicator.value)
    ) {
      const places = [before, indicator].map(({ place, text }) => ({ block: place.block, words: text }))
      found.push(conflict('indicator-differs', places, null))
    }
  }
  return found
}

function reversedDates(dated: readonly DatedSpan[], blocks: readonly ReadBlock[]): Conflict[] {
  return dated
    .filter(({ dates }) => isReversed(dates))
    .map(({ block, expression }) => {
      const words = blocks[block]?.text.slice(expression.start, expression.end) ?? ''
      return conflict('dates-reversed', [{ block, words }], null)
    })
}

/** Where the text contradicts itself. */
export function findConflicts(
  blocks: readonly ReadBlock[],
  frame: Frame,
  found: {
    readonly indicators: readonly Indicator[]
    readonly stages: readonly Stage[]
    readonly dated: readonly DatedSpan[]
  },
): Conflict[] {
  return [
    ...disagreement('date-differs', datesThatCount(frame), blocks, sameDate),
    ...disagreement('number-differs', frame.docNumbers, blocks, (a, b) => plain(a) === plain(b)),
    ...disagreement(
      'issuer-differs',
      frame.issuers.filter(({ from }) => from !== 'title'),
      blocks,
      sameName,
    ),
    ...titleConflict(frame, blocks),
    ...labelConflicts(blocks),
    ...countConflicts(blocks),
    ...phaseConflicts(blocks),
    ...indicatorConflicts(found.indicators),
    ...reversedDates(found.dated, blocks),
  ]
}
