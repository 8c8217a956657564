import type { Transaction } from 'prosemirror-state'
import type { BlockId, NewId } from '../../../schemas/ids.ts'

/** Decides which pasted blocks keep the id they were copied with: those whose block is no longer there, once each. */
export class TakenIds {
  readonly #tr: Transaction
  readonly #newId: NewId
  readonly #kept = new Set<string>()

  /** @param tr the paste, before anything is put in */
  constructor(tr: Transaction, newId: NewId) {
    this.#tr = tr
    this.#newId = newId
  }

  /** The id as a field of a new block, if the block may keep it. */
  keep(id: BlockId | null): { readonly id?: BlockId } {
    if (id === null || this.#kept.has(id) || !this.#free(id)) return {}
    this.#kept.add(id)
    return { id }
  }

  /** Whether a pasted block brought this id along. */
  isKept(id: string): boolean {
    return this.#kept.has(id)
  }

  /** Cutting whole lines leaves an empty one behind with their id: it gives the id, and what it was, back. */
  #free(id: BlockId): boolean {
    let isFree = true
    this.#tr.doc.forEach((block, pos) => {
      if (block.attrs.id !== id) return
      if (!block.isTextblock || block.content.size > 0) isFree = false
      else {
        this.#tr.setNodeAttribute(pos, 'id', this.#newId())
        for (const key of ['role', 'units', 'due'])
          if (block.attrs[key] !== null) this.#tr.setNodeAttribute(pos, key, null)
      }
    })
    return isFree
  }
}
