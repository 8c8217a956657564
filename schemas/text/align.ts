import type { Node } from 'prosemirror-model'
import type { Change } from './changes.ts'
import { TokenCursor, type Token } from './tokens.ts'

/** A piece of inline content that stays, perhaps with other marks. */
export interface Kept {
  readonly kind: 'kept'
  readonly a: Token
  readonly b: Token
  readonly units: number
}

/** What lies between two such pieces: old tokens, new tokens, and the block ends the editor left in place. */
export interface Gap {
  readonly kind: 'gap'
  readonly a: Token[]
  readonly b: Token[]
  readonly stay: Map<Token, Token>
}

/** Pairs what the changes leave in place. Ends of blocks are settled gap by gap, see `matchMarkers`. */
export function alignTokens(
  a: readonly Token[],
  b: readonly Token[],
  changes: readonly Change[],
): readonly (Kept | Gap)[] {
  const aligner = new Aligner(a, b)
  let offset = 0
  for (const change of changes) {
    aligner.keepUpTo(change.fromA, change.fromB, offset)
    aligner.replaceUpTo(change.toA, change.toB)
    offset = change.toA - change.toB
  }
  aligner.keepUpTo(Infinity, Infinity, offset)
  return aligner.finish()
}

class Aligner {
  readonly #a: TokenCursor
  readonly #b: TokenCursor
  readonly #parts: (Kept | Gap)[] = []
  #gap: Gap = emptyGap()

  constructor(a: readonly Token[], b: readonly Token[]) {
    this.#a = new TokenCursor(a)
    this.#b = new TokenCursor(b)
  }

  /** Both sides hold the same up to here, `offset` positions apart. */
  keepUpTo(limitA: number, limitB: number, offset: number): void {
    while (true) {
      const one = this.#a.upTo(limitA)
      const other = this.#b.upTo(limitB)
      if (one === null && other === null) return
      // An end without a marker on one side leaves its counterpart alone.
      if (other === null || (one !== null && one.from - other.from < offset))
        this.#dropUpTo(one?.to ?? limitA)
      else if (one === null || one.from - other.from > offset) this.#addUpTo(other.to)
      else this.#pair(Math.min(one.to - one.from, other.to - other.from), one, other)
    }
  }

  /** What the old side holds up to here was replaced by what the new side holds. */
  replaceUpTo(limitA: number, limitB: number): void {
    for (let one = this.#a.upTo(limitA); one !== null; one = this.#a.upTo(limitA)) this.#dropUpTo(one.to)
    for (let other = this.#b.upTo(limitB); other !== null; other = this.#b.upTo(limitB))
      this.#addUpTo(other.to)
  }

  finish(): readonly (Kept | Gap)[] {
    this.#closeGap()
    return this.#parts
  }

  #pair(units: number, one: Token, other: Token): void {
    const a = this.#a.take(one.from + units)
    const b = this.#b.take(other.from + units)
    if (a.block === null && b.block === null && sameInline(a.node, b.node)) {
      this.#closeGap()
      this.#parts.push({ kind: 'kept', a, b, units })
      return
    }
    this.#gap.a.push(a)
    this.#gap.b.push(b)
    if (a.block !== null && b.block !== null) this.#gap.stay.set(a, b)
  }

  #dropUpTo(to: number): void {
    this.#gap.a.push(this.#a.take(to))
  }

  #addUpTo(to: number): void {
    this.#gap.b.push(this.#b.take(to))
  }

  #closeGap(): void {
    if (this.#gap.a.length + this.#gap.b.length > 0) this.#parts.push(this.#gap)
    this.#gap = emptyGap()
  }
}

function emptyGap(): Gap {
  return { kind: 'gap', a: [], b: [], stay: new Map() }
}

function sameInline(a: Node, b: Node): boolean {
  return a.isText ? b.isText : a.type === b.type && a.hasMarkup(b.type, b.attrs, a.marks)
}

/**
 * Which markers of a gap live on. First those that kept their id, in order; then those whose block end the
 * editor left in place. So a split keeps the marker with the half that keeps the id, and a join keeps the last one.
 */
export function matchMarkers(gap: Gap): Map<Token, Token> {
  const old = gap.a.filter((token) => token.block !== null)
  const fresh = gap.b.filter((token) => token.block !== null)
  const places = new Map<string, number[]>()
  old.forEach((token, place) => places.set(key(token), [...(places.get(key(token)) ?? []), place]))
  const pairs: [number, number][] = []
  fresh.forEach((token, place) => {
    const after = pairs.at(-1)?.[0] ?? -1
    const found = places.get(key(token))?.find((oldPlace) => oldPlace > after)
    if (found !== undefined) pairs.push([found, place])
  })
  for (const [one, other] of gap.stay) {
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
