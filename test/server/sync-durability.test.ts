import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { REFUSALS } from '../../schemas/protocol/errors.ts'
import { StoreError, type Store } from '../../sync-server/store/store.ts'
import {
  makeDataDir,
  removeDataDir,
  spawnSyncServer,
  startSyncServer,
  type SyncServer,
} from '../support/server.ts'
import { ChannelSocket, openChannel, PlainClient, step1, updateOf } from '../support/sync-client.ts'
import { until } from '../support/until.ts'

const ROOMS = ['w1/plan1/body', 'w1/plan1/discussion', 'w1/plan2/body', 'w1/index']

let dataDir: string
beforeEach(() => {
  dataDir = makeDataDir()
})
afterEach(() => removeDataDir(dataDir))

/** Whether every item and every deletion of `update` is in the document. */
function holds(doc: Y.Doc, update: Uint8Array): boolean {
  const { structs, ds } = Y.decodeUpdate(update)
  const { clients } = Y.snapshot(doc).ds
  const isDeleted = (client: number, clock: number) =>
    clients.get(client)?.some((range) => range.clock <= clock && clock < range.clock + range.len) === true
  return (
    structs.every(({ id, length }) => Y.getState(doc.store, id.client) >= id.clock + length) &&
    [...ds.clients].every(([client, ranges]) =>
      ranges.every(({ clock, len }) =>
        Array.from({ length: len }).every((_value, index) => isDeleted(client, clock + index)),
      ),
    )
  )
}

describe('kill -9 in the middle of writes', () => {
  // Four moments: before the first commit has ended, in the first storm, and deep in it.
  test.each([1, 10, 100, 400])(
    '[S3] whatever was acknowledged or seen by a colleague is there afterwards (killed after %i were seen)',
    async (seenBefore) => {
      const server = await spawnSyncServer(dataDir)
      const writers = new ChannelSocket(server.url, 'anna')
      const readers = new ChannelSocket(server.url, 'bob')
      const rooms = await Promise.all(
        ROOMS.map(async (room) => ({
          room,
          writer: await writers.open(room),
          reader: await readers.open(room),
        })),
      )
      await until('all rooms answer', () =>
        rooms.every(({ writer, reader }) => [writer, reader].every(({ info }) => info !== null)),
      )
      const seen = new Map<string, Uint8Array[]>(ROOMS.map((room) => [room, []]))
      for (const { room, reader } of rooms) {
        reader.doc.on('update', (update: Uint8Array) => seen.get(room)?.push(update))
      }
      // Never stops by itself: the server is killed while a keystroke is on its way in every room.
      let count = 0
      const typing = setInterval(() => {
        for (const { writer } of rooms) {
          if (writers.raw.closeCode !== null) continue
          const text = writer.doc.getText('body')
          if (count++ % 3 === 2 && text.length > 0) text.delete(count % text.length, 1)
          else text.insert(count % (text.length + 1), `${count},`)
        }
      }, 0)
      const seenCount = () => [...seen.values()].reduce((sum, updates) => sum + updates.length, 0)
      await until('enough was seen', () => seenCount() >= seenBefore)
      await server.kill()
      clearInterval(typing)
      await until(
        'both lines are down',
        () => writers.raw.closeCode !== null && readers.raw.closeCode !== null,
      )

      const again = await spawnSyncServer(dataDir)
      for (const { room, writer } of rooms) {
        const { socket, client } = await openChannel(again.url, 'anna', room)
        for (const update of writer.acknowledged) expect(holds(client.doc, update)).toBe(true)
        for (const update of seen.get(room) ?? []) expect(holds(client.doc, update)).toBe(true)
        socket.close()
      }
      // What was not acknowledged is still its writer's, and goes up at the next meeting.
      const { socket, client } = await openChannel(again.url, 'anna', ROOMS[0] ?? '', {
        doc: rooms[0]?.writer.doc ?? new Y.Doc(),
      })
      for (const update of rooms[0]?.writer.unacknowledged.values() ?? []) client.sendUpdate(update)
      await until('all acknowledged', () => client.unacknowledged.size === 0)
      socket.close()
      expect(await again.terminate()).toBe(0)
    },
  )
})

/** A real store whose appends are refused where the test says. */
function refusingStore(store: Store, isRefused: (nth: number) => StoreError | null): Store {
  let appends = 0
  return {
    ...store,
    rooms: {
      ...store.rooms,
      append: (batch) => {
        const refusal = isRefused(++appends)
        return refusal === null ? store.rooms.append(batch) : Promise.reject(refusal)
      },
    },
  }
}

