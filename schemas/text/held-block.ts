import type { Node } from 'prosemirror-model'
import type { Entry } from './block-index.ts'
import { addRange, shiftChanges, type Change } from './changes.ts'

/**
 * A block in which somebody composes (pinyin, for one). What is composed is not sent before it is committed, and
 * colleagues' changes of this block wait; both are brought together when the hold ends.
 */
export class HeldBlock {
  readonly entry: Entry
  /** The block as the body had it when the hold began. */
  readonly base: Node
  /** What was composed since, in positions relative to the block. */
  #changes: readonly Change[] = []

  constructor(entry: Entry, base: Node) {
    this.entry = entry
    this.base = base
  }

  get isChanged(): boolean {
    return this.#changes.length > 0
  }

  /** Takes in local changes of the block, which begins at `pos` in both documents. */
  add(changes: readonly Change[], pos: number): void {
    this.#changes = compose(this.#changes, shiftChanges(changes, -pos))
  }

  /** All that is not sent, with further local changes behind it, in positions of a document in which the block begins at `pos`. */
  changesAt(pos: number, more: readonly Change[]): readonly Change[] {
    return compose(shiftChanges(this.#changes, pos), more)
  }

  /** The document as the body has it: this block as it was, the rest as it is. */
  baseDoc(doc: Node, index: number): Node {
    return doc.copy(doc.content.replaceChild(index, this.base))
  }
}

function compose(first: readonly Change[], then: readonly Change[]): readonly Change[] {
  return then.reduceRight(
    (sum, change) => addRange(sum, change.fromA, change.toA, change.toB - change.fromB),
    first,
  )
}
