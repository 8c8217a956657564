import { FORM_RANK } from './labels.ts'
import type { LabelForm } from './labels.ts'

/** A heading as the outline sees it. */
export interface OutlineEntry {
  readonly form: LabelForm
  readonly number: number
  /** The label as shown. */
  readonly label: string
}

export interface Placed {
  /** Depth from 1; may pass 4. */
  readonly depth: number
  /** `三/（二）/2.` */
  readonly path: string
  /** The heading above it in the outline was lost. */
  readonly orphan: boolean
}

interface Open {
  readonly form: LabelForm
  readonly number: number
  readonly component: string
}

/** The label as one component of a path; at the first level it loses its 、. */
function component(label: string, isRoot: boolean): string {
  const tidy = label.replace(/\s/g, '')
  return isRoot ? tidy.replace(/[、．.,，丶]$/, '') : tidy
}

/** Does the sequence of the innermost open heading go on after entry `index`, so that the entry lies inside it? */
function resumes(entries: readonly OutlineEntry[], index: number, open: readonly Open[]): boolean {
  const top = open.at(-1)
  const above = new Set(open.slice(0, -1).map((entry) => entry.form))
  for (let at = index + 1; at < entries.length; at++) {
    const next = entries[at]
    if (next === undefined || above.has(next.form)) return false
    if (next.form === top?.form) return next.number === top.number + 1
  }
  return false
}

/** Pairs `inner<outer` of forms seen to nest in this document against their usual order. */
type Nested = Set<string>

/** Closes what an entry ends: its own form's predecessor, or everything narrower than itself. */
function closeFor(entries: readonly OutlineEntry[], index: number, open: Open[], nested: Nested): void {
  const entry = entries[index]
  if (entry === undefined) return
  const same = open.findIndex((opened) => opened.form === entry.form)
  if (same >= 0) {
    open.length = same
    return
  }
  while (open.length > 0) {
    const top = open.at(-1)
    if (top === undefined || FORM_RANK[top.form] < FORM_RANK[entry.form]) return
    const pair = `${entry.form}<${top.form}`
    if (entry.number === 1 && (nested.has(pair) || resumes(entries, index, open))) {
      nested.add(pair)
      return
    }
    open.pop()
  }
}

/** Index of the first heading that is not an orphan: the first of the widest form, when it begins above 1. */
function firstSafe(entries: readonly OutlineEntry[]): number {
  const widest = entries.reduce((rank, entry) => Math.min(rank, FORM_RANK[entry.form]), Infinity)
  const first = entries.findIndex((entry) => FORM_RANK[entry.form] === widest)
  return first > 0 && (entries[first]?.number ?? 1) > 1 ? first : 0
}

/** The lost headings above the orphans: the widest form, and what stands between it and the first orphan. */
function lostAncestors(entries: readonly OutlineEntry[], safe: number): Open[] {
  const [first] = entries
  const widest = entries[safe]
  if (safe === 0 || first === undefined || widest === undefined) return []
  const between = entries.slice(0, safe).filter(({ form }) => FORM_RANK[form] < FORM_RANK[first.form])
  const forms = [...new Set(between.map(({ form }) => form))].sort((a, b) => FORM_RANK[a] - FORM_RANK[b])
  return [widest.form, ...forms].map((form) => ({ form, number: 0, component: '' }))
}

/** Gives each heading its depth in this document and its path. A form already open ends its predecessor's branch. */
export function placeInOutline(entries: readonly OutlineEntry[]): Placed[] {
  const safe = firstSafe(entries)
  const open: Open[] = lostAncestors(entries, safe)
  const nested: Nested = new Set()
  return entries.map((entry, index) => {
    if (index === safe) open.length = 0
    closeFor(entries, index, open, nested)
    const depth = open.length + 1
    open.push({ form: entry.form, number: entry.number, component: component(entry.label, depth === 1) })
    const path = open.map((opened) => opened.component).filter((each) => each !== '')
    return { depth, path: path.join('/'), orphan: index < safe }
  })
}
