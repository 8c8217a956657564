import type * as Y from 'yjs'
import { readAttrs } from './marker.ts'
import { originRangesIn, type OriginRange } from './origin-ranges.ts'
import { markerOf, TEXT_BLOCK } from './walk.ts'

/** Text written into a paragraph while somebody else moved it: it stayed, glued to what now follows. */
export interface LeftBehind {
  /** The same on every peer for as long as the text begins with the same character. */
  readonly key: string
  /** Index of the block it now stands in, and where: in units from the block's start. */
  readonly block: number
  readonly from: number
  readonly to: number
  /** Id of the paragraph it was written into, which now stands elsewhere. */
  readonly movedTo: string
}

/**
 * Finds text that was left behind by moves. Sound, because a moved paragraph names all its mover saw of it, from the
 * first character to the marker: whatever else is alive between those units was not seen by the mover; and nobody who
 * knows of the move can come to write there, since Yjs puts new text behind the deleted units at its place. Nothing
 * is claimed where formats or foreign origins break that. One walk through the body: to be called when nobody waits.
 *
 * One exception: an undo that brings the paragraph back while half of the moved copy, split off by somebody else,
 * still names it, after which its end is joined to the next; then the paragraph itself is told.
 *
 * Of deletions no state tells as much: words kept while all around them was deleted lie among the same items.
 */
export function leftBehind(body: Y.Text): LeftBehind[] {
  const moves = new Moves(body)
  return moves.isEmpty ? [] : new Finder(moves).find(body)
}

/** A move and how much of what it names has been met. */
interface Move {
  readonly blockId: string
  readonly total: number
  seen: number
  /** Set where its units do not lie as a move leaves them. */
  isBroken: boolean
}

interface MovedUnits {
  readonly start: number
  readonly end: number
  readonly move: Move
}

/** The units that moved paragraphs name, by client and clock. */
class Moves {
  readonly #byClient = new Map<number, MovedUnits[]>()

  constructor(body: Y.Text) {
    for (let item = body._start; item !== null; item = item.right) {
      const marker = item.deleted ? null : markerOf(item)
      if (marker === null || !marker.has('origin')) continue
      const { id } = readAttrs({ pieces: [], item, marker, units: 1, formatsBefore: new Map() })
      this.#add(String(id), originRangesIn(marker.get('origin')))
    }
    for (const units of this.#byClient.values()) units.sort((a, b) => a.start - b.start)
  }

  get isEmpty(): boolean {
    return this.#byClient.size === 0
  }

  #add(blockId: string, ranges: readonly OriginRange[]): void {
    const total = ranges.reduce((sum, [, , length]) => sum + length, 0)
    const move: Move = { blockId, total, seen: 0, isBroken: false }
    for (const [client, clock, length] of ranges) {
      const units = this.#byClient.get(client) ?? []
      this.#byClient.set(client, units)
      // Both halves of a split name the same units, as do two who moved one paragraph: the first to be met stands.
      const isKnown = units.some(({ start, end }) => start < clock + length && clock < end)
      if (!isKnown) units.push({ start: clock, end: clock + length, move })
    }
  }

  /** The moves that name units of an item, with how many. */
  *in(item: Y.Item): Generator<{ readonly move: Move; readonly units: number }> {
    const { client, clock } = item.id
    for (const { start, end, move } of this.#byClient.get(client) ?? []) {
      const units = Math.min(end, clock + item.length) - Math.max(start, clock)
      if (units > 0) yield { move, units }
    }
  }

  at({ client, clock }: Y.ID): Move | null {
    const units = this.#byClient.get(client)?.find(({ start, end }) => start <= clock && clock < end)
    return units?.move ?? null
  }
}

/** Living text with nothing deleted inside it, and the move it may have been left behind by. */
interface Run {
  readonly key: string
  readonly block: number
  readonly from: number
  to: number
  move: Move | null
}

class Finder {
  readonly #moves: Moves
  readonly #runs: Run[] = []
  /** Units and marker of the blocks met. */
  readonly #blocks: { readonly units: number; readonly hasMarker: boolean }[] = []
  #units = 0
  #run: Run | null = null
  /** The move of which some units have been met and some are still to come. */
  #around: Move | null = null

  constructor(moves: Moves) {
    this.#moves = moves
  }

  find(body: Y.Text): LeftBehind[] {
    for (let item = body._start; item !== null; item = item.right) this.#take(item)
    this.#endRun(null)
    if (this.#units > 0) this.#blocks.push({ units: this.#units, hasMarker: false })
    return this.#runs.flatMap(({ move, ...run }) =>
      move !== null && !move.isBroken && this.#isGlued(run.block) ? [{ ...run, movedTo: move.blockId }] : [],
    )
  }

  #take(item: Y.Item): void {
    if (item.deleted) return this.#passDeleted(item)
    if (!item.countable) {
      // Text can be put in before a format that is still in force, by anybody.
      if (this.#around !== null) this.#around.isBroken = true
      return this.#endRun(null)
    }
    for (const { move } of this.#moves.in(item)) move.isBroken = true
    const marker = markerOf(item)
    // An end of a block in here is most likely the moved paragraph itself, brought back by an undo.
    if (marker !== null && this.#around !== null) this.#around.isBroken = true
    if (marker !== null) return this.#endBlock(marker)
    this.#takeText(item)
  }

  #passDeleted(item: Y.Item): void {
    this.#endRun(item)
    for (const { move, units } of this.#moves.in(item)) {
      move.seen += units
      this.#around = move.seen < move.total ? move : null
    }
  }

  #takeText(item: Y.Item): void {
    this.#run ??= {
      key: `${item.id.client}-${item.id.clock}`,
      block: this.#blocks.length,
      from: this.#units,
      to: this.#units,
      move: this.#around,
    }
    this.#units += item.length
    this.#run.to = this.#units
  }

  /** @param next the deleted item right behind: text at the very start of a moved paragraph stands before its first unit */
  #endRun(next: Y.Item | null): void {
    const run = this.#run
    this.#run = null
    if (run === null) return
    if (next !== null) run.move ??= this.#moves.at(next.id)
    if (run.move !== null) this.#runs.push(run)
  }

  #endBlock(marker: Y.Map<unknown>): void {
    this.#endRun(null)
    if (this.#units > 0 && marker.get('type') !== TEXT_BLOCK) {
      this.#blocks.push({ units: this.#units, hasMarker: false })
      this.#units = 0
    }
    this.#blocks.push({ units: this.#units, hasMarker: true })
    this.#units = 0
  }

  /** Text that has its block to itself was not left in somebody else's: an undo brought the paragraph back. */
  #isGlued(index: number): boolean {
    const block = this.#blocks[index]
    if (block === undefined || !block.hasMarker) return true
    const runs = this.#runs.filter((run) => run.block === index)
    return runs.reduce((sum, run) => sum + run.to - run.from, 0) < block.units
  }
}
