import type { Node } from 'prosemirror-model'
/** Forms of the four levels, named by their first number. */
export type NumberForm = '第一章' | '第一节' | '第一条' | '一、' | '（一）' | '1.' | '1、' | '（1）' | '①'
export type Outline = readonly [NumberForm, NumberForm, NumberForm, NumberForm]
export declare const DEFAULT_OUTLINE: Outline
/** Reads `header.outline`; anything else than four known forms gives the default. */
export declare function readOutline(value: unknown): Outline
/** The label of each block: computed, or its literal; '' for running text. */
export declare function numberBlocks(
  blocks: Iterable<{ level: number; label: string | null }>,
  outline: Outline,
): string[]
/** Labels of a document's blocks, carried over from the last document when no level or label changed: per key it costs next to nothing. */
export declare function numberDocument(
  doc: Node,
  outline: Outline,
  last?: { doc: Node; outline: Outline; labels: readonly string[] },
): { doc: Node; outline: Outline; labels: readonly string[] }
/** Length of the run-in heading a clause begins with: up to and with the first 。 or ：, else the whole text. */
export declare function runInEnd(text: string): number
