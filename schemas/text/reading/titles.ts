import { bracketDepths } from './brackets.ts'

/** Where a heading's title stands in its block, and whether text follows it there. */
export interface TitleSpan {
  readonly start: number
  readonly end: number
  readonly runIn: boolean
}

/** Words before a colon that announce a list rather than name a subject. */
const ANNOUNCES = /(?:如下|包括|以下|即|分别是|为|是|有|例如|比如)$/
const LONGEST_COLON_TITLE = 30
const LONGEST_SPACED_TITLE = 20

function sentenceEnd(folded: string, from: number, depths: Uint8Array): number {
  for (let at = from; at < folded.length; at++) {
    if ('。!?'.includes(folded.charAt(at)) && depths[at] === 0) return at
  }
  return folded.length
}

/** `1.基础设施:为满足…` ends at the colon. */
function colonEnd(folded: string, from: number, limit: number, depths: Uint8Array): number {
  for (let at = from; at < limit && at - from <= LONGEST_COLON_TITLE; at++) {
    if (folded.charAt(at) !== ':' || depths[at] !== 0) continue
    const words = folded.slice(from, at)
    // `第一阶段（3月1日—31日）：宣传发动`: a bracket alone names nothing.
    if (/^\([^()]*\)$/.test(words)) continue
    return words === '' || ANNOUNCES.test(words) ? limit : at
  }
  return limit
}

/** `一、指导思想 以科学发展观为指导…`: a gap ends a short title when sentences follow. */
function gapEnd(folded: string, from: number, limit: number): number {
  const gap = folded.slice(from, from + LONGEST_SPACED_TITLE + 2).search(/\s/)
  if (gap < 2) return limit
  const words = folded.slice(from, from + gap)
  const rest = folded.slice(from + gap).trim()
  const runsOn = rest.length >= 12 && /[,。;]/.test(rest)
  return runsOn && !/[,。;:“(]/.test(words) ? from + gap : limit
}

/**
 * The title of a heading: from the end of its label to the first 。 or ：, or to the end of the block.
 * @param folded the block in its matching form. @param from the offset where the label ends.
 */
export function titleSpan(folded: string, from: number): TitleSpan {
  const depths = bracketDepths(folded)
  const stop = sentenceEnd(folded, from, depths)
  const end = Math.min(colonEnd(folded, from, stop, depths), gapEnd(folded, from, stop))
  const trimmed = folded.slice(from, end).replace(/[\s。.;:、,]+$/, '')
  const rest = folded.slice(end).replace(/^[\s。.;:!?]+/, '')
  return { start: from, end: from + trimmed.length, runIn: rest !== '' }
}
