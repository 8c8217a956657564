import type { PastedMark } from './pasted.ts'

const MARKS: Readonly<Record<string, PastedMark>> = {
  B: 'strong',
  STRONG: 'strong',
  I: 'em',
  EM: 'em',
  U: 'underline',
  INS: 'underline',
  S: 'strike',
  STRIKE: 'strike',
  DEL: 'strike',
  SUP: 'superscript',
  SUB: 'subscript',
}

/** The marks inside an element: those around it, its own, and what its style adds or takes away. */
export function marksWith(marks: readonly PastedMark[], name: string, style: string): readonly PastedMark[] {
  const mark = MARKS[name]
  const own = mark === undefined || marks.includes(mark) ? marks : [...marks, mark]
  return style === '' ? own : marksOfStyle(own, style)
}

/** The marks around a place as changed by a style attribute. */
export function marksOfStyle(marks: readonly PastedMark[], style: string): readonly PastedMark[] {
  const wanted = new Set(marks)
  const weight = /font-weight:\s*(\w+)/i.exec(style)?.[1]
  if (weight !== undefined) toggle(wanted, 'strong', weight === 'bold' || Number(weight) >= 600)
  const slant = /font-style:\s*(\w+)/i.exec(style)?.[1]
  if (slant !== undefined) toggle(wanted, 'em', slant === 'italic' || slant === 'oblique')
  const decoration = /text-decoration(?:-line)?:\s*([^;]+)/i.exec(style)?.[1]
  if (decoration?.includes('underline')) wanted.add('underline')
  if (decoration?.includes('line-through')) wanted.add('strike')
  return [...wanted]
}

function toggle(marks: Set<PastedMark>, mark: PastedMark, on: boolean): void {
  if (on) marks.add(mark)
  else marks.delete(mark)
}
