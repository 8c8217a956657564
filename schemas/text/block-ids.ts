import type { Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import type { NewId } from '../ids.ts'
import type { Change } from './changes.ts'
import { blockRegion, type Region } from './block-region.ts'
import { startOf } from './block-starts.ts'

/**
 * Gives ids to the blocks a local edit made: to implicit paragraphs that were edited or can no longer be told from
 * what follows, and to all but one of those that now share an id. Of the halves of a split, the last that holds
 * text of the old block keeps the id: its marker stays where it is. Repetitions that were there before stay.
 * Returns whether `tr` was added to.
 */
export function assignIds(
  tr: Transaction,
  before: Node,
  edit: { changes: readonly Change[]; newId: NewId },
): boolean {
  const { doc } = tr
  const region = blockRegion(before, doc, edit.changes)
  const from = Math.max(0, region.from - 1)
  const rename = new Set<number>()
  for (let i = from; i < Math.min(doc.childCount, region.toB + 1); i++) {
    if (needsId(doc, i, i >= region.from && i < region.toB)) rename.add(i)
  }
  for (const i of repeated(before, doc, region, edit.changes)) rename.add(i)
  if (rename.size === 0) return false
  let pos = 0
  for (let i = 0; i < region.toB + 1 && i < doc.childCount; i++) {
    if (rename.has(i)) tr.setNodeAttribute(pos, 'id', edit.newId())
    pos += doc.child(i).nodeSize
  }
  return true
}

/** An implicit paragraph may stay one while it is untouched and stands before an atom or at the end. */
function needsId(doc: Node, index: number, edited: boolean): boolean {
  const block = doc.child(index)
  if (block.attrs.id !== '') return false
  if (block.content.size === 0 && doc.childCount > 1) return true
  const next = doc.maybeChild(index + 1)
  return edited || (next !== null && next.isTextblock)
}

function repeated(before: Node, doc: Node, region: Region, changes: readonly Change[]): number[] {
  const had = countIds(before, region.from, region.toA)
  const suspects = new Set<string>()
  for (const [id, places] of placesById(doc, region.from, region.toB)) {
    if (id !== '' && places.length > (had.get(id) ?? 0)) suspects.add(id)
  }
  if (suspects.size === 0) return []
  return [...suspects].flatMap((id) => surplus(id, { before, doc, region, changes }))
}

function surplus(
  id: string,
  edit: {
    before: Node
    doc: Node
    region: Region
    changes: readonly Change[]
  },
): number[] {
  const { before, doc, region, changes } = edit
  const places = placesById(doc, region.from, region.toB).get(id) ?? []
  const elsewhere = hasId(doc, id, 0, region.from) || hasId(doc, id, region.toB, doc.childCount)
  const had = countIds(before, region.from, region.toA).get(id) ?? 0
  if (had === 0 && elsewhere) return places
  const keep = new Set(bestKeepers(doc, places, changes).slice(0, Math.max(1, had)))
  return places.filter((place) => !keep.has(place))
}

/** Places in the order in which they deserve to keep the id: with old text (the last first), with the old end, others. */
function bestKeepers(doc: Node, places: readonly number[], changes: readonly Change[]): number[] {
  const ranked = places.map((place) => {
    const from = startOf(doc, place)
    const end = from + doc.child(place).nodeSize
    const rank = holdsOld(from + 1, end - 1, changes) ? 2 : holdsOld(end - 1, end, changes) ? 1 : 0
    return { place, rank }
  })
  return ranked
    .sort((a, b) => b.rank - a.rank || (a.rank === 2 ? b.place - a.place : a.place - b.place))
    .map((r) => r.place)
}

/** Whether anything between two positions of the new document was there before. */
function holdsOld(from: number, to: number, changes: readonly Change[]): boolean {
  let fresh = 0
  for (const change of changes) fresh += Math.max(0, Math.min(to, change.toB) - Math.max(from, change.fromB))
  return fresh < to - from
}

function hasId(doc: Node, id: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (doc.child(i).attrs.id === id) return true
  return false
}

function countIds(doc: Node, from: number, to: number): Map<string, number> {
  return new Map([...placesById(doc, from, to)].map(([id, places]) => [id, places.length]))
}

function placesById(doc: Node, from: number, to: number): Map<string, number[]> {
  const places = new Map<string, number[]>()
  for (let i = from; i < to; i++) {
    const id: string = doc.child(i).attrs.id
    const known = places.get(id)
    if (known === undefined) places.set(id, [i])
    else known.push(i)
  }
  return places
}
