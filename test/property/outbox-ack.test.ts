import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Outbox, type OutboxEntry } from '../../client/replica/outbox.ts'
import { SentLedger } from '../../client/sync/sent-ledger.ts'

/**
 * One tab, one room, one server, with every message of a connection in one order, as on a socket. The server keeps what
 * it has made durable through every crash of the line; what is under way is lost with the connection.
 */
class Schedule {
  readonly #doc = new Y.Doc()
  readonly #server = new Y.Doc()
  readonly #outbox = new Outbox(() => undefined)
  /** What each entry wrote: from which clock, to which. */
  readonly #clocks = new Map<OutboxEntry, number>()
  #ledger = new SentLedger<OutboxEntry>()
  #underWay: Uint8Array[] = []
  #taken = 0
  #acks: number[] = []
  #refusals: number[] = []
  #isConnected = false
  #hasAskedStep1 = false
  #lastSeq = 0

  edit(): void {
    const before = Y.encodeStateVector(this.#doc)
    const entry = this.#outbox.made(0)
    this.#doc.getText('body').insert(0, '字')
    this.#clocks.set(entry, Y.getState(this.#doc.store, this.#doc.clientID))
    // Sent before the first step 2, too, as a stock provider does: the ledger must know what that is worth.
    if (!this.#isConnected) return
    this.#ledger.update([entry])
    this.#underWay.push(Y.encodeStateAsUpdate(this.#doc, before))
  }

  store(): void {
    for (const entry of this.#outbox.entries) {
      if (entry.seq === null) this.#outbox.stored(entry, ++this.#lastSeq)
    }
  }

  connect(): void {
    this.drop()
    this.#isConnected = true
    this.#ledger = new SentLedger()
  }

  drop(): void {
    this.#isConnected = false
    this.#hasAskedStep1 = false
    this.#underWay = []
    this.#taken = 0
    this.#acks = []
    this.#refusals = []
  }

  /** The server asks what it lacks; the answer is written from the document as it is now. */
  answerStep1(): void {
    if (!this.#isConnected || this.#hasAskedStep1) return
    this.#hasAskedStep1 = true
    this.#ledger.step2(this.#outbox.entries)
    this.#underWay.push(Y.encodeStateAsUpdate(this.#doc, Y.encodeStateVector(this.#server)))
  }

  /** The server takes the next message, durably. */
  take(): void {
    const update = this.#underWay.shift()
    if (update === undefined) return
    this.#taken++
    Y.applyUpdate(this.#server, update)
  }

  /** The server's store fails for one message. */
  refuse(): void {
    if (this.#underWay.shift() !== undefined) this.#refusals.push(++this.#taken)
  }

  acknowledge(): void {
    if (this.#isConnected) this.#acks.push(this.#taken)
  }

  /** What the server said arrives, refusals of a batch before its acknowledgement. */
  hear(): void {
    for (const nth of this.#refusals) this.#ledger.refused(nth)
    this.#refusals = []
    const durable = this.#acks.shift()
    if (durable !== undefined) this.#outbox.remove(this.#ledger.acknowledged(durable))
  }

  expectOnlyHeldAreGone(): void {
    const held = Y.getState(this.#server.store, this.#doc.clientID)
    const waiting = new Set(this.#outbox.entries)
    for (const [entry, clock] of this.#clocks) {
      if (!waiting.has(entry)) expect(held).toBeGreaterThanOrEqual(clock)
    }
  }

  /** A quiet connection in the end. */
  settle(): void {
    this.connect()
    this.answerStep1()
    while (this.#underWay.length > 0) this.take()
    this.acknowledge()
    this.hear()
  }

  expectAllThere(): void {
    expect(this.#outbox.size).toBe(0)
    expect(this.#server.getText('body').toString()).toBe(this.#doc.getText('body').toString())
  }
}

const BEGUN = ['connect', 'answerStep1', 'take'] as const
/** A store that fails once, in the middle of typing. */
const SENT_BEFORE_REFUSAL: Step[] = [...BEGUN, 'edit', 'edit', 'refuse', 'take', 'acknowledge', 'hear']
const SENT_AFTER_REFUSAL: Step[] = [...BEGUN, 'edit', 'refuse', 'hear', 'edit', 'take', 'acknowledge', 'hear']

/** Weighted so that connections live long enough for something to go wrong in them. */
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.constant('edit' as const) },
  { weight: 8, arbitrary: fc.constant('take' as const) },
  { weight: 5, arbitrary: fc.constant('hear' as const) },
  { weight: 4, arbitrary: fc.constant('acknowledge' as const) },
  { weight: 3, arbitrary: fc.constant('answerStep1' as const) },
  { weight: 2, arbitrary: fc.constantFrom('store' as const, 'refuse' as const, 'connect' as const) },
  { weight: 1, arbitrary: fc.constant('drop' as const) },
)
type Step = 'edit' | 'take' | 'hear' | 'acknowledge' | 'answerStep1' | 'store' | 'refuse' | 'connect' | 'drop'

test('[C4] an edit leaves the outbox only when the server can use it, whatever is lost, late or refused', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 120 }), (steps) => {
      const schedule = new Schedule()
      for (const each of steps) {
        schedule[each]()
        schedule.expectOnlyHeldAreGone()
      }
      schedule.settle()
      schedule.expectAllThere()
    }),
    { numRuns: 400, examples: [[SENT_BEFORE_REFUSAL], [SENT_AFTER_REFUSAL]] },
  )
})
