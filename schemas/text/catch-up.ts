import type { Node } from 'prosemirror-model'
import type * as Y from 'yjs'
import { emptyEntry, entryOf, type BlockIndex, type Entry } from './block-index.ts'
import type { DirtyRange } from './dirty-blocks.ts'
import { emptyParagraph, renderBlock } from './render.ts'
import { unitChanges, type UnitChange } from './unit-changes.ts'
import { BlockWalk, NO_FORMATS, sameFormats, type Formats, type RawBlock } from './walk.ts'

/** Blocks of the index and what the body now holds in their place. */
export interface Replacement extends DirtyRange {
  readonly entries: readonly Entry[]
  readonly nodes: readonly Node[]
  readonly formatsAfter: Formats
  /** How the body got there, when one transaction tells. */
  readonly changes: readonly UnitChange[] | null
}

/** Reads the touched ranges of a body again; further than they go, where formats run on into what follows. */
export function readRanges(
  index: BlockIndex,
  ranges: readonly DirtyRange[],
  transaction: Y.Transaction,
): Replacement[] {
  const read: Replacement[] = []
  let walk = new BlockWalk(index.walkStart(0))
  let done = 0
  for (const range of ranges) {
    if (range.from < done) continue
    // Right behind what was read the index does not know the formats yet, the walk does.
    if (range.from !== done) walk = new BlockWalk(index.walkStart(range.from))
    for (let step: DirtyRange | null = range; step !== null; step = nextStep(index, done, walk)) {
      const first = index.walkStart(step.from).item
      const last = lastItem(index, step)
      const raws = readUpTo(walk, last)
      const changes = unitChanges(first, last, transaction)
      read.push({ ...step, ...shown(raws), formatsAfter: walk.formats, changes })
      done = step.to
    }
  }
  return read
}

/** The marker a range ends with; null when it ends with the text. */
function lastItem(index: BlockIndex, range: DirtyRange): Y.Item | null {
  const item = range.to > range.from ? (index.entries[range.to - 1]?.item ?? null) : null
  return item === null || item.deleted ? null : item
}

/** The blocks behind, up to the next marker that stays, as long as formats run on into them; null when they do not. */
function nextStep(index: BlockIndex, from: number, walk: BlockWalk): DirtyRange | null {
  const { entries } = index
  if (from >= entries.length || sameFormats(index.formatsAt(from), walk.formats)) return null
  let to = from + 1
  while (to < entries.length && (entries[to - 1]?.item?.deleted ?? true)) to++
  return { from, to }
}

function readUpTo(walk: BlockWalk, last: Y.Item | null): RawBlock[] {
  const raws: RawBlock[] = []
  for (let more = walk.next(); more.length > 0; more = walk.next()) {
    raws.push(...more)
    if (last !== null && more.at(-1)?.item === last) break
  }
  return raws
}

function shown(raws: readonly RawBlock[]): { entries: Entry[]; nodes: Node[] } {
  return { entries: raws.map(entryOf), nodes: raws.map(renderBlock) }
}

/** Reads the whole body again, paired with the index by the markers both have. */
export function readAll(body: Y.Text, index: BlockIndex): Replacement[] {
  const walk = new BlockWalk({ item: body._start, formats: NO_FORMATS })
  const raws = readUpTo(walk, null)
  const places = new Map(index.entries.map(({ item }, place) => [item, place]))
  const read: Replacement[] = []
  let from = 0
  let pending: RawBlock[] = []
  raws.forEach((raw, i) => {
    pending.push(raw)
    const place = raw.item === null ? undefined : places.get(raw.item)
    if (place === undefined) return
    const formatsAfter = raws[i + 1]?.formatsBefore ?? walk.formats
    read.push({ from, to: place + 1, ...shown(pending), formatsAfter, changes: null })
    from = place + 1
    pending = []
  })
  const rest = { from, to: index.entries.length, formatsAfter: walk.formats, changes: null }
  if (raws.length === 0) read.push({ ...rest, entries: [emptyEntry()], nodes: [emptyParagraph()] })
  else if (pending.length > 0 || from < rest.to) read.push({ ...rest, ...shown(pending) })
  return read
}
