import * as Y from 'yjs'
import type { MemberId } from '../schemas/ids.ts'
import { ClockSet } from './clock-set.ts'
import type { Overwritten, StoredRoom } from './store/store.ts'
import type { ClockRange } from './update-meta.ts'

type TailEntry = StoredRoom['tail'][number]
type Struct = Y.Item | Y.GC

/** An update's items that wait for others before Yjs takes them in. */
interface Unsettled {
  readonly items: readonly Y.Item[]
  readonly entry: TailEntry
}

/**
 * Watches a replay for words that nobody chose to delete. An update names what its author deleted; whatever is dead
 * and was never named was deleted by merging: words typed into what a colleague had deleted meanwhile, in either order
 * of arrival, and values that lost against a colleague's at the same time.
 */
export class LostWords {
  readonly lost: Overwritten[] = []
  readonly #doc: Y.Doc
  readonly #bindings: ReadonlyMap<number, MemberId>
  /** Everything that somebody chose to delete so far. */
  readonly #named = new ClockSet()
  #unsettled: Unsettled[] = []

  /** @param doc the room's compacted state, before the tail; its deletions are history */
  constructor(doc: Y.Doc, bindings: ReadonlyMap<number, MemberId>) {
    this.#doc = doc
    this.#bindings = bindings
    this.#name(Y.snapshot(doc).ds)
  }

  #name({ clients }: ReturnType<typeof Y.snapshot>['ds']): void {
    for (const [client, deletions] of clients) {
      for (const { clock, len } of deletions) this.#named.add({ client, from: clock, to: clock + len })
    }
  }

  /** Applies the next update of the tail to the document. */
  apply(entry: TailEntry): void {
    const { structs, ds } = Y.decodeUpdate(entry.update)
    this.#name(ds)
    const { store } = this.#doc
    const fresh = structs
      .filter((struct) => struct instanceof Y.Item)
      .filter(({ id, length }) => id.clock + length > endOf(store.clients.get(id.client)))
    const onTransaction = (transaction: Y.Transaction) => this.#takeOld(transaction, entry)
    this.#doc.on('afterTransaction', onTransaction)
    Y.applyUpdate(this.#doc, entry.update, 'replay')
    this.#doc.off('afterTransaction', onTransaction)
    if (fresh.length > 0) this.#unsettled.push({ items: fresh, entry })
    this.#settle()
  }

  /** Words that were here before and are deleted now. */
  #takeOld({ deleteSet, beforeState }: Y.Transaction, entry: TailEntry): void {
    for (const [client, deletions] of deleteSet.clients) {
      const end = beforeState.get(client) ?? 0
      for (const { clock, len } of deletions) {
        const range = { client, from: clock, to: Math.min(clock + len, end) }
        if (range.to > range.from) this.#note(this.#unnamed(range, null), client, entry)
      }
    }
  }

  /** Words that came dead: looked at as soon as Yjs has taken the whole update in. */
  #settle(): void {
    if (this.#unsettled.length === 0) return
    const { clients } = this.#doc.store
    const isIn = ({ id, length }: Y.Item) => endOf(clients.get(id.client)) >= id.clock + length
    const [settled, unsettled] = partition(this.#unsettled, ({ items }) => items.every((item) => isIn(item)))
    this.#unsettled = unsettled
    for (const { items, entry } of settled) {
      for (const item of items) {
        const { client, clock } = item.id
        const range = { client, from: clock, to: clock + item.length }
        this.#note(this.#unnamed(range, item), client, entry)
      }
    }
  }

  /**
   * The words of what is dead in `range` and was never named.
   * @param sent the item as it was sent, for content the document has dropped already
   */
  #unnamed(range: ClockRange, sent: Y.Item | null): string {
    let words = ''
    for (const struct of structsIn(this.#doc.store.clients.get(range.client) ?? [], range)) {
      if (!struct.deleted) continue
      const from = Math.max(struct.id.clock, range.from)
      const to = Math.min(struct.id.clock + struct.length, range.to)
      const source = sent ?? (struct instanceof Y.Item ? struct : null)
      for (const piece of this.#named.missing({ client: range.client, from, to })) {
        if (source !== null)
          words += wordsOf(source, piece.from - source.id.clock, piece.to - source.id.clock)
      }
    }
    return words
  }

  #note(text: string, client: number, { via, time }: TailEntry): void {
    if (text === '') return
    const by = this.#bindings.get(client) ?? via
    const last = this.lost.at(-1)
    // What one person typed is one entry, however many items it came in.
    if (last !== undefined && last.by === by && last.time === time) {
      this.lost[this.lost.length - 1] = { ...last, text: last.text + text }
    } else this.lost.push({ time, by, text })
  }
}

function endOf(structs: readonly Struct[] | undefined): number {
  const last = structs?.at(-1)
  return last === undefined ? 0 : last.id.clock + last.length
}

function partition<Value>(values: readonly Value[], test: (value: Value) => boolean): [Value[], Value[]] {
  return [values.filter((value) => test(value)), values.filter((value) => !test(value))]
}

/** The structs of one client that overlap `range`, by binary search: a client may have very many. */
function* structsIn(structs: readonly Struct[], { from, to }: ClockRange): Generator<Struct> {
  let low = 0
  let high = structs.length
  while (low < high) {
    const middle = (low + high) >> 1
    const struct = structs[middle]
    if (struct !== undefined && struct.id.clock + struct.length <= from) low = middle + 1
    else high = middle
  }
  for (let index = low; index < structs.length; index++) {
    const struct = structs[index]
    if (struct === undefined || struct.id.clock >= to) return
    yield struct
  }
}

/** The words between two offsets of an item: text, or values that a person wrote (ids, keys and dates are none). */
function wordsOf({ content }: Y.Item, from: number, to: number): string {
  if (content instanceof Y.ContentString) return content.str.slice(from, to)
  if (!(content instanceof Y.ContentAny)) return ''
  return content.arr
    .slice(from, to)
    .filter((value) => typeof value === 'string' && isProse(value))
    .join('')
}

function isProse(value: string): boolean {
  return /\s|[^\p{ASCII}]/u.test(value)
}
