import * as v from 'valibot'
import type * as Y from 'yjs'
import { bodyOf, readBlocks, type Block, type Inline } from '../text/body.ts'
import { numberBlocks, readOutline } from '../text/numbering.ts'
import { KNOWN_MARKS } from '../text/official-schema.ts'
import { OfficialHeader, readHeader } from './header.ts'

/** A stretch of text under the same marks; names only, sorted. */
const Run = v.strictObject({ text: v.string(), marks: v.array(v.string()) })
export type Run = v.InferOutput<typeof Run>

const Level = v.picklist([0, 1, 2, 3, 4])

/** A block of official text as a version keeps it. */
export const OfficialBlock = v.strictObject({
  id: v.string(),
  type: v.picklist(['paragraph', 'table', 'image', 'unknown']),
  level: Level,
  /** The number in front as printed, computed or literal; empty for running text. */
  number: v.string(),
  /** Set when the number is a literal of this block alone. */
  label: v.nullable(v.string()),
  role: v.nullable(v.string()),
  units: v.array(v.string()),
  due: v.nullable(v.string()),
  /** Without the number. A line break is `\n`, cells are divided by tabs and rows by `\n`. */
  text: v.string(),
  runs: v.array(Run),
  table: v.nullable(v.strictObject({ headRows: v.number(), rows: v.array(v.array(v.string())) })),
  image: v.nullable(v.strictObject({ blob: v.nullable(v.string()), alt: v.nullable(v.string()) })),
})
export type OfficialBlock = v.InferOutput<typeof OfficialBlock>

/** What plan, minutes and notice have in common. */
export const OfficialContent = v.object({ header: OfficialHeader, blocks: v.array(OfficialBlock) })
export type OfficialContent = v.InferOutput<typeof OfficialContent>

/** Head and blocks of a body room, numbered, as plain data. Never writes, never throws. */
export function readOfficial(doc: Y.Doc): OfficialContent {
  const header = readHeader(doc)
  const blocks = readBlocks(bodyOf(doc))
  const numbers = numberBlocks(blocks, readOutline(header.outline))
  return { header, blocks: blocks.map((block, index) => contentBlock(block, numbers[index] ?? '')) }
}

function contentBlock(block: Block, number: string): OfficialBlock {
  return {
    id: block.id,
    type: block.type === 'unknown_block' ? 'unknown' : block.type,
    level: block.level,
    number,
    label: wellFormedOrNull(block.label),
    role: wellFormedOrNull(block.role),
    units: block.units.map((unit) => unit.toWellFormed()),
    due: wellFormedOrNull(block.due),
    text: block.text.toWellFormed(),
    runs: joinRuns(block.inline.map(runOf)),
    table:
      block.table === null
        ? null
        : {
            headRows: block.table.headRows,
            rows: block.table.rows.map((row) => row.cells.map((cell) => cell.text.toWellFormed())),
          },
    image:
      block.image === null
        ? null
        : { blob: wellFormedOrNull(block.image.blob), alt: wellFormedOrNull(block.image.alt) },
  }
}

function wellFormedOrNull(text: string | null): string | null {
  return text === null ? null : text.toWellFormed()
}

/** Inline things of a newer program keep their place as an empty run marked `unknown`. */
function runOf(inline: Inline): Run {
  if (inline.kind === 'unknown') return { text: '', marks: ['unknown'] }
  const marks = KNOWN_MARKS.filter((mark) => Object.hasOwn(inline.marks, mark) && inline.marks[mark] === true)
  return { text: inline.kind === 'break' ? '\n' : inline.text.toWellFormed(), marks: marks.toSorted() }
}

/** Peers may hold one run in different pieces: equal neighbours are one. */
function joinRuns(runs: readonly Run[]): Run[] {
  const joined: Run[] = []
  for (const run of runs) {
    const last = joined.at(-1)
    if (last !== undefined && last.marks.join() === run.marks.join()) last.text += run.text
    else joined.push({ ...run })
  }
  return joined
}

/** A block as one line of plain text: its number, then its words. */
export function blockLine(block: Pick<OfficialBlock, 'number' | 'text'>): string {
  return block.number + block.text
}

/** Title, head lines and text as plain text, a paragraph a line. */
export function officialText({ header, blocks }: OfficialContent): string {
  const head = [header.title, header.docNumber, header.recipients.join('、')]
  const tail = [...header.annexes, ...header.issuers, header.date ?? '', header.note, ...header.copies]
  return [...head, ...blocks.map(blockLine), ...tail].filter((line) => line !== '').join('\n')
}
