import type * as Y from 'yjs'
import { NO_FORMATS, type Formats, type RawBlock, type WalkStart } from './walk.ts'

/** Where one block of the editor's document lies in the body. */
export interface Entry {
  /** The item of its marker; null for an implicit paragraph. */
  readonly item: Y.Item | null
  /** Length in the body, marker included. */
  readonly units: number
  readonly formatsBefore: Formats
}

/** The entry of a block as walked. */
export function entryOf(raw: RawBlock): Entry {
  return { item: raw.item, units: raw.units, formatsBefore: raw.formatsBefore }
}

/** What stands for a body without any content: the editor shows an implicit paragraph then. */
export function emptyEntry(): Entry {
  return { item: null, units: 0, formatsBefore: NO_FORMATS }
}

/** One entry per child of the editor's document, in its order: pairs blocks with markers by position, never by id. */
export class BlockIndex {
  readonly #body: Y.Text
  #entries: Entry[] = []
  readonly #items = new Set<Y.Item>()
  #formatsAtEnd: Formats = NO_FORMATS

  constructor(body: Y.Text) {
    this.#body = body
  }

  get entries(): readonly Entry[] {
    return this.#entries
  }

  /** Whether an item carries the marker of an indexed block. */
  has(item: Y.Item): boolean {
    return this.#items.has(item)
  }

  /** Puts `entries` in the place of those from `from` up to, not including, `to`. */
  replace(from: number, to: number, entries: readonly Entry[]): void {
    for (let i = from; i < to; i++) {
      const item = this.#entries[i]?.item ?? null
      if (item !== null) this.#items.delete(item)
    }
    if (from === 0 && to === this.#entries.length) this.#entries = [...entries]
    else if (entries.length === 1 && to === from + 1 && entries[0] !== undefined)
      this.#entries[from] = entries[0]
    else this.#entries = [...this.#entries.slice(0, from), ...entries, ...this.#entries.slice(to)]
    for (const { item } of entries) if (item !== null) this.#items.add(item)
  }

  /** Forgets everything: the next look at the body compares documents as a whole. */
  clear(): void {
    this.replace(0, this.#entries.length, [])
    this.#formatsAtEnd = NO_FORMATS
  }

  /** Index in the body of the first unit of block `index`. */
  unitsBefore(index: number): number {
    let units = 0
    for (let i = 0; i < index; i++) units += this.#entries[i]?.units ?? 0
    return units
  }

  /** Formats in force before block `index`, or behind the last one. */
  formatsAt(index: number): Formats {
    return this.#entries[index]?.formatsBefore ?? this.#formatsAtEnd
  }

  /** Notes the formats in force behind all blocks: what is added there begins with them. */
  setFormatsAtEnd(formats: Formats): void {
    this.#formatsAtEnd = formats
  }

  /** Where to begin walking block `index`. The block before it must have a marker, and have it still. */
  walkStart(index: number): WalkStart {
    const before = index > 0 ? this.#entries[index - 1]?.item : undefined
    const formats = this.formatsAt(index)
    return { item: before === undefined || before === null ? this.#body._start : before.right, formats }
  }
}
