import type { Node } from 'prosemirror-model'
import { alignTokens, matchMarkers, type Gap, type Kept } from './align.ts'
import type { BlockIndex, Entry } from './block-index.ts'
import type { Region } from './block-region.ts'
import type { Change } from './changes.ts'
import { formatsOf } from './formats.ts'
import { tokensOf, type Token } from './tokens.ts'
import { NO_FORMATS, sameFormats, type Formats } from './walk.ts'

/**
 * One operation on the body, in order; `after` are the formats in force where it applies. Embeds and markers are
 * named by the node they stand for, and made when they are written.
 */
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

/** What the local change of a region means for the body: operations from the region's first unit on. */
export function localOps(
  docs: { readonly a: Node; readonly b: Node },
  region: Region,
  input: { readonly changes: readonly Change[]; readonly index: BlockIndex },
): { readonly ops: TextOp[]; readonly writes: MarkerWrite[] } {
  const a = tokensOf(docs.a, region.from, region.toA, (i) => input.index.entries[i]?.item !== null)
  const b = tokensOf(docs.b, region.from, region.toB, (i) => docs.b.child(i).attrs.id !== '')
  const aligned = alignTokens(a, b, input.changes)
  return new OpWriter(input.index, docs).write(aligned, region)
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

  write(aligned: readonly (Kept | Gap)[], region: Region): { ops: TextOp[]; writes: MarkerWrite[] } {
    this.#formats = this.#index.formatsAt(region.from)
    for (const part of aligned) {
      if (part.kind === 'gap') this.#gap(part)
      else this.#kept(part)
    }
    return { ops: this.#ops, writes: this.#writes }
  }

  #kept({ a, b, units }: Kept): void {
    const wanted = formatsOf(b.node.marks)
    const changed = a.node.marks === b.node.marks ? null : changedFormats(formatsOf(a.node.marks), wanted)
    this.#push({ op: 'keep', units, formats: changed })
    this.#formats = wanted
  }

  #gap(gap: Gap): void {
    const matched = matchMarkers(gap)
    let dropped = 0
    let waiting: Token[] = []
    const settleBefore = (place: number) => {
      for (; dropped < place; dropped++) this.#drop(gap.a[dropped])
      for (const token of waiting) this.#insert(token)
      waiting = []
    }
    for (const token of gap.b) {
      const one = matched.get(token)
      if (one === undefined) {
        waiting.push(token)
        continue
      }
      settleBefore(gap.a.indexOf(one))
      dropped++
      this.#stay(one, token)
    }
    settleBefore(gap.a.length)
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
