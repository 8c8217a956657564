import * as Y from 'yjs'

/** Text attributes in force at a place. Shared and never altered: a change of format makes a new one. */
export type Formats = ReadonlyMap<string, unknown>
export const NO_FORMATS: Formats = new Map()

/** Inline content of a block in document order; neighbouring text of one format is one piece. */
export type Piece =
  | { readonly kind: 'text'; text: string; readonly formats: Formats }
  | { readonly kind: 'embed'; readonly value: unknown; readonly formats: Formats }

/** One block as it lies in the `Y.Text`: its content, then its marker. */
export interface RawBlock {
  readonly pieces: readonly Piece[]
  /** The item that carries the marker; null for an implicit paragraph, which has none. */
  readonly item: Y.Item | null
  readonly marker: Y.Map<unknown> | null
  /** Length in the `Y.Text`, marker included. */
  readonly units: number
  readonly formatsBefore: Formats
}

/** Types that hold the text before their marker. Text before any other marker is an implicit paragraph. */
export const TEXT_BLOCK = 'paragraph'

/** The marker an item carries, or null. An embedded `Y.Map` ends a block, every other embed is inline. */
export function markerOf(item: Y.Item): Y.Map<unknown> | null {
  return item.content instanceof Y.ContentType && item.content.type instanceof Y.Map
    ? item.content.type
    : null
}

/** Where a walk begins: the item after a marker (or the first of the text) and the formats in force there. */
export interface WalkStart {
  readonly item: Y.Item | null
  readonly formats: Formats
}

/** Walks a `Y.Text` block by block, through its items: unlike `toDelta` this can begin and stop anywhere. */
export class BlockWalk {
  #next: Y.Item | null
  #formats: Formats
  #pieces: Piece[] = []
  #units = 0
  #formatsBefore: Formats

  constructor(start: WalkStart) {
    this.#next = start.item
    this.#formats = start.formats
    this.#formatsBefore = start.formats
  }

  /** Formats in force right behind the last block returned; what follows it may change them again. */
  get formats(): Formats {
    return this.#formatsBefore
  }

  /** Up to and including the next marker: one block, or an implicit paragraph and the atom behind it; [] at the end. */
  next(): RawBlock[] {
    while (this.#next !== null) {
      const item: Y.Item = this.#next
      this.#next = item.right
      if (item.deleted) continue
      const marker = markerOf(item)
      if (marker !== null) return this.#endBlock(item, marker)
      this.#take(item)
    }
    return this.#units === 0 ? [] : [this.#close(null, null)]
  }

  #take(item: Y.Item): void {
    const { content } = item
    if (content instanceof Y.ContentFormat) {
      this.#formats = withFormat(this.#formats, content.key, content.value)
    } else if (content instanceof Y.ContentString) {
      this.#takeText(content.str)
    } else if (item.countable) {
      for (const value of content.getContent()) {
        this.#pieces.push({ kind: 'embed', value, formats: this.#formats })
      }
    }
    if (item.countable) this.#units += item.length
  }

  #takeText(text: string): void {
    const last = this.#pieces.at(-1)
    if (last?.kind === 'text' && sameFormats(last.formats, this.#formats)) last.text += text
    else this.#pieces.push({ kind: 'text', text, formats: this.#formats })
  }

  #endBlock(item: Y.Item, marker: Y.Map<unknown>): RawBlock[] {
    const implicit = this.#units > 0 && marker.get('type') !== TEXT_BLOCK ? [this.#close(null, null)] : []
    this.#units += 1
    return [...implicit, this.#close(item, marker)]
  }

  #close(item: Y.Item | null, marker: Y.Map<unknown> | null): RawBlock {
    const block = {
      pieces: this.#pieces,
      item,
      marker,
      units: this.#units,
      formatsBefore: this.#formatsBefore,
    }
    this.#pieces = []
    this.#units = 0
    this.#formatsBefore = this.#formats
    return block
  }
}

/** All blocks of a body; an empty body has none. */
export function walkAll(body: Y.Text): RawBlock[] {
  const walk = new BlockWalk({ item: body._start, formats: NO_FORMATS })
  const blocks: RawBlock[] = []
  for (let more = walk.next(); more.length > 0; more = walk.next()) blocks.push(...more)
  return blocks
}

function withFormat(formats: Formats, key: string, value: unknown): Formats {
  if (value === null ? !formats.has(key) : formats.get(key) === value) return formats
  const changed = new Map(formats)
  if (value === null) changed.delete(key)
  else changed.set(key, value)
  return changed.size === 0 ? NO_FORMATS : changed
}

/** Whether two places have the same text attributes. Values are compared by identity, then as JSON. */
export function sameFormats(a: Formats, b: Formats): boolean {
  if (a === b) return true
  if (a.size !== b.size) return false
  for (const [key, value] of a) {
    if (!b.has(key)) return false
    const other = b.get(key)
    if (value !== other && JSON.stringify(value) !== JSON.stringify(other)) return false
  }
  return true
}
