import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { makeDataDir, removeDataDir, startSyncServer, type SyncServer } from '../support/server.ts'
import { type ChannelClient, ChannelSocket } from '../support/sync-client.ts'
import { documentId, workspaceId } from '../support/sync-world.ts'
import { until } from '../support/until.ts'

/** One thing one of three people does, or their line. */
type Step =
  | { readonly does: 'type'; readonly who: number; readonly at: number; readonly text: string }
  | { readonly does: 'delete'; readonly who: number; readonly at: number; readonly length: number }
  | { readonly does: 'set'; readonly who: number; readonly key: string; readonly value: string }
  | { readonly does: 'add row' | 'remove row'; readonly who: number; readonly row: string }
  | { readonly does: 'type in row'; readonly who: number; readonly row: string; readonly text: string }
  /** The line goes, or comes back. */
  | { readonly does: 'offline' | 'online'; readonly who: number }
  /** What is typed from now on is held back, then let go in another order and some of it twice. */
  | { readonly does: 'hold'; readonly who: number }
  | { readonly does: 'let go'; readonly who: number; readonly order: readonly number[] }
  /** Time passes: everything on the way arrives. */
  | { readonly does: 'settle' }

const who = fc.nat(2)
// No pair of surrogates: edits here cut anywhere, and halves are not text in Yjs (the editor's binding keeps them whole).
const text = fc.constantFrom('方案', 'a', '，', '责任单位')
const row = fc.constantFrom('r1', 'r2')
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('type'), who, at: fc.nat(30), text }) },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('delete'),
      who,
      at: fc.nat(30),
      length: fc.integer({ min: 1, max: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('set'),
      who,
      key: fc.constantFrom('title', 'unit'),
      value: text,
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('add row', 'remove row'), who, row }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('type in row'), who, row, text: fc.constantFrom('进展', '👍') }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('offline', 'online'), who }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('hold'), who }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('let go'),
      who,
      order: fc.array(fc.nat(20), { maxLength: 12 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('settle') }) },
)

/** One of the three: a document that outlives its connections. */
class Person {
  readonly doc = new Y.Doc()
  readonly #url: string
  readonly #token: string
  readonly #room: string
  #socket: ChannelSocket | null = null
  client: ChannelClient | null = null
  #held: Uint8Array[] | null = null

  constructor(url: string, token: string, room: string) {
    this.#url = url
    this.#token = token
    this.#room = room
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'server') return
      if (this.#held === null) this.client?.sendUpdate(update)
      else this.#held.push(update)
    })
  }

  async online(): Promise<void> {
    if (this.client !== null) return
    this.#socket = new ChannelSocket(this.#url, this.#token)
    this.client = await this.#socket.open(this.#room, {
      doc: this.doc,
      answersStep1: true,
      sendsByHand: true,
    })
  }

  offline(): void {
    this.#socket?.raw.ws.terminate()
    this.client = null
    this.#held = null
  }

  hold(): void {
    this.#held ??= []
  }

  letGo(order: readonly number[]): void {
    const held = this.#held ?? []
    this.#held = null
    if (held.length === 0) return
    for (const index of order) this.client?.sendUpdate(held[index % held.length] ?? new Uint8Array())
    for (const update of held.toReversed()) this.client?.sendUpdate(update)
  }

  get isSettled(): boolean {
    return this.client !== null && this.client.info !== null && this.client.unacknowledged.size === 0
  }
}

function cellOf(doc: Y.Doc, row: string): Y.Text | null {
  const cells = doc.getMap('rows').get(row)
  const cell = cells instanceof Y.Map ? cells.get('cell') : null
  return cell instanceof Y.Text ? cell : null
}

