import type { Node } from 'prosemirror-model'

/** A token that the body stores: a piece of inline content, or the end of a block with its marker. */
export interface Token {
  readonly from: number
  readonly to: number
  readonly node: Node
  /** Set for the end of a block: its place among the region's entries (old side) or blocks (new side). */
  readonly block: number | null
}

/**
 * The tokens of blocks `from` up to, not including, `to`, with their positions. Ends of blocks count only where
 * `hasMarker` says so: an implicit paragraph has none.
 */
export function tokensOf(
  doc: Node,
  from: number,
  to: number,
  hasMarker: (index: number) => boolean,
): Token[] {
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

/** Hands out tokens up to a position, cutting text where it must. */
export class TokenCursor {
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
