import type { Block, NewBlock } from './body.ts'
import type { Outline } from './numbering.ts'
export declare function plainText(blocks: readonly Block[], outline: Outline): string
export declare function blocksFromParagraphs(
  paragraphs: readonly { text: string; level?: number; label?: string | null }[],
): NewBlock[]