function edit(doc: Y.Doc, step: Step): void {
  const body = doc.getText('body')
  switch (step.does) {
    case 'type':
      body.insert(Math.min(step.at, body.length), step.text)
      return
    case 'delete':
      if (step.at < body.length) body.delete(step.at, Math.min(step.length, body.length - step.at))
      return
    case 'set':
      doc.getMap('header').set(step.key, step.value)
      return
    case 'add row':
      doc.getMap('rows').set(step.row, new Y.Map([['cell', new Y.Text('')]]))
      return
    case 'remove row':
      doc.getMap('rows').delete(step.row)
      return
    case 'type in row':
      cellOf(doc, step.row)?.insert(0, step.text)
  }
}

/** The order of a map's keys is not part of what it holds. */
function entriesOf(map: Y.Map<unknown>): unknown {
  return Object.entries(map.toJSON()).toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function contentOf(doc: Y.Doc): unknown {
  return {
    body: doc.getText('body').toDelta(),
    header: entriesOf(doc.getMap('header')),
    rows: entriesOf(doc.getMap('rows')),
    isWaiting: doc.store.pendingStructs !== null || doc.store.pendingDs !== null,
  }
}

let dataDir: string
let server: SyncServer
beforeAll(async () => {
  dataDir = makeDataDir()
  // A short tail, so that compaction happens in the middle of histories.
  const limits = { tailUpdates: 8, updatesPerSecond: 1e6, newRoomsPerMinute: 1e6, requestsPerMinute: 1e6 }
  server = await startSyncServer({ dataDir, limits })
})
afterAll(async () => {
  await server.stop()
  removeDataDir(dataDir)
})

let historyCount = 0

/** Lets three people live through the steps, then brings everybody together. */
async function live(steps: readonly Step[]): Promise<void> {
  const plan = `plan${++historyCount}`
  const room = `w1/${plan}/body`
  const people = ['anna', 'bob', 'anna'].map((token) => new Person(server.url, token, room))
  for (const person of people) await person.online()
  const settled = () =>
    until('everything has arrived', () => people.every((each) => each.client === null || each.isSettled))
  for (const step of steps) {
    if (step.does === 'settle') {
      await settled()
      continue
    }
    const person = people[step.who]
    if (step.does === 'offline') person?.offline()
    else if (step.does === 'online') await person?.online()
    else if (step.does === 'hold') person?.hold()
    else if (step.does === 'let go') person?.letGo(step.order)
    else if (person !== undefined) edit(person.doc, step)
  }
  for (const person of people) {
    person.letGo([])
    await person.online()
  }
  const isOne = () => {
    const [first, ...others] = people.map(({ doc }) => JSON.stringify(contentOf(doc)))
    return others.every((other) => other === first)
  }
  await until('all are one', () => people.every((each) => each.isSettled) && isOne())
  const first = people[0]
  expect(contentOf(first?.doc ?? new Y.Doc())).toMatchObject({ isWaiting: false })
  await expectStored(plan, first?.doc ?? new Y.Doc())
  for (const person of people) person.offline()
}

/** What the server holds is what everybody sees, also after it has let go of it. */
async function expectStored(plan: string, doc: Y.Doc): Promise<void> {
  await server.engine.settled()
  const parts = await server.engine.snapshotDocument(workspaceId('w1'), documentId(plan))
  const stored = new Y.Doc()
  for (const { state } of parts.values()) Y.applyUpdate(stored, state, 'store')
  expect(contentOf(stored)).toEqual(contentOf(doc))
}

test('[S5] any edits, over lines that break, repeat and reorder, leave everybody and the store with the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => live(steps)),
    { numRuns: 100, interruptAfterTimeLimit: 40_000 },
  )
})

test('[S5] updates that arrive last first are complete for a peer that comes in the middle', async () => {
  await live([
    { does: 'hold', who: 0 },
    { does: 'type', who: 0, at: 0, text: '一' },
    { does: 'type', who: 0, at: 1, text: '二' },
    { does: 'type', who: 0, at: 2, text: '三' },
    { does: 'offline', who: 1 },
    { does: 'let go', who: 0, order: [2, 2, 1] },
    { does: 'online', who: 1 },
    { does: 'delete', who: 1, at: 0, length: 1 },
    { does: 'settle' },
  ])
})
