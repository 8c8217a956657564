import type { OfficialBlock } from '../../schemas/official/content.ts'
import { runInEnd } from '../../schemas/text/numbering.ts'

/** A heading in the outline. */
export interface OutlineLine {
  readonly block: string
  readonly level: number
  readonly number: string
  readonly title: string
}

/** Longest heading shown; a numbered item that is a whole sentence is cut. */
const TITLE_LENGTH_MAX = 60

/** The clauses of a text, in order: number and heading, without what runs on. */
export function outlineOf(blocks: readonly OfficialBlock[]): OutlineLine[] {
  return blocks
    .filter((block) => block.level > 0)
    .map(({ id, level, number, text }) => {
      const heading = text
        .slice(0, runInEnd(text))
        .replace(/[。：:]$/u, '')
        .trim()
      const title = heading.length > TITLE_LENGTH_MAX ? `${heading.slice(0, TITLE_LENGTH_MAX)}…` : heading
      return { block: id, level, number, title }
    })
}
