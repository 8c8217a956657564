import { Slice, type Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { AddMarkStep, RemoveMarkStep, ReplaceStep } from 'prosemirror-transform'
import { officialSchema } from './official-schema.ts'
import type { UnitChange } from './unit-changes.ts'

/** A stretch of the editor's document and what the body now holds there. */
export interface Stretch {
  /** First block and its position; `count` blocks from there on are to become `nodes`. */
  readonly index: number
  readonly pos: number
  readonly count: number
  readonly nodes: readonly Node[]
  /** How the body got there, when it is known for certain. */
  readonly changes: readonly UnitChange[] | null
}

/**
 * Adds to `tr` the small steps that make a stretch equal to `nodes`: carets, decorations and compositions elsewhere
 * in the block keep their place. Whatever the small steps do not reach is replaced in the end.
 */
export function addStretchSteps(tr: Transaction, stretch: Stretch): void {
  const { index, pos, count, nodes, changes } = stretch
  const old = childrenOf(tr.doc, index, count)
  if (old.length === nodes.length && nodes.every((node, i) => old[i]?.eq(node))) return
  if (changes === null || !addKnownSteps(tr, { pos, old, nodes, changes }))
    addComparedStep(tr, pos, old, nodes)
  let at = pos
  nodes.forEach((node, i) => {
    matchBlock(tr, at, tr.doc.child(index + i), node)
    at += node.nodeSize
  })
}

function childrenOf(doc: Node, index: number, count: number): Node[] {
  return Array.from({ length: count }, (_, i) => doc.child(index + i))
}

interface KnownStretch {
  readonly pos: number
  readonly old: readonly Node[]
  readonly nodes: readonly Node[]
  readonly changes: readonly UnitChange[]
}

/** Steps from known changes: one per change within a paragraph, else one from the first change to the last. */
function addKnownSteps(tr: Transaction, known: KnownStretch): boolean {
  const { old, nodes, changes } = known
  const [first, firstNew, last, lastNew] = [old[0], nodes[0], old.at(-1), nodes.at(-1)]
  if (!first?.isTextblock || !firstNew?.isTextblock || !last?.isTextblock || !lastNew?.isTextblock)
    return false
  // A transaction that others nested in their own shows units as added that the editor has already: compare then.
  if (
    unitsWithout(changes, 'added') !== unitsIn(old) ||
    unitsWithout(changes, 'dropped') !== unitsIn(nodes)
  ) {
    return false
  }
  return old.length === 1 && nodes.length === 1
    ? endsAlike(first, firstNew, changes) && addInlineSteps(tr, known.pos + 1, firstNew, changes)
    : addHullStep(tr, known, last, lastNew)
}

function unitsWithout(changes: readonly UnitChange[], kind: UnitChange['kind']): number {
  return changes.reduce((sum, change) => (change.kind === kind ? sum : sum + change.units), 0)
}

function unitsIn(nodes: readonly Node[]): number {
  return nodes.reduce((sum, node) => sum + unitsOfBlock(node), 0)
}

/** Length in the body of a block of the editor: its content and its marker. */
export function unitsOfBlock(node: Node): number {
  return (node.isTextblock ? node.content.size : 0) + (node.attrs.id === '' ? 0 : 1)
}

/** Whether the marker at the end is one that stays, or there is none on either side. */
function endsAlike(old: Node, wanted: Node, changes: readonly UnitChange[]): boolean {
  const implicit = [old, wanted].filter((node) => node.attrs.id === '').length
  return implicit === 2 || (implicit === 0 && changes.at(-1)?.kind === 'kept')
}

function addInlineSteps(
  tr: Transaction,
  start: number,
  wanted: Node,
  changes: readonly UnitChange[],
): boolean {
  let offset = 0
  return changes.every((change, i) => {
    if (change.kind === 'kept') {
      offset += change.units
      return true
    }
    // What replaces dropped text comes in the same step.
    if (change.kind === 'added' && changes[i - 1]?.kind === 'dropped') return true
    const next = changes[i + 1]
    const dropped = change.kind === 'dropped' ? change.units : 0
    const added = change.kind === 'added' ? change.units : next?.kind === 'added' ? next.units : 0
    const at = start + offset
    const content = wanted.content.cut(offset, offset + added)
    offset += added
    return tr.maybeStep(new ReplaceStep(at, at + dropped, new Slice(content, 0, 0))).failed === null
  })
}

/** One step across blocks, from the first change to the last; what lies outside it stays where it is. */
function addHullStep(tr: Transaction, known: KnownStretch, last: Node, lastNew: Node): boolean {
  const { pos, old, nodes, changes } = known
  const before = changes[0]?.kind === 'kept' ? changes[0].units : 0
  const closing = changes.at(-1)
  const after =
    closing?.kind === 'kept' && changes.length > 1 ? closing.units - (lastNew.attrs.id === '' ? 0 : 1) : -1
  const sizes = [old[0]?.content.size ?? 0, nodes[0]?.content.size ?? 0]
  if (after < 0 || before > Math.min(...sizes) || after > Math.min(last.content.size, lastNew.content.size))
    return false
  const whole = officialSchema.nodes.doc.create(null, nodes)
  const to = pos + old.reduce((sum, node) => sum + node.nodeSize, 0) - 1 - after
  const slice = whole.slice(1 + before, whole.content.size - 1 - after)
  return tr.maybeStep(new ReplaceStep(pos + 1 + before, to, slice)).failed === null
}

/** One step found by comparing, for when the way there is not known (opening, catching up, atoms). */
function addComparedStep(tr: Transaction, pos: number, old: readonly Node[], nodes: readonly Node[]): void {
  const a = officialSchema.nodes.doc.create(null, old)
  const b = officialSchema.nodes.doc.create(null, nodes)
  const start = a.content.findDiffStart(b.content)
  const end = a.content.findDiffEnd(b.content)
  if (start === null || end === null) return
  // Where the same run of characters is found from both sides, the two finds overlap.
  const overlap = Math.max(0, start - Math.min(end.a, end.b))
  const toA = Math.min(a.content.size, end.a + overlap)
  const toB = Math.min(b.content.size, end.b + overlap)
  const step = new ReplaceStep(pos + start, pos + toA, b.slice(start, toB))
  if (tr.maybeStep(step).failed !== null) {
    tr.step(new ReplaceStep(pos, pos + a.content.size, new Slice(b.content, 0, 0)))
  }
}

/** Brings attributes and marks of one block to what is wanted; replaces the block if that does not suffice. */
function matchBlock(tr: Transaction, pos: number, node: Node, wanted: Node): void {
  if (node.eq(wanted)) return
  if (node.type === wanted.type) {
    for (const key of Object.keys(wanted.attrs)) {
      if (!sameValue(node.attrs[key], wanted.attrs[key])) tr.setNodeAttribute(pos, key, wanted.attrs[key])
    }
    if (node.isTextblock && sameUnits(node, wanted)) addMarkSteps(tr, pos + 1, node, wanted)
  }
  const now = tr.doc.nodeAt(pos)
  if (now === null || !now.eq(wanted)) tr.replaceWith(pos, pos + node.nodeSize, wanted)
}

function sameValue(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

function sameUnits(a: Node, b: Node): boolean {
  const leaf = (node: Node) =>
    node.type.name === 'hard_break' ? '\n' : `\u0000${JSON.stringify(node.attrs)}`
  return a.textBetween(0, a.content.size, '', leaf) === b.textBetween(0, b.content.size, '', leaf)
}

function addMarkSteps(tr: Transaction, start: number, node: Node, wanted: Node): void {
  wanted.forEach((piece, offset) => {
    const end = offset + piece.nodeSize
    node.nodesBetween(offset, end, (had, at) => {
      const from = start + Math.max(offset, at)
      const to = start + Math.min(end, at + had.nodeSize)
      for (const mark of had.marks)
        if (!mark.isInSet(piece.marks)) tr.step(new RemoveMarkStep(from, to, mark))
      for (const mark of piece.marks) if (!mark.isInSet(had.marks)) tr.step(new AddMarkStep(from, to, mark))
      return false
    })
  })
}
