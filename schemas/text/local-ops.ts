import type { Node } from 'prosemirror-model'
import type { Change } from './changes.ts'
import type { Region } from './block-region.ts'
import type { BlockIndex, Entry } from './block-index.ts'
import { formatsOf } from './formats.ts'
import { sameFormats, NO_FORMATS, type Formats } from './walk.ts'

/** One operation on the body, in order; `after`: the formats in force where it applies. Markers are named by the node they stand for and made when written. */
export type TextOp =
  | { readonly op: 'keep'; readonly units: number; readonly formats: Formats | null }
  | { readonly op: 'drop'; readonly units: number }
  | { readonly op: 'text'; readonly text: string; readonly formats: Formats; readonly after: Formats }
  | { readonly op: 'embed'; readonly node: Node; readonly formats: Formats; readonly after: Formats }
  | { readonly op: 'marker'; readonly node: Node; readonly formats: Formats; readonly after: Formats }

/** A marker that stays while the block it ends changes its attributes. */
export interface MarkerWrite {
  readonly entry: Entry
  readonly before: Node
  readonly after: Node
}

/** A token that the body stores: a piece of inline content, or the end of a block with its marker. */
type Token = {
  readonly from: number
  readonly to: number
  readonly node: Node
  /** Set for the end of a block: its place among the region's entries (old side) or blocks (new side). */
  readonly block: number | null
}

/** What the local change of a region means for the body: operations from the region's first unit on. */
export function localOps(
  docs: { readonly a: Node; readonly b: Node },
  region: Region,
  input: { readonly changes: readonly Change[]; readonly index: BlockIndex },
): { readonly ops: TextOp[]; readonly writes: MarkerWrite[] } {
  const a = tokensOf(docs.a, region.from, region.toA, (i) => input.index.entries[i]?.item !== null)
  const b = tokensOf(docs.b, region.from, region.toB, (i) => docs.b.child(i).attrs.id !== '')
  const aligned = align(a, b, input.changes)
  return new OpWriter(input.index, docs).write(aligned, region)
}

function tokensOf(doc: Node, from: number, to: number, hasMarker: (index: number) => boolean): Token[] {
  const tokens: Token[] = []
  let pos = 0
  for (let i = 0; i < to; i++) {
    const block = doc.child(i)
    if (i >= from) {
      block.forEach((node, offset) => {
        tokens.push({ from: pos + 1 + offset, to: pos + 1 + offset + node.nodeSize, node, block: null })
      })
      const end = pos + block.nodeSize
      if (hasMarker(i)) tokens.push({ from: end - 1, to: end, node: block, block: i })
    }
    pos += block.nodeSize
  }
  return tokens
}

/** Old and new tokens between two pieces of text that stay, and such a piece. */
type Aligned =
  | { readonly kind: 'kept'; readonly a: Token; readonly b: Token; readonly units: number }
  | { readonly kind: 'window'; readonly a: Token[]; readonly b: Token[]; readonly stay: Map<Token, Token> }

