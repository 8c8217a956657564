import * as Y from 'yjs'
import type { BlockIndex } from './block-index.ts'

/** Blocks of the index that a transaction touched: entries `from` up to, not including, `to`. */
export interface DirtyRange {
  readonly from: number
  readonly to: number
}

/**
 * Finds the blocks a Yjs transaction touched, from the items it added or deleted rather than from `event.delta`,
 * whose cost is the whole text. Each range ends with a marker that was there before and still is, or at the end.
 */
export function dirtyRanges(body: Y.Text, index: BlockIndex, transaction: Y.Transaction): DirtyRange[] {
  const ends = new EndFinder(index)
  forEachTouched(body, transaction, (item) => ends.visit(item))
  return ends.ranges()
}

class EndFinder {
  readonly #index: BlockIndex
  readonly #visited = new Set<Y.Item>()
  readonly #ends = new Set<Y.Item | null>()

  constructor(index: BlockIndex) {
    this.#index = index
  }

  /** Walks right to the marker that closes the range; what another walk has seen is not seen twice. */
  visit(from: Y.Item): void {
    let item: Y.Item | null = from
    while (item !== null && !this.#isEnd(item)) {
      if (this.#visited.has(item)) return
      this.#visited.add(item)
      item = item.right
    }
    this.#ends.add(item)
  }

  #isEnd(item: Y.Item): boolean {
    return !item.deleted && this.#index.has(item)
  }

  ranges(): DirtyRange[] {
    const ranges: DirtyRange[] = []
    let from = 0
    this.#index.entries.forEach(({ item }, index) => {
      if (item === null || item.deleted) return
      if (this.#ends.has(item)) ranges.push({ from, to: index + 1 })
      from = index + 1
    })
    if (this.#ends.has(null)) ranges.push({ from, to: this.#index.entries.length })
    return ranges
  }
}

/** Calls `visit` with each item of the body that the transaction added, deleted, or changed within. */
function forEachTouched(body: Y.Text, transaction: Y.Transaction, visit: (item: Y.Item) => void): void {
  const changed = [...transaction.changed.keys()]
  if (changed.some((type) => Object.is(type, body))) {
    forEachAdded(transaction, (struct) => {
      if (struct instanceof Y.Item && struct.parent === body) visit(struct)
    })
    Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
      if (struct instanceof Y.Item && struct.parent === body) visit(struct)
    })
  }
  for (const type of changed) {
    const item = itemInBody(body, type)
    if (item !== null) visit(item)
  }
}

function forEachAdded(transaction: Y.Transaction, visit: (struct: Y.AbstractStruct) => void): void {
  const { clients } = transaction.doc.store
  for (const [client, end] of transaction.afterState) {
    const start = transaction.beforeState.get(client) ?? 0
    const structs = clients.get(client)
    if (structs === undefined || end <= start) continue
    for (let i = Y.findIndexSS(structs, start); i < structs.length; i++) {
      const struct = structs[i]
      if (struct !== undefined) visit(struct)
    }
  }
}

/** The embed of the body that a nested type belongs to. */
function itemInBody(body: Y.Text, type: { readonly _item: Y.Item | null }): Y.Item | null {
  let item = type._item
  while (item !== null && item.parent !== body) {
    item = item.parent instanceof Y.AbstractType ? item.parent._item : null
  }
  return item
}
