import type { OwnBlock, OwnTable } from './own-block.ts'

/** The marks a paste may bring along, named as in the schema of official text; all other looks are dropped. */
export type PastedMark = 'strong' | 'em' | 'underline' | 'strike' | 'superscript' | 'subscript'

/** A stretch of text with one set of marks. Holds no line breaks. */
export interface PastedRun {
  readonly text: string
  readonly marks: readonly PastedMark[]
}

/** Where a paragraph stood in a list of the program it was copied from. */
export interface PastedList {
  /** Depth, from 1. */
  readonly depth: number
  /** The number or bullet as it was drawn, `null` where the program did not say. */
  readonly label: string | null
  readonly ordered: boolean
}

/** One paragraph as it was found on the clipboard, before levels are recognised. */
export interface PastedParagraph {
  readonly kind: 'paragraph'
  readonly runs: readonly PastedRun[]
  readonly list?: PastedList
  /** 1–6 where the source called it a heading. */
  readonly heading?: number
  /** Set on paragraphs copied out of this editor. */
  readonly own?: OwnBlock
}

export interface PastedTable {
  readonly kind: 'table'
  readonly rows: readonly (readonly string[])[]
  /** Set on tables copied out of this editor. */
  readonly own?: OwnTable
}

/** A place where a picture stood; pictures themselves are not taken over. */
export interface PastedPicture {
  readonly kind: 'picture'
}

export type PastedBlock = PastedParagraph | PastedTable | PastedPicture

/** The text of a paragraph without its marks. */
export function pastedText(paragraph: PastedParagraph): string {
  return paragraph.runs.map((run) => run.text).join('')
}