describe('a store that refuses', () => {
  let server: SyncServer
  let refuse = false
  beforeEach(async () => {
    refuse = false
    const full = new StoreError('full', 'no space left')
    const wrapStore = (store: Store) => refusingStore(store, () => (refuse ? full : null))
    server = await startSyncServer({ dataDir, wrapStore })
  })
  afterEach(() => server.stop())

  test('[S4] nothing is passed on nor acknowledged; the writer is told, sends again, and it goes through', async () => {
    const anna = await openChannel(server.url, 'anna', 'w1/plan1/body')
    const bob = await openChannel(server.url, 'bob', 'w1/plan1/body')
    anna.client.doc.getText('body').insert(0, '一')
    await until('the first is acknowledged', () => anna.client.acknowledged.length === 1)
    await until('bob has it', () => bob.client.doc.getText('body').length === 1)
    refuse = true
    const receivedBefore = bob.client.received.length
    const lost: Uint8Array[] = []
    anna.client.doc.once('update', (update: Uint8Array) => lost.push(update))
    anna.client.doc.getText('body').insert(1, '二')
    await until('anna is told', () => anna.client.refused.length === 1)
    expect(anna.client.refused[0]).toMatchObject({ nth: 2, code: REFUSALS.storeFailed })
    expect(anna.client.acknowledged.length).toBe(1)
    expect(bob.client.received.length).toBe(receivedBefore)
    refuse = false
    for (const update of lost) anna.client.sendUpdate(update)
    await until('the second is acknowledged', () => anna.client.acknowledged.length === 2)
    await until('bob has both', () => bob.client.doc.getText('body').toString() === '一二')
    anna.socket.close()
    bob.socket.close()
  })

  test('[S4] a stock client is cut off for a moment, and brings its edit again by itself', async () => {
    const anna = await new PlainClient(`${server.url}/w1/plan1/body?token=anna`).opened()
    await anna.has('the server asks', (received) => received.some(({ type }) => type === 'step1'))
    refuse = true
    const doc = new Y.Doc()
    doc.getText('body').insert(0, '字')
    anna.send(updateOf(Y.encodeStateAsUpdate(doc)))
    expect(await anna.closed()).toBe(REFUSALS.storeFailed)
    refuse = false
    const again = await new PlainClient(`${server.url}/w1/plan1/body?token=anna`).opened()
    again.send(step1(doc))
    await again.has('the server asks', (received) => received.some(({ type }) => type === 'step1'))
    again.send(updateOf(Y.encodeStateAsUpdate(doc)))
    const reader = await openChannel(server.url, 'rita', 'w1/plan1/body')
    await until('it is there', () => reader.client.doc.getText('body').toString() === '字')
    again.close()
    reader.socket.close()
  })
})

test.each([1, 2, 3, 5, 8])(
  '[S4] a store refusing every commit whose number divides by %i delays edits and loses none',
  async (divisor) => {
    const wrapStore = (store: Store) =>
      refusingStore(store, (nth) =>
        nth < 40 && nth % divisor === 0 ? new StoreError('failed', 'refused by the test') : null,
      )
    const server = await startSyncServer({ dataDir, wrapStore })
    const anna = await openChannel(server.url, 'anna', 'w1/plan1/body')
    const bob = await openChannel(server.url, 'bob', 'w1/plan1/body')
    const outbox = new Map<number, Uint8Array>()
    // As the app's outbox does: what was refused for now is sent again, under a new number.
    anna.client.doc.on('update', (update: Uint8Array) => {
      outbox.set(Math.max(...anna.client.unacknowledged.keys()), update)
    })
    let resent = 0
    const resend = () => {
      for (; resent < anna.client.refused.length; resent++) {
        const nth = anna.client.refused[resent]?.nth ?? 0
        const update = outbox.get(nth)
        if (update !== undefined) outbox.set(anna.client.sendUpdate(update), update)
      }
    }
    for (let index = 0; index < 60; index++) {
      anna.client.doc.getText('body').insert(index, '字')
      await new Promise((resolve) => setImmediate(resolve))
      resend()
    }
    await until('all is acknowledged', () => {
      resend()
      return anna.client.unacknowledged.size === 0
    })
    await until('bob has all', () => bob.client.doc.getText('body').length === 60)
    anna.socket.close()
    bob.socket.close()
    await server.stop()
  },
)

test('[S18] an orderly stop brings what was taken to disk, says 4503, and loses nothing acknowledged', async () => {
  const server = await startSyncServer({ dataDir })
  const { socket, client } = await openChannel(server.url, 'anna', 'w1/plan1/body')
  const plain = await new PlainClient(`${server.url}/w1/plan1/body?token=rita`).opened()
  for (let index = 0; index < 200; index++) client.doc.getText('body').insert(index, 'x')
  await until('the first is acknowledged', () => client.acknowledged.length > 0)
  await server.stop()
  expect(await socket.raw.closed()).toBe(REFUSALS.restarting)
  expect(await plain.closed()).toBe(REFUSALS.restarting)
  const again = await startSyncServer({ dataDir })
  const after = await openChannel(again.url, 'rita', 'w1/plan1/body')
  for (const update of client.acknowledged) expect(holds(after.client.doc, update)).toBe(true)
  after.socket.close()
  await again.stop()
})
