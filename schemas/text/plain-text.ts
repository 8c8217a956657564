import type { Block, Level, NewBlock } from './body.ts'
import { numberBlocks, type Outline } from './numbering.ts'

/** A paragraph of plain text as the parser has understood it. */
export interface PlainParagraph {
  /** Without the number, if that is computed. */
  readonly text: string
  readonly level?: Level
  /** A literal number or label that is not computed. */
  readonly label?: string | null
}

/** Official text as plain text, one block a line, numbers and labels written out; blocks without text are left out. */
export function plainText(blocks: readonly Block[], outline: Outline): string {
  const labels = numberBlocks(blocks, outline)
  return blocks
    .map((block, i) => `${labels[i] ?? ''}${block.text}`)
    .filter((line) => line !== '')
    .join('\n')
}

/** Understood paragraphs as blocks ready to be written. Empty ones without a label are left out. */
export function blocksFromParagraphs(paragraphs: readonly PlainParagraph[]): NewBlock[] {
  return paragraphs
    .filter(({ text, label }) => text.trim() !== '' || (label ?? '') !== '')
    .map(({ text, level, label }) => ({ text: text.trim(), level: level ?? 0, label: label ?? null }))
}
