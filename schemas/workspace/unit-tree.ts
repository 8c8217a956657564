import * as v from 'valibot'
import { UnitId, type NewId } from '../ids.ts'
import type { UnitLine } from '../protocol/api.ts'
import type { Unit } from './directory.ts'

/** Longest name of a unit, in characters, as `UnitLine` takes it. */
const NAME_LENGTH_MAX = 200

/** A tab goes to the next multiple of four columns; a full-width space is two columns wide. */
const TAB_COLUMNS = 4
const FULL_WIDTH_COLUMNS = 2

/**
 * `empty-line` was passed over. `duplicate`: the name stands twice under one parent; the lines below it were put under
 * the first. `jump`: more than one level deeper than the line above; taken as one. `between-levels`: indented less than
 * its neighbours above but more than their parent; taken as their neighbour. `too-long` was cut.
 */
export type UnitProblemCode = 'empty-line' | 'duplicate' | 'jump' | 'between-levels' | 'too-long'

export interface UnitProblem {
  /** 1-based line of the pasted text. */
  readonly line: number
  readonly code: UnitProblemCode
  readonly name: string
}

export interface UnitTreeReading {
  /** The tree, parents before children; `depth` 0 is the top and grows by at most one. */
  readonly lines: readonly UnitLine[]
  readonly problems: readonly UnitProblem[]
}

interface IndentedLine {
  readonly line: number
  readonly name: string
  readonly column: number
}

interface Branch {
  readonly name: string
  readonly children: Branch[]
}

/**
 * Reads a pasted unit tree: one unit a line, indented by spaces, tabs or full-width spaces. A sign in front of a name
 * (`-`, `*`, `•`, `·`) is taken off. Never throws: what is odd is put right and reported.
 */
export function parseUnitTree(text: string): UnitTreeReading {
  const problems: UnitProblem[] = []
  const lines = indentedLines(text, problems)
  const step = smallestStep(lines)
  const root: Branch = { name: '', children: [] }
  const open: { branch: Branch; column: number }[] = []
  for (const line of lines) {
    const depth = depthOf(line, open, step, problems)
    open.length = depth
    const parent = open.at(-1)?.branch ?? root
    open.push({ branch: branchFor(line, parent, problems), column: line.column })
  }
  return { lines: flatten(root.children, 0), problems: problems.toSorted((a, b) => a.line - b.line) }
}

function indentedLines(text: string, problems: UnitProblem[]): IndentedLine[] {
  const found: IndentedLine[] = []
  const raw = text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r\n|\r|\n/)
  for (const [index, whole] of raw.entries()) {
    const [, indent = '', rest = ''] = /^([ \t\u3000\u00A0]*)(.*)$/u.exec(whole) ?? []
    const name = rest.replace(/^[-*•·]\s+/u, '').trim()
    const line = index + 1
    if (name === '') {
      if (text.trim() !== '') problems.push({ line, code: 'empty-line', name })
      continue
    }
    if (name.length > NAME_LENGTH_MAX) problems.push({ line, code: 'too-long', name })
    found.push({ line, name: name.slice(0, NAME_LENGTH_MAX).toWellFormed(), column: columnsOf(indent) })
  }
  return found
}

function columnsOf(indent: string): number {
  let column = 0
  for (const sign of indent) {
    if (sign === '\t') column += TAB_COLUMNS - (column % TAB_COLUMNS)
    else column += sign === '\u3000' ? FULL_WIDTH_COLUMNS : 1
  }
  return column
}

/** The smallest step inwards anywhere: what one level is worth in this text. */
function smallestStep(lines: readonly IndentedLine[]): number {
  let step = Infinity
  for (const [index, line] of lines.entries()) {
    const above = lines[index - 1]
    if (above !== undefined && line.column > above.column) step = Math.min(step, line.column - above.column)
  }
  return step
}

function depthOf(
  line: IndentedLine,
  open: readonly { readonly column: number }[],
  step: number,
  problems: UnitProblem[],
): number {
  const above = open.at(-1)
  if (above === undefined) return 0
  if (line.column > above.column) {
    const levels = Math.round((line.column - above.column) / step)
    if (levels > 1) problems.push({ line: line.line, code: 'jump', name: line.name })
    return open.length
  }
  const shallower = open.findLastIndex(({ column }) => column <= line.column)
  if (open[shallower]?.column === line.column) return shallower
  if (shallower >= 0) problems.push({ line: line.line, code: 'between-levels', name: line.name })
  return shallower + 1
}

/** The branch this line opens: a new one, or the one of the same name its parent already has. */
function branchFor(line: IndentedLine, parent: Branch, problems: UnitProblem[]): Branch {
  const known = parent.children.find((child) => child.name === line.name)
  if (known !== undefined) {
    problems.push({ line: line.line, code: 'duplicate', name: line.name })
    return known
  }
  const branch: Branch = { name: line.name, children: [] }
  parent.children.push(branch)
  return branch
}

function flatten(branches: readonly Branch[], depth: number): UnitLine[] {
  return branches.flatMap(({ name, children }) => [{ name, depth }, ...flatten(children, depth + 1)])
}

/**
 * Makes the rows of a directory out of the lines of a tree, in their order.
 * @param newId called once a line
 * A depth that makes no sense (below 0, or more than one deeper than the line above) is taken to the nearest that does.
 */
export function unitsFromLines(lines: readonly UnitLine[], newId: NewId): Unit[] {
  const path: UnitId[] = []
  const childrenOf = new Map<UnitId | null, number>()
  return lines.map(({ name, depth }) => {
    path.length = Math.max(0, Math.min(path.length, Math.trunc(depth) || 0))
    const parent = path.at(-1) ?? null
    const order = childrenOf.get(parent) ?? 0
    childrenOf.set(parent, order + 1)
    const id = v.parse(UnitId, newId())
    path.push(id)
    return { id, name, shortName: null, parent, order }
  })
}

/**
 * The lines of the tree that `units` make up: the inverse of {@link unitsFromLines}. A unit whose parent is missing, or
 * which is its own ancestor, stands at the top, so none is ever left out.
 */
export function linesFromUnits(units: readonly Unit[]): UnitLine[] {
  return unitsInOrder(units).map(({ unit, depth }) => ({ name: unit.name, depth }))
}

/** Units in the order of the tree, each with its depth; every unit exactly once. */
export function unitsInOrder(units: readonly Unit[]): { unit: Unit; depth: number }[] {
  const listed = new Set<UnitId>()
  const known = new Set(units.map((unit) => unit.id))
  const siblings = units.toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
  const below = (parent: UnitId, depth: number): { unit: Unit; depth: number }[] =>
    siblings.filter((unit) => unit.parent === parent).flatMap((unit) => withChildren(unit, depth))
  const withChildren = (unit: Unit, depth: number): { unit: Unit; depth: number }[] => {
    if (listed.has(unit.id)) return []
    listed.add(unit.id)
    return [{ unit, depth }, ...below(unit.id, depth + 1)]
  }
  const isTop = (unit: Unit) => unit.parent === null || !known.has(unit.parent)
  const fromTop = siblings.filter(isTop).flatMap((unit) => withChildren(unit, 0))
  const inCircles = siblings.flatMap((unit) => withChildren(unit, 0))
  return [...fromTop, ...inCircles]
}
