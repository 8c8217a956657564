import { blockLine, type OfficialBlock } from '../official/content.ts'
import type { OfficialHeader } from '../official/header.ts'
import { normaliseInput } from '../text/reading/normalise.ts'
import { readPlan } from '../text/reading/read-plan.ts'
import type { Confidence, PlanReading } from '../text/reading/reading.ts'
import { printedDate } from '../typeset/printed.ts'
import { allFindings, subjectOf, wordsOfFinding, type AnyFinding } from './finding-words.ts'
import { findingKey, type FindingKind, type FindingWords, type Judgement, type Verdict } from './judgement.ts'

/** What findings are derived from: the head, for the years it implies, and the blocks. */
export interface FindingSource {
  readonly header: Pick<OfficialHeader, 'title' | 'docNumber' | 'date' | 'recipients'>
  readonly blocks: readonly Pick<OfficialBlock, 'id' | 'type' | 'number' | 'text'>[]
}

/** A finding in a living plan. `quote` stands in the block's text at `start` … `end`. */
export interface DerivedFinding {
  readonly kind: FindingKind
  readonly block: string
  readonly start: number
  readonly end: number
  readonly quote: string
  readonly subject: string
  readonly words: FindingWords
  readonly confidence: Confidence
}

/** A finding as it stands beside the text: derived, judged, or both. */
export interface PlanFinding extends DerivedFinding {
  /** What people said about it, or null. */
  readonly verdict: Verdict | null
  /** Id of the judgement; null when there is none. */
  readonly judgement: string | null
  /** Judged once, but its words are gone from the block or say something else now: 待复核. */
  readonly lapsed: boolean
}

/**
 * The findings the parser sees in a plan's text, in the order of the text. Costs a reading of the whole text (some 5 ms
 * for 20,000 characters): run it idle or in a worker.
 */
export function deriveFindings(source: FindingSource): DerivedFinding[] {
  const { text, places } = composeText(source)
  const reading = readPlan(text)
  return allFindings(reading)
    .flatMap((finding) => placed(finding, reading, places) ?? [])
    .sort((a, b) => a.index - b.index || a.finding.start - b.finding.start)
    .map(({ finding }) => finding)
}

/** Where a block's line stands in the composed text. */
interface BlockPlace {
  readonly block: string
  readonly index: number
  readonly start: number
  /** Length of the number in front. */
  readonly numbered: number
  /** The words as the parser read them, and as they stand in the block. */
  readonly text: string
  readonly original: string
}

/**
 * The plan as the parser reads it: a paragraph a line, empty lines between, so that none are taken for one broken line,
 * and so that every offset leads back to its block.
 */
function composeText({ header, blocks }: FindingSource): { text: string; places: BlockPlace[] } {
  const recipients = header.recipients.length === 0 ? '' : `${header.recipients.join('、')}：`
  const date = header.date === null ? '' : printedDate(header.date)
  const head = [header.title, header.docNumber, date, recipients].filter((line) => line !== '')
  const places: BlockPlace[] = []
  let text = head.map((line) => `${oneLine(line)}\n\n`).join('')
  for (const [index, block] of blocks.entries()) {
    const words = block.type === 'table' ? normaliseInput(block.text) : oneLine(block.text)
    const line = blockLine({ number: block.number, text: words })
    const numbered = block.number.length
    places.push({ block: block.id, index, start: text.length, numbered, text: words, original: block.text })
    text += `${line}\n\n`
  }
  return { text, places }
}

/** Normalised before it is composed, so that normalising again moves no offset. A line break counts as a space. */
function oneLine(text: string): string {
  return normaliseInput(text).replaceAll('\n', ' ')
}

/** A finding with the index of its block, by which it is put in order. */
interface Placed {
  readonly index: number
  readonly finding: DerivedFinding
}

function placed(finding: AnyFinding, reading: PlanReading, places: readonly BlockPlace[]): Placed | null {
  const { found, kind } = finding
  const block = reading.blocks[found.place.block]
  if (block === undefined) return null
  const at = block.start + found.place.start
  const place = placeAt(places, at)
  if (place === null) return null
  const words = wordsOfFinding(finding)
  const subject = subjectOf(kind, words)
  const start = Math.max(0, at - place.start - place.numbered)
  const end = Math.min(place.text.length, at + found.text.length - place.start - place.numbered)
  const quote = place.text.slice(start, Math.max(start, end))
  const stands = spanIn(place.original, quote, start)
  const { confidence } = found
  return {
    index: place.index,
    finding: { kind, block: place.block, ...stands, quote, subject, words, confidence },
  }
}

/** The block whose line holds an offset of the composed text: the last that begins at or before it. */
function placeAt(places: readonly BlockPlace[], offset: number): BlockPlace | null {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle]?.start ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return places[low - 1] ?? null
}

/** Where the quote stands in the block itself: the parser may have passed over signs that show nothing. */
function spanIn(original: string, quote: string, start: number): { start: number; end: number } {
  const at = original.startsWith(quote, start) ? start : original.indexOf(quote)
  return at < 0 ? { start: 0, end: original.length } : { start: at, end: at + quote.length }
}

/**
 * Findings and judgements brought together, in the order of the text; judgements whose words are gone stand where their
 * block stands, or at the end. A judgement is never dropped silently: what it rested on is marked as lapsed.
 */
export function mergeFindings(
  derived: readonly DerivedFinding[],
  judgements: readonly Judgement[],
  blocks: readonly Pick<OfficialBlock, 'id' | 'text'>[],
): PlanFinding[] {
  const open = new Map(judgements.map((judgement) => [findingKey(judgement), judgement]))
  const merged = derived.map((finding): PlanFinding => {
    const key = findingKey({ ...finding, finding: finding.kind })
    const judgement = open.get(key)
    if (judgement === undefined || judgement.verdict === 'added') {
      return { ...finding, verdict: null, judgement: null, lapsed: false }
    }
    open.delete(key)
    const words = judgement.verdict === 'corrected' ? Object.fromEntries(judgement.words) : finding.words
    return { ...finding, words, verdict: judgement.verdict, judgement: judgement.id, lapsed: false }
  })
  const texts = new Map(blocks.map((block) => [block.id, block.text]))
  const rest = [...open.values()].flatMap(
    (judgement) => restingOn(judgement, texts.get(judgement.block)) ?? [],
  )
  const places = new Map(blocks.map((block, index) => [block.id, index]))
  const at = (finding: PlanFinding) => places.get(finding.block) ?? blocks.length
  return [...merged, ...rest].sort((a, b) => at(a) - at(b) || a.start - b.start)
}

/** A judgement the parser has no finding for. A rejected one that is not found any more has done its work. */
function restingOn(judgement: Judgement, text: string | undefined): PlanFinding | null {
  const start = text?.indexOf(judgement.quote) ?? -1
  if (judgement.verdict === 'rejected') return null
  const { finding: kind, block, quote, subject, verdict, id } = judgement
  const place = { start: Math.max(0, start), end: start < 0 ? 0 : start + quote.length }
  const words = Object.fromEntries(judgement.words)
  const lapsed = start < 0
  return { kind, block, ...place, quote, subject, words, confidence: 'sure', verdict, judgement: id, lapsed }
}
