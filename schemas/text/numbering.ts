import type { Node } from 'prosemirror-model'
import { numeral } from './numerals.ts'

/** Forms of a clause number, named by their first number. */
export const NUMBER_FORMS = [
  '第一章',
  '第一节',
  '第一条',
  '一、',
  '（一）',
  '1.',
  '1、',
  '（1）',
  '①',
  '一是',
] as const
export type NumberForm = (typeof NUMBER_FORMS)[number]

/** The forms of the four levels, as `header.outline` holds them. */
export type Outline = readonly [NumberForm, NumberForm, NumberForm, NumberForm]
export const DEFAULT_OUTLINE: Outline = ['一、', '（一）', '1.', '（1）']

/** Forms that count on through the whole document instead of starting again under each clause above. */
const RUNS_ON: ReadonlySet<NumberForm> = new Set(['第一条'])

/** What numbering needs to know of a block. */
export interface Numbered {
  readonly level: number
  readonly label: string | null
}

/** Reads `header.outline`: four known forms, or else the usual ones. */
export function readOutline(value: unknown): Outline {
  if (!Array.isArray(value)) return DEFAULT_OUTLINE
  const [one, two, three, four, more] = value.map(formOf)
  if (!one || !two || !three || !four || more !== undefined) return DEFAULT_OUTLINE
  return [one, two, three, four]
}

function formOf(value: unknown): NumberForm | null {
  return NUMBER_FORMS.find((form) => form === value) ?? null
}

/** A number in a form: (2, '（一）') → （二）. */
export function numberIn(form: NumberForm, count: number): string {
  if (form === '①') return count <= 20 ? String.fromCodePoint(0x245f + count) : `（${count}）`
  return form.includes('1') ? form.replace('1', String(count)) : form.replace('一', numeral(count))
}

/**
 * The label of each block: its literal one, else its number, '' for running text. A literal label takes no number
 * away from those that count, and what lies below it starts again.
 */
export function numberBlocks(blocks: Iterable<Numbered>, outline: Outline): string[] {
  const counts = [0, 0, 0, 0]
  const labels: string[] = []
  for (const { level, label } of blocks) {
    const form = outline[level - 1]
    if (form === undefined) {
      labels.push(label ?? '')
      continue
    }
    for (let below = level; below < counts.length; below++) {
      const lower = outline[below]
      if (lower !== undefined && !RUNS_ON.has(lower)) counts[below] = 0
    }
    if (label === null) counts[level - 1] = (counts[level - 1] ?? 0) + 1
    labels.push(label ?? numberIn(form, counts[level - 1] ?? 0))
  }
  return labels
}

/** Labels of a document's blocks, by place. */
export interface NumberedDocument {
  readonly doc: Node
  readonly outline: Outline
  readonly labels: readonly string[]
}

/**
 * Numbers a document of the editor. Given the last result, the same labels come back (the same array) unless a level
 * or label changed: what a key press costs does not depend on the length of the texts.
 */
export function numberDocument(
  doc: Node,
  outline: Outline,
  last: NumberedDocument | null = null,
): NumberedDocument {
  const same = last !== null && last.outline === outline && sameNumbering(last.doc, doc)
  const labels = same ? last.labels : numberBlocks(doc.children.map(numberedOf), outline)
  return { doc, outline, labels }
}

function sameNumbering(a: Node, b: Node): boolean {
  if (a.childCount !== b.childCount) return false
  for (let i = 0; i < a.childCount; i++) {
    const [one, other] = [a.child(i), b.child(i)]
    if (one !== other && !sameNumbered(numberedOf(one), numberedOf(other))) return false
  }
  return true
}

function sameNumbered(a: Numbered, b: Numbered): boolean {
  return a.level === b.level && a.label === b.label
}

function numberedOf(node: Node): Numbered {
  return { level: node.attrs.level ?? 0, label: node.attrs.label ?? null }
}

/** Length of the run-in heading a clause begins with: up to and with the first 。 or ：, else the whole text. */
export function runInEnd(text: string): number {
  const end = text.search(/[。：]/)
  return end === -1 ? text.length : end + 1
}