/** Pairs what the changes leave in place. Ends of blocks are settled window by window, see `matchMarkers`. */
function align(a: readonly Token[], b: readonly Token[], changes: readonly Change[]): Aligned[] {
  const result: Aligned[] = []
  const sides = { a: new Cursor(a), b: new Cursor(b) }
  let window: Extract<Aligned, { kind: 'window' }> = { kind: 'window', a: [], b: [], stay: new Map() }
  let offset = 0
  const closeWindow = () => {
    if (window.a.length + window.b.length > 0) result.push(window)
    window = { kind: 'window', a: [], b: [], stay: new Map() }
  }
  for (const change of [...changes, { fromA: Infinity, toA: Infinity, fromB: Infinity, toB: Infinity }]) {
    while (true) {
      const left = sides.a.upTo(change.fromA)
      const right = sides.b.upTo(change.fromB)
      if (left === null || right === null) {
        if (left !== null) window.a.push(sides.a.take(left.to))
        else if (right !== null) window.b.push(sides.b.take(right.to))
        else break
        continue
      }
      // An end without a marker on one side: its counterpart stands alone.
      if (left.from - right.from !== offset) {
        if (left.from - right.from < offset) window.a.push(sides.a.take(left.to))
        else window.b.push(sides.b.take(right.to))
        continue
      }
      const units = Math.min(left.to - left.from, right.to - right.from)
      const one = sides.a.take(left.from + units)
      const other = sides.b.take(right.from + units)
      if (one.block !== null || other.block !== null || !sameInline(one.node, other.node)) {
        window.a.push(one)
        window.b.push(other)
        if (one.block !== null && other.block !== null) window.stay.set(one, other)
        continue
      }
      closeWindow()
      result.push({ kind: 'kept', a: one, b: other, units })
    }
    for (let t = sides.a.upTo(change.toA); t !== null; t = sides.a.upTo(change.toA))
      window.a.push(sides.a.take(t.to))
    for (let t = sides.b.upTo(change.toB); t !== null; t = sides.b.upTo(change.toB))
      window.b.push(sides.b.take(t.to))
    offset = change.toA - change.toB
  }
  closeWindow()
  return result
}

function sameInline(a: Node, b: Node): boolean {
  return a.isText ? b.isText : a.type === b.type && a.hasMarkup(b.type, b.attrs, a.marks)
}

/** Hands out tokens up to a position, cutting text where it must. */
class Cursor {
  readonly #tokens: readonly Token[]
  #index = 0
  #rest: Token | null = null

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  /** The next token, or its part before `limit`; null when it begins at or behind `limit`. */
  upTo(limit: number): Token | null {
    const token = this.#rest ?? this.#tokens[this.#index]
    if (token === undefined || token.from >= limit) return null
    return token.to <= limit ? token : cut(token, token.from, limit)
  }

  /** Takes the next token up to `to` and moves on. */
  take(to: number): Token {
    const token = this.#rest ?? this.#tokens[this.#index]
    if (token === undefined) throw new RangeError('no token left')
    if (token.to === to) {
      this.#rest = null
      this.#index++
      return token
    }
    this.#rest = cut(token, to, token.to)
    return cut(token, token.from, to)
  }
}

function cut(token: Token, from: number, to: number): Token {
  return { from, to, node: token.node.cut(from - token.from, to - token.from), block: null }
}

/**
 * Which markers of a window live on. First those that kept their id, in order; then those whose block end the
 * editor left in place. So a split keeps the marker with the half that keeps the id, and a join keeps the last one.
 */
function matchMarkers(window: Extract<Aligned, { kind: 'window' }>): Map<Token, Token> {
  const old = window.a.filter((token) => token.block !== null)
  const fresh = window.b.filter((token) => token.block !== null)
  const places = new Map<string, number[]>()
  old.forEach((token, place) => places.set(key(token), [...(places.get(key(token)) ?? []), place]))
  const pairs: [number, number][] = []
  fresh.forEach((token, place) => {
    const after = pairs.at(-1)?.[0] ?? -1
    const found = places.get(key(token))?.find((oldPlace) => oldPlace > after)
    if (found !== undefined) pairs.push([found, place])
  })
  for (const [one, other] of window.stay) {
    const pair: [number, number] = [old.indexOf(one), fresh.indexOf(other)]
    const fits = pairs.every(([x, y]) => (x < pair[0] && y < pair[1]) || (x > pair[0] && y > pair[1]))
    if (fits && kindOf(one) === kindOf(other)) pairs.push(pair)
  }
  const matched = new Map<Token, Token>()
  for (const [x, y] of pairs) {
    const one = old[x]
    const other = fresh[y]
    if (one !== undefined && other !== undefined) matched.set(other, one)
  }
  return matched
}

function key(token: Token): string {
  return `${kindOf(token)} ${token.node.attrs.id}`
}

