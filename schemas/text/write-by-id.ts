import * as Y from 'yjs'
import { unitChanges } from './unit-changes.ts'
import type { TextOp } from './local-ops.ts'
import { bag, embedOf } from './write-ops.ts'

/** Neighbouring units of a body as it was at one moment, by the Yjs ids they keep for ever. */
interface Span {
  readonly client: number
  readonly clock: number
  readonly units: number
}

/** What a body held before a transaction: the frame in which edits that are not yet written are expressed. */
export class PastUnits {
  readonly #body: Y.Text
  readonly #spans: Span[] = []

  constructor(body: Y.Text, transaction: Y.Transaction) {
    this.#body = body
    for (let item = body._start; item !== null; item = item.right) {
      const [change] = unitChanges(item, item, transaction)
      if (change !== undefined && change.kind !== 'added') {
        this.#spans.push({ client: item.id.client, clock: item.id.clock, units: item.length })
      }
    }
  }

  /** Applies operations that count in past units, from `start` on, to the body as it is now. Within a transaction. */
  write(start: number, ops: readonly TextOp[]): void {
    let at = start
    const placed = ops.map((op) => {
      const from = at
      if (op.op === 'keep' || op.op === 'drop') at += op.units
      return { op, from }
    })
    // From the last to the first: what is written does not move what comes after.
    for (const { op, from } of placed.reverse()) this.#apply(op, from)
  }

  #apply(op: TextOp, from: number): void {
    if (op.op === 'text') this.#body.insert(this.#indexAfter(from), op.text.toWellFormed(), bag(op.formats))
    else if (op.op === 'embed' || op.op === 'marker') {
      this.#body.insertEmbed(this.#indexAfter(from), embedOf(op.node, op.op), bag(op.formats))
    } else if (op.op === 'drop' || op.formats !== null) {
      for (let unit = from + op.units - 1; unit >= from; unit--) this.#applyToUnit(op, unit)
    }
  }

  /** What a colleague has deleted meanwhile is neither dropped again nor formatted. */
  #applyToUnit(op: Extract<TextOp, { op: 'keep' | 'drop' }>, unit: number): void {
    const before = this.#indexOf(unit, 0)
    if (this.#indexOf(unit, -1) === before) return
    if (op.op === 'drop') this.#body.delete(before, 1)
    else if (op.formats !== null) this.#body.format(before, 1, bag(op.formats))
  }

  #indexAfter(unit: number): number {
    return unit === 0 ? 0 : this.#indexOf(unit - 1, -1)
  }

  /** Index before (side 0) or behind (side −1) a past unit; where it was, if it is gone. */
  #indexOf(unit: number, side: 0 | -1): number {
    let rest = unit
    for (const span of this.#spans) {
      if (rest < span.units) return this.#indexOfId(Y.createID(span.client, span.clock + rest), side)
      rest -= span.units
    }
    return this.#body.length
  }

  #indexOfId(id: Y.ID, side: 0 | -1): number {
    const doc = this.#body.doc
    const position = new Y.RelativePosition(null, null, id, side)
    return (
      (doc === null ? null : Y.createAbsolutePositionFromRelativePosition(position, doc, false))?.index ?? 0
    )
  }
}
