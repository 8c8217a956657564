import { bracketDepths } from './brackets.ts'
import { findDates } from './dates.ts'
import type { DateExpression } from './dates.ts'
import type { Segment } from './headings.ts'
import type { Label } from './labels.ts'
import type { Paragraph } from './lines.ts'
import { placeInOutline } from './outline.ts'
import type { BlockRole, Level, SourceBlock } from './reading.ts'
import { findQuantities } from './quantities.ts'
import type { Quantity } from './quantities.ts'
import { readSentences } from './sentences.ts'
import type { Sentence } from './sentences.ts'
import { titleSpan } from './titles.ts'

/** A block with what finding needs beside it: its matching form and the span of its title. */
export interface ReadBlock extends SourceBlock {
  readonly folded: string
  /** The same with the label blanked out, so that `2.3月` is not taken for 2.3. */
  readonly unlabelled: string
  /** What several finders look at, computed once; empty in blocks that hold no text of the plan. */
  readonly depths: Uint8Array
  readonly sentences: readonly Sentence[]
  readonly quantities: readonly Quantity[]
  readonly dates: readonly DateExpression[]
  /** Offsets of the title in `text`; both 0 where there is none. */
  readonly titleStart: number
  readonly titleEnd: number
  readonly paragraph: number
  readonly joined: boolean
  readonly orphan: boolean
  readonly doubtfulLabel: boolean
  /** The label as understood; null for running text. */
  readonly numbered: Label | null
}

const clampLevel = (depth: number): Level => (depth <= 1 ? 1 : depth === 2 ? 2 : depth === 3 ? 3 : 4)

function trimmed(paragraph: Paragraph, segment: Segment): { from: number; to: number } {
  let { from, to } = segment
  while (to > from && /\s/.test(paragraph.text.charAt(to - 1))) to--
  while (from < to && /\s/.test(paragraph.text.charAt(from))) from++
  return { from, to }
}

/** Offset in the source of an offset in a paragraph. A joined paragraph only knows its ends. */
function sourceOffset(paragraph: Paragraph, at: number): number {
  if (!paragraph.joined) return paragraph.start + at
  return at === 0
    ? paragraph.start
    : at === paragraph.text.length
      ? paragraph.end
      : Math.min(paragraph.end, paragraph.start + at)
}

type Inside = Pick<ReadBlock, 'unlabelled' | 'depths' | 'sentences' | 'quantities' | 'dates'>

/** What finders need of a block, its label of length `labelLength` left out. */
function insideOf(folded: string, labelLength: number, isBody: boolean): Inside {
  const unlabelled = ' '.repeat(labelLength) + folded.slice(labelLength)
  const depths = bracketDepths(folded)
  if (!isBody) return { unlabelled, depths, sentences: [], quantities: [], dates: [] }
  const sentences = readSentences(folded, labelLength, depths)
  return {
    unlabelled,
    depths,
    sentences,
    quantities: findQuantities(unlabelled),
    dates: findDates(unlabelled),
  }
}

/** Turns segments into blocks in order, headings placed in the outline. */
export function makeBlocks(
  paragraphs: readonly Paragraph[],
  segments: readonly Segment[],
  roles: readonly BlockRole[],
): ReadBlock[] {
  const headings = segments.filter((segment) => segment.label !== null)
  const shownLabel = (segment: Segment) => {
    const paragraph = paragraphs[segment.paragraph]
    return paragraph?.text.slice(segment.from, segment.from + (segment.label?.shown ?? 0)) ?? ''
  }
  const places = placeInOutline(
    headings.map((segment) => ({
      form: segment.label?.form ?? 'cn',
      number: segment.label?.number ?? 0,
      label: shownLabel(segment),
    })),
  )
  const blocks: ReadBlock[] = []
  let heading: number | null = null
  let section = ''
  let placeAt = 0
  for (const segment of segments) {
    const paragraph = paragraphs[segment.paragraph]
    if (paragraph === undefined) continue
    const { from, to } = trimmed(paragraph, segment)
    if (to <= from) continue
    const index = blocks.length
    const role = roles[segment.paragraph] ?? 'body'
    const folded = paragraph.folded.slice(from, to)
    const base = {
      index,
      text: paragraph.text.slice(from, to),
      folded,
      start: sourceOffset(paragraph, from),
      end: sourceOffset(paragraph, to),
      paragraph: segment.paragraph,
      joined: paragraph.joined,
    }
    const isBody = role === 'body'
    const placed = segment.label === null ? undefined : places[placeAt++]
    if (segment.label === null || placed === undefined) {
      const isTable = role === 'body' && folded.includes('\t')
      const plain = {
        role: isTable ? ('table' as const) : role,
        level: 0 as const,
        runIn: false,
        orphan: false,
      }
      blocks.push({
        ...base,
        ...insideOf(folded, 0, isBody),
        ...plain,
        section,
        heading,
        titleStart: 0,
        titleEnd: 0,
        doubtfulLabel: false,
        numbered: null,
      })
      continue
    }
    heading = index
    section = placed.path
    const title = titleSpan(folded, Math.min(segment.label.length, folded.length))
    blocks.push({
      ...base,
      ...insideOf(folded, segment.label.length, isBody),
      role,
      level: clampLevel(placed.depth),
      label: shownLabel(segment),
      title: base.text.slice(title.start, title.end),
      runIn: title.runIn,
      section,
      heading,
      titleStart: title.start,
      titleEnd: title.end,
      orphan: placed.orphan,
      doubtfulLabel: segment.doubtful,
      numbered: segment.label,
    })
  }
  return blocks
}

/** Does this block hold the text of the plan, where findings are looked for? */
export const isText = (block: SourceBlock): boolean => block.role === 'body' || block.role === 'table'