function kindOf(token: Token): string {
  return token.node.type.name === 'unknown_block'
    ? JSON.stringify(token.node.attrs.type)
    : token.node.type.name
}

class OpWriter {
  readonly #index: BlockIndex
  readonly #docs: { readonly a: Node; readonly b: Node }
  readonly #ops: TextOp[] = []
  readonly #writes: MarkerWrite[] = []
  /** Text attributes in force where the next operation applies. */
  #formats: Formats = NO_FORMATS

  constructor(index: BlockIndex, docs: { readonly a: Node; readonly b: Node }) {
    this.#index = index
    this.#docs = docs
  }

  write(aligned: readonly Aligned[], region: Region): { ops: TextOp[]; writes: MarkerWrite[] } {
    this.#formats = this.#index.formatsAt(region.from)
    for (const part of aligned) {
      if (part.kind === 'window') this.#window(part)
      else this.#kept(part)
    }
    return { ops: this.#ops, writes: this.#writes }
  }

  #kept({ a, b, units }: Extract<Aligned, { kind: 'kept' }>): void {
    const wanted = formatsOf(b.node.marks)
    const changed = a.node.marks === b.node.marks ? null : changedFormats(formatsOf(a.node.marks), wanted)
    this.#push({ op: 'keep', units, formats: changed })
    this.#formats = wanted
  }

  #window(window: Extract<Aligned, { kind: 'window' }>): void {
    const matched = matchMarkers(window)
    let dropped = 0
    let waiting: Token[] = []
    const settleBefore = (place: number) => {
      for (; dropped < place; dropped++) this.#drop(window.a[dropped])
      for (const token of waiting) this.#insert(token)
      waiting = []
    }
    for (const token of window.b) {
      const one = matched.get(token)
      if (one === undefined) {
        waiting.push(token)
        continue
      }
      settleBefore(window.a.indexOf(one))
      dropped++
      this.#stay(one, token)
    }
    settleBefore(window.a.length)
  }

  #stay(one: Token, token: Token): void {
    const entry = one.block === null ? undefined : this.#index.entries[one.block]
    if (entry !== undefined && one.node !== token.node) {
      this.#writes.push({ entry, before: one.node, after: token.node })
    }
    this.#push({ op: 'keep', units: 1, formats: null })
    this.#formats = this.#index.formatsAt((one.block ?? 0) + 1)
  }

  #drop(token: Token | undefined): void {
    if (token !== undefined)
      this.#push({ op: 'drop', units: token.block === null ? token.to - token.from : 1 })
  }

  #insert(token: Token): void {
    if (token.block !== null) {
      // With the attributes in force already: a marker inside bold text then adds no format items.
      this.#push({
        op: 'marker',
        node: this.#docs.b.child(token.block),
        formats: this.#formats,
        after: this.#formats,
      })
      return
    }
    const formats = formatsOf(token.node.marks)
    const after = this.#formats
    if (token.node.isText) this.#push({ op: 'text', text: token.node.text ?? '', formats, after })
    else this.#push({ op: 'embed', node: token.node, formats, after })
    this.#formats = formats
  }

  #push(op: TextOp): void {
    const last = this.#ops.at(-1)
    if (last?.op === 'keep' && op.op === 'keep' && last.formats === null && op.formats === null) {
      this.#ops[this.#ops.length - 1] = { ...last, units: last.units + op.units }
    } else if (last?.op === 'drop' && op.op === 'drop') {
      this.#ops[this.#ops.length - 1] = { ...last, units: last.units + op.units }
    } else {
      this.#ops.push(op)
    }
  }
}

/** What to set on kept text: wanted values, null for attributes to remove; null when nothing differs. */
function changedFormats(before: Formats, after: Formats): Formats | null {
  if (sameFormats(before, after)) return null
  const changed = new Map<string, unknown>(after)
  for (const key of before.keys()) if (!after.has(key)) changed.set(key, null)
  return changed
}
