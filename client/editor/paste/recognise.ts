import { LEVEL_MAX } from '../../../schemas/text/official-schema.ts'
import type { Level } from '../../../schemas/text/body.ts'
import type { NumberForm, Outline } from '../../../schemas/text/numbering.ts'
import { labelAt, type LabelForm } from '../../../schemas/text/reading/labels.ts'
import { fold } from '../../../schemas/text/reading/normalise.ts'
import type { OwnBlock } from './own-block.ts'
import {
  pastedText,
  type PastedBlock,
  type PastedMark,
  type PastedParagraph,
  type PastedRun,
} from './pasted.ts'

/** A pasted paragraph with its level known and its number taken off, for the number is computed here. */
export interface RecognisedParagraph {
  readonly kind: 'paragraph'
  readonly level: Level
  /** A number the outline would not compute, kept as it stands. */
  readonly label: string | null
  readonly runs: readonly PastedRun[]
  readonly own?: OwnBlock
}

export type RecognisedBlock = RecognisedParagraph | Exclude<PastedBlock, PastedParagraph>

/** The form in which a number of the outline is read. */
const FORM_OF_NUMBER: Readonly<Record<NumberForm, LabelForm>> = {
  第一章: 'part',
  第一节: 'section',
  第一条: 'article',
  '一、': 'cn',
  '（一）': 'cnParen',
  '1.': 'arabic',
  '1、': 'arabic',
  '（1）': 'arabicParen',
  '①': 'circled',
  一是: 'oneIs',
}

/** The level of the usual forms where the document's own outline does not have them. */
const USUAL_LEVELS: Readonly<Partial<Record<LabelForm, Level>>> = {
  cn: 1,
  cnParen: 2,
  arabic: 3,
  arabicParen: 4,
  arabicHalf: 4,
}

/** The level a number stands for: by the document's outline, else as usual. Other forms stay part of the text. */
function levelOfForm(form: LabelForm, outline: Outline): Level | null {
  const place = outline.findIndex((number) => FORM_OF_NUMBER[number] === form)
  return (place < 0 ? USUAL_LEVELS[form] : LEVELS[place + 1]) ?? null
}

/** Longest stretch at the head of a paragraph that can hold a number. */
const LABEL_REACH = 24

export interface TypedLabel {
  readonly level: Level
  /** Characters of the number and what follows it. */
  readonly length: number
}

/** The level and the length of a number typed at the head of `text`, or null when there is none. */
export function typedLabel(text: string, outline: Outline): TypedLabel | null {
  const label = labelAt(fold(text.slice(0, LABEL_REACH)))
  if (label === null || label.weak) return null
  const level = levelOfForm(label.form, outline)
  return level === null ? null : { level, length: label.length }
}

/**
 * Gives every pasted paragraph its level: from its own mark when it was copied here, from the number Word or WPS
 * drew for it, else from a number typed by hand. Web lists become clauses below the clause they stand under.
 */
export function recognise(blocks: readonly PastedBlock[], outline: Outline): RecognisedBlock[] {
  let above: Level = 0
  const aboveSections = rankAboveSections(blocks)
  return blocks.map((block) => {
    if (block.kind !== 'paragraph') return block
    const paragraph = recogniseParagraph(block, { above, outline, aboveSections })
    if (block.list === undefined && paragraph.level > 0) above = paragraph.level
    return paragraph
  })
}

interface Surroundings {
  /** Level of the clause above. */
  readonly above: Level
  /** Rank of headings right above that of sections. */
  readonly aboveSections: number
  readonly outline: Outline
}

function recogniseParagraph(block: PastedParagraph, around: Surroundings): RecognisedParagraph {
  const { own, runs } = block
  if (own !== undefined)
    return { kind: 'paragraph', level: asLevel(own.level), label: safeLabel(own.label), runs, own }
  const typed = typedLabel(pastedText(block), around.outline)
  if (typed !== null) return paragraphOf(typed.level, dropStart(block.runs, typed.length))
  if (block.list !== undefined) return recogniseListed(block, around)
  return paragraphOf(
    block.heading === undefined ? 0 : levelOfHeading(block, around.aboveSections),
    block.runs,
  )
}

function recogniseListed(block: PastedParagraph, { above, outline }: Surroundings): RecognisedParagraph {
  const { label = null, depth = 1, ordered = false } = block.list ?? {}
  if (!ordered) return paragraphOf(0, block.runs)
  const drawn = label === null ? null : typedLabel(label + '　', outline)
  if (drawn !== null) return paragraphOf(drawn.level, block.runs)
  // A number of a foreign form (第一条, A.) is the author's: it stays readable, as text.
  if (label !== null) return paragraphOf(0, [{ text: label, marks: [] }, ...block.runs])
  // A list of a web page: 1. 2. 3. of its own, so an Arabic level, below the clause it belongs to.
  return paragraphOf(asLevel(Math.min(LEVEL_MAX, Math.max(3, above + 1) + depth - 1)), block.runs)
}

/**
 * The rank of headings right above that of sections. A web page has one h1, its title, and sections of h2. Where the
 * highest rank stands more than once, or alone, as Word's 标题 1 does, sections are of that rank.
 */
function rankAboveSections(blocks: readonly PastedBlock[]): number {
  const ranks = blocks.flatMap((block) => (block.kind === 'paragraph' ? (block.heading ?? []) : []))
  const highest = ranks.reduce((least, rank) => Math.min(least, rank), 6)
  const hasTitle = ranks.length > 1 && ranks[0] === highest && ranks.indexOf(highest, 1) === -1
  return hasTitle ? highest : highest - 1
}

/** Without a number only short headings are believed, and two ranks of them below the title. */
function levelOfHeading(block: PastedParagraph, aboveSections: number): Level {
  const rank = (block.heading ?? 1) - aboveSections
  return pastedText(block).length <= 40 ? asLevel(Math.min(2, Math.max(0, rank))) : 0
}

function paragraphOf(level: Level, runs: readonly PastedRun[]): RecognisedParagraph {
  return { kind: 'paragraph', level, label: null, runs: level === 0 ? runs : withoutTotalBold(runs) }
}

/** A heading that is bold throughout is bold because it is a heading; the form has faces for that. */
function withoutTotalBold(runs: readonly PastedRun[]): readonly PastedRun[] {
  const isTotal = runs.every((run) => run.marks.includes('strong') || run.text.trim() === '')
  return isTotal ? runs.map((run) => ({ text: run.text, marks: without(run.marks, 'strong') })) : runs
}

function without(marks: readonly PastedMark[], mark: PastedMark): PastedMark[] {
  return marks.filter((each) => each !== mark)
}

function dropStart(runs: readonly PastedRun[], length: number): PastedRun[] {
  let left = length
  return runs.flatMap((run) => {
    const dropped = Math.min(left, run.text.length)
    left -= dropped
    return dropped === run.text.length ? [] : [{ text: run.text.slice(dropped), marks: run.marks }]
  })
}

const LEVELS: readonly Level[] = [0, 1, 2, 3, 4]

/** A level out of clipboard data, which anybody may have written: anything else is running text. */
function asLevel(level: number): Level {
  return LEVELS.find((known) => known === level) ?? 0
}

/** A literal label as a person could have typed it: short, on one line. */
function safeLabel(label: string | null): string | null {
  return label !== null && label.length <= LABEL_REACH && !/[\r\n]/.test(label) ? label : null
}
