import type { Node } from 'prosemirror-model'
import { entryOf, type BlockIndex } from './block-index.ts'
import type { Region } from './block-region.ts'
import { unitsOfBlock } from './region-steps.ts'
import { renderBlock } from './render.ts'
import { BlockWalk, sameFormats, type RawBlock } from './walk.ts'

/** A region widened so that it begins behind a marker and ends with one: only there does a walk find its way. */
export function walkable({ entries }: BlockIndex, { from, toA, toB }: Region, after: Node): Region {
  const isOpen = () => entries[toA - 1]?.item === null || after.maybeChild(toB - 1)?.attrs.id === ''
  while (from > 0 && entries[from - 1]?.item === null) from--
  while (toA < entries.length && isOpen()) {
    toA++
    toB++
  }
  return { from, toA, toB }
}

/**
 * Reads a region back from the body after a local edit was written. False when the editor does not show exactly what
 * is there; the index then has an entry per block, or another number of entries than the document has blocks.
 */
export function reindex(index: BlockIndex, { from, toA, toB }: Region, after: Node): boolean {
  const walk = new BlockWalk(index.walkStart(from))
  const raws: RawBlock[] = []
  let missing = 0
  for (let i = from; i < toB; i++) missing += unitsOfBlock(after.child(i))
  while (missing > 0) {
    const more = walk.next()
    if (more.length === 0) return false
    for (const raw of more) missing -= raw.units
    raws.push(...more)
  }
  if (missing < 0 || raws.length !== toB - from) return false
  index.replace(from, toA, raws.map(entryOf))
  if (toB === after.childCount) index.setFormatsAtEnd(walk.formats)
  const isShown = raws.every((raw, i) => renderBlock(raw).eq(after.child(from + i)))
  return reindexFormats(index, walk, { from: toB, after }) && isShown
}

/** Formats may now run on differently into the blocks behind; usually they end where they did. */
function reindexFormats(
  index: BlockIndex,
  walk: BlockWalk,
  { from, after }: { from: number; after: Node },
): boolean {
  let place = from
  while (place < after.childCount && !sameFormats(index.formatsAt(place), walk.formats)) {
    const more = walk.next()
    for (const [offset, raw] of more.entries()) {
      if (raw.item !== index.entries[place + offset]?.item) return false
      if (!renderBlock(raw).eq(after.child(place + offset))) return false
    }
    if (more.length === 0) return false
    index.replace(place, place + more.length, more.map(entryOf))
    place += more.length
    if (place === after.childCount) index.setFormatsAtEnd(walk.formats)
  }
  return true
}
