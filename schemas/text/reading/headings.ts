import type { Paragraph } from './lines.ts'
import { labelAt } from './labels.ts'
import type { Label, LabelForm } from './labels.ts'
import { bracketDepths } from './brackets.ts'

/** A stretch of one paragraph, from one label to the next; without label where the paragraph begins without one. */
export interface Segment {
  readonly paragraph: number
  readonly from: number
  readonly to: number
  readonly label: Label | null
  /** The label was taken on its sequence alone, not on its form and place. */
  readonly doubtful: boolean
}

interface Candidate {
  readonly paragraph: number
  readonly at: number
  readonly label: Label
  /** At the start of its paragraph. */
  readonly leads: boolean
}

const MAY_START_INNER = /[第阶([\d壹贰叁参肆伍陆柒捌玖拾一二三四五六七八九十⑴-⒛㈠-㈩]/g
/** What may stand before a label inside a line. */
const AFTER_BREAK = /[。;:!?”)] *$|\s$/
const INNER_FORMS: ReadonlySet<LabelForm> = new Set([
  'cnFormal',
  'cn',
  'cnParen',
  'arabic',
  'arabicParen',
  'phase',
  'part',
  'decimal',
])
/** `（二）项`, `1.5米`, `一、二产业`: numbers that point elsewhere or count. */
const NOT_A_TITLE = /^(?:项|款|条|点|目|类|级|种|等|号|[\d,，、。;)”])/

/** A heading's words so far: short, and no sentence has ended. Then a label may follow without a mark between. */
function isBareTitle(words: string): boolean {
  return words.length >= 2 && words.length <= 30 && !/[。,;:!?]/.test(words)
}

function innerCandidates(paragraph: Paragraph, index: number): Candidate[] {
  const { folded } = paragraph
  const found: Candidate[] = []
  const depths = bracketDepths(folded)
  let lastLabelEnd = labelAt(folded)?.length ?? 0
  MAY_START_INNER.lastIndex = 1
  for (let hit = MAY_START_INNER.exec(folded); hit !== null; hit = MAY_START_INNER.exec(folded)) {
    const at = hit.index
    if ((depths[at] ?? 0) > (/[([]/.test(hit[0]) ? 1 : 0) || at < lastLabelEnd) continue
    const before = folded.slice(Math.max(0, at - 2), at)
    const afterTitle = lastLabelEnd > 0 && isBareTitle(folded.slice(lastLabelEnd, at).trim())
    if (!AFTER_BREAK.test(before) && !(afterTitle && !/[\d第]$/.test(before))) continue
    const label = labelAt(folded.slice(at, at + 24))
    if (label === null || label.weak || !INNER_FORMS.has(label.form)) continue
    if (NOT_A_TITLE.test(folded.slice(at + label.length, at + label.length + 2))) continue
    found.push({ paragraph: index, at, label, leads: false })
    lastLabelEnd = at + label.length
    MAY_START_INNER.lastIndex = lastLabelEnd
  }
  return found
}

/** Does the next label of the same form after `index` carry on from `candidate`? */
function isFollowedUp(candidates: readonly Candidate[], index: number): boolean {
  const candidate = candidates[index]
  for (let at = index + 1; at < candidates.length && at < index + 60; at++) {
    const next = candidates[at]
    if (next?.label.form === candidate?.label.form)
      return next?.label.number === (candidate?.label.number ?? 0) + 1
  }
  return false
}

/** Keeps the labels that are certain by form and place, and those that fit the sequence of their form. */
function accept(candidates: readonly Candidate[]): { candidate: Candidate; doubtful: boolean }[] {
  const last = new Map<LabelForm, number>()
  const kept: { candidate: Candidate; doubtful: boolean }[] = []
  candidates.forEach((candidate, index) => {
    const { form, number, weak } = candidate.label
    const certain = candidate.leads && !weak
    const continues = last.get(form) === number - 1 && number > 1
    const begins = number === 1 && isFollowedUp(candidates, index)
    if (!certain && !continues && !begins) return
    last.set(form, number)
    kept.push({ candidate, doubtful: weak })
  })
  return kept
}

/**
 * Cuts paragraphs at their outline labels, at the start of a line and inside it.
 * @param paragraphs in order; `isBody` says which may carry headings.
 */
export function cutAtLabels(paragraphs: readonly Paragraph[], isBody: (index: number) => boolean): Segment[] {
  const candidates: Candidate[] = []
  paragraphs.forEach((paragraph, index) => {
    if (!isBody(index)) return
    const label = labelAt(paragraph.folded)
    // ①…②… within one paragraph are an enumeration, not headings.
    const enumerates =
      label?.form === 'circled' &&
      paragraph.folded.includes(String.fromCharCode(paragraph.folded.charCodeAt(0) + 1))
    if (label !== null && !enumerates) candidates.push({ paragraph: index, at: 0, label, leads: true })
    if (!paragraph.folded.includes('\t')) candidates.push(...innerCandidates(paragraph, index))
  })
  const byParagraph = new Map<number, { candidate: Candidate; doubtful: boolean }[]>()
  for (const kept of accept(candidates)) {
    const cuts = byParagraph.get(kept.candidate.paragraph)
    if (cuts === undefined) byParagraph.set(kept.candidate.paragraph, [kept])
    else cuts.push(kept)
  }
  return paragraphs.flatMap((paragraph, index) => cut(paragraph, index, byParagraph.get(index) ?? []))
}

function cut(
  paragraph: Paragraph,
  index: number,
  cuts: readonly { candidate: Candidate; doubtful: boolean }[],
): Segment[] {
  const segments: Segment[] = []
  const first = cuts[0]?.candidate.at ?? paragraph.text.length
  if (first > 0) segments.push({ paragraph: index, from: 0, to: first, label: null, doubtful: false })
  cuts.forEach(({ candidate, doubtful }, position) => {
    const to = cuts[position + 1]?.candidate.at ?? paragraph.text.length
    segments.push({ paragraph: index, from: candidate.at, to, label: candidate.label, doubtful })
  })
  return segments
}
