import * as Y from 'yjs'
import { markerOf } from './walk.ts'

/** What a transaction did to a stretch of the body, unit by unit and in order. */
export interface UnitChange {
  readonly kind: 'kept' | 'added' | 'dropped'
  readonly units: number
}

/**
 * Reads a transaction's doing off the items from `first` up to and including `last` (null: to the end). Exact where
 * comparing texts must guess: in 的|的 it knows which one is new.
 */
export function unitChanges(
  first: Y.Item | null,
  last: Y.Item | null,
  transaction: Y.Transaction,
): UnitChange[] {
  const changes: { kind: UnitChange['kind']; units: number }[] = []
  for (let item = first; item !== null; item = item.right) {
    const kind = item.countable || markerOf(item) !== null ? kindOf(item, transaction) : null
    const previous = changes.at(-1)
    if (kind !== null && previous?.kind === kind) previous.units += item.length
    else if (kind !== null) changes.push({ kind, units: item.length })
    if (item === last) break
  }
  return changes
}

function kindOf(item: Y.Item, transaction: Y.Transaction): UnitChange['kind'] | null {
  const added = item.id.clock >= (transaction.beforeState.get(item.id.client) ?? 0)
  if (!item.deleted) return added ? 'added' : 'kept'
  return !added && Y.isDeleted(transaction.deleteSet, item.id) ? 'dropped' : null
}
