import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import * as Y from 'yjs'
import { REFUSALS } from '../../schemas/protocol/errors.ts'
import { encodeAnnounce } from '../../schemas/protocol/messages.ts'
import { RoomName } from '../../schemas/protocol/room-name.ts'
import { StoreError, type Store } from '../../sync-server/store/store.ts'
import { makeDataDir, removeDataDir, startSyncServer, type SyncServer } from '../support/server.ts'
import {
  type ChannelClient,
  ChannelSocket,
  openChannel,
  PlainClient,
  step1,
  updateOf,
} from '../support/sync-client.ts'
import { documentId, memberId, workspaceId } from '../support/sync-world.ts'
import { until } from '../support/until.ts'

const body = v.parse(RoomName, 'w1/plan1/body')
const discussion = v.parse(RoomName, 'w1/plan1/discussion')

let dataDir: string
let server: SyncServer
beforeEach(async () => {
  dataDir = makeDataDir()
  server = await startSyncServer({ dataDir })
})
afterEach(async () => {
  await server.stop()
  removeDataDir(dataDir)
})

async function restart(options: { wrapStore?: (store: Store) => Store } = {}): Promise<void> {
  await server.stop()
  server = await startSyncServer({ dataDir, ...options })
}

describe('a room that cannot be read', () => {
  /** Changes a stored byte while the server is down. */
  async function damage(): Promise<void> {
    const { socket, client } = await openChannel(server.url, 'anna', body)
    client.doc.getText('body').insert(0, '原来的字')
    await until('stored', () => client.acknowledged.length === 1)
    socket.close()
    await server.stop()
    const database = new DatabaseSync(join(dataDir, 'heshu.db'))
    const rows = database.prepare('SELECT bytes FROM updates UNION ALL SELECT bytes FROM states').all()
    expect(rows.length).toBeGreaterThan(0)
    database.exec("UPDATE updates SET bytes = x'00'; UPDATE states SET bytes = x'00'")
    database.close()
    server = await startSyncServer({ dataDir })
  }

  test('[S13] accepts nothing, says 4520, shows no empty page, and what is stored stays as it is', async () => {
    await damage()
    const socket = new ChannelSocket(server.url, 'anna')
    const client = await socket.open(body)
    client.doc.getText('body').insert(0, '新打的字')
    const plain = new PlainClient(`${server.url}/${body}?token=anna`)
    expect(await plain.closed()).toBe(REFUSALS.roomUnreadable)
    await until('closed', () => client.closeCode !== null)
    expect(client.closeCode).toBe(REFUSALS.roomUnreadable)
    expect([...client.received, ...plain.received]).toEqual([])
    const other = await socket.open('w1/plan2/body')
    await until('other rooms open', () => other.info !== null)
    await expect(server.store.rooms.load(body)).rejects.toMatchObject({ code: 'unreadable' })
    await server.stop()
    const database = new DatabaseSync(join(dataDir, 'heshu.db'))
    const rows = database.prepare('SELECT bytes FROM updates UNION ALL SELECT bytes FROM states').all()
    expect(rows.map(({ bytes }) => bytes)).toEqual([new Uint8Array([0])])
    database.close()
    server = await startSyncServer({ dataDir })
  })

  test('[S13] a thousand failed loads leave no room, no timer and nobody waiting', async () => {
    let loads = 0
    await restart({
      wrapStore: (store) => ({
        ...store,
        rooms: {
          ...store.rooms,
          load: () => {
            loads++
            return Promise.reject(new StoreError('unreadable', 'damaged'))
          },
        },
      }),
    })
    const timersBefore = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const clients: ChannelClient[] = []
    for (let round = 0; round < 10; round++) {
      const socket = new ChannelSocket(server.url, 'anna')
      const opened = await Promise.all(Array.from({ length: 100 }, () => socket.open(body)))
      for (const client of opened) client.doc.getText('body').insert(0, 'x')
      await until('all closed', () => opened.every(({ closeCode }) => closeCode === REFUSALS.roomUnreadable))
      clients.push(...opened)
      socket.close()
    }
    await until('all are gone', () => server.sockets.count() === 0)
    expect(clients.flatMap(({ received }) => received)).toEqual([])
    expect(loads).toBeGreaterThan(0)
    expect(server.engine.stats()).toMatchObject({ rooms: 0, loading: 0, queuedBytes: 0 })
    expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length).toBeLessThanOrEqual(
      timersBefore,
    )
  })

  test('[S13] a room is opened again once it can be read', async () => {
    let isBroken = true
    await restart({
      wrapStore: (store) => ({
        ...store,
        rooms: {
          ...store.rooms,
          load: (room) =>
            isBroken ? Promise.reject(new StoreError('unreadable', 'damaged')) : store.rooms.load(room),
        },
      }),
    })
    const socket = new ChannelSocket(server.url, 'anna')
    const first = await socket.open(body)
    await until('closed', () => first.closeCode === REFUSALS.roomUnreadable)
    isBroken = false
    const second = await socket.open(body)
    second.doc.getText('body').insert(0, 'x')
    await until('acknowledged', () => second.acknowledged.length === 1)
    socket.close()
  })
})

describe('the life of a room', () => {
  test('[S7] is let go when the last has left, compacted, and opens as it was', async () => {
    const { socket, client } = await openChannel(server.url, 'anna', body)
    const text = client.doc.getText('body')
    for (let index = 0; index < 60; index++) text.insert(index, '字')
    text.delete(10, 20)
    await until('acknowledged', () => client.unacknowledged.size === 0)
    expect(server.engine.stats().rooms).toBe(1)
    socket.close()
    await until('let go', () => server.engine.stats().rooms === 0)
    await server.engine.settled()
    const stored = await server.store.rooms.load(body)
    expect(stored?.tail).toEqual([])
    expect(stored?.state).not.toBeNull()
    const again = await openChannel(server.url, 'rita', body)
    expect(again.client.doc.getText('body').toString()).toBe('字'.repeat(40))
    expect(again.client.info?.sequence).toBe(stored?.sequence)
    again.socket.close()
  })

  test('[S7] a long tail is compacted while people write; whoever comes then gets all of it', async () => {
    await server.stop()
    server = await startSyncServer({ dataDir, limits: { tailUpdates: 20, updatesPerSecond: 100_000 } })
    const { socket, client } = await openChannel(server.url, 'anna', body)
    const text = client.doc.getText('body')
    const latecomers: Awaited<ReturnType<typeof openChannel>>[] = []
    for (let index = 0; index < 150; index++) {
      text.insert(text.length, `${index},`)
      await until('acknowledged', () => client.unacknowledged.size === 0)
      if (index % 50 === 25) latecomers.push(await openChannel(server.url, 'rita', body))
    }
    await server.engine.settled()
    expect((await server.store.rooms.load(body))?.tail.length).toBeLessThan(150)
    latecomers.push(await openChannel(server.url, 'bob', body))
    for (const { client: late } of latecomers) {
      await until('all is there', () => late.doc.getText('body').toString() === text.toString())
    }
    for (const each of [socket, ...latecomers.map((late) => late.socket)]) each.close()
  })

  test('[S8] who wrote is kept under the name of the member who announced the client', async () => {
    const { socket, client } = await openChannel(server.url, 'anna', body)
    client.send(encodeAnnounce(client.doc.clientID))
    const text = client.doc.getText('body')
    for (let index = 0; index < 30; index++) text.insert(index, '字')
    text.delete(0, 2)
    await until('acknowledged', () => client.unacknowledged.size === 0)
    socket.close()
    await until('let go', () => server.engine.stats().rooms === 0)
    await server.engine.settled()
    const authorship = await server.store.rooms.authorship(body)
    expect(
      authorship.map(({ act, fromClock, toClock, member, via }) => [act, fromClock, toClock, member, via]),
    ).toEqual(
      expect.arrayContaining([
        ['wrote', 0, 30, 'anna', 'anna'],
        ['deleted', 0, 2, 'anna', 'anna'],
      ]),
    )
    expect(authorship.every((each) => each.client === client.doc.clientID)).toBe(true)
  })

  test('[S2] a room is answered only when loaded, whatever was asked before', async () => {
    let release = () => {}
    const gate = new Promise<void>((resolve) => (release = resolve))
    await restart({
      wrapStore: (store) => ({
        ...store,
        rooms: { ...store.rooms, load: async (room) => gate.then(() => store.rooms.load(room)) },
      }),
    })
    const socket = new ChannelSocket(server.url, 'anna')
    const client = await socket.open(body)
    const plain = await new PlainClient(`${server.url}/${body}?token=bob`).opened()
    plain.send(step1(new Y.Doc()))
    client.doc.getText('body').insert(0, '先写下')
    await until('the room is loading', () => server.engine.stats().loading === 1)
    expect([...client.received, ...plain.received]).toEqual([])
    release()
    await until('answered', () => client.acknowledged.length === 1)
    await until('both have it', () => plain.doc().getText('body').toString() === '先写下')
    socket.close()
    plain.close()
  })
})

test('[S2] who leaves while a room is loading does not take it from those who come in', async () => {
  let release = () => {}
  const gate = new Promise<void>((resolve) => (release = resolve))
  await restart({
    wrapStore: (store) => ({
      ...store,
      rooms: { ...store.rooms, load: async (room) => gate.then(() => store.rooms.load(room)) },
    }),
  })
  const first = new ChannelSocket(server.url, 'anna')
  await first.open(body)
  await until('the room is loading', () => server.engine.stats().loading === 1)
  const second = new ChannelSocket(server.url, 'anna')
  const stays = await second.open(body)
  await until('both have come', () => server.sockets.count() === 2)
  first.raw.ws.terminate()
  await until('one has left', () => server.sockets.count() === 1)
  release()
  await until('the other is in', () => stays.info !== null)
  const later = await openChannel(server.url, 'bob', body)
  later.client.doc.getText('body').insert(0, '一间房')
  await until('they are in one room', () => stays.doc.getText('body').toString() === '一间房')
  for (const socket of [second, later.socket]) socket.close()
})

describe('what the other parts of the server ask', () => {
  const [w1, plan1] = [workspaceId('w1'), documentId('plan1')]
  const updateWith = (text: string) => {
    const doc = new Y.Doc()
    doc.getText('body').insert(0, text)
    return Y.encodeStateAsUpdate(doc)
  }

  test('[S3] an applied update is durable, seen by those who are in, and by nobody twice', async () => {
    const { socket, client } = await openChannel(server.url, 'rita', body)
    expect(await server.engine.applyUpdate(body, updateWith('导入的方案'), memberId('bob'))).toBe(1)
    await until('seen', () => client.doc.getText('body').toString() === '导入的方案')
    expect(client.received.filter(({ type }) => type === 'update').length).toBe(1)
    socket.close()
    await until('let go', () => server.engine.stats().rooms === 0)
    expect(await server.engine.applyUpdate(discussion, updateWith('意见'), null)).toBe(1)
    expect(server.engine.stats().rooms).toBe(0)
    const parts = await server.engine.snapshotDocument(w1, plan1)
    expect([...parts].map(([part, { sequence }]) => [part, sequence])).toEqual([
      ['body', 1],
      ['discussion', 1],
    ])
    const doc = new Y.Doc()
    Y.applyUpdate(doc, parts.get('body')?.state ?? new Uint8Array(), 'test')
    expect(doc.getText('body').toString()).toBe('导入的方案')
  })

  test('[S12] an update for another workspace’s document, or none at all, is refused', async () => {
    await server.engine.applyUpdate(body, updateWith('x'), null)
    const foreign = v.parse(RoomName, 'w2/plan1/body')
    await expect(server.engine.applyUpdate(foreign, updateWith('y'), null)).rejects.toMatchObject({
      refusal: 'otherWorkspace',
    })
    await expect(server.engine.applyUpdate(body, new Uint8Array([1, 2]), null)).rejects.toMatchObject({
      refusal: 'malformed',
    })
    expect(server.engine.stats().rooms).toBe(0)
  })

  test('[S5] holds says whether every struct and every deletion is stored', async () => {
    const doc = new Y.Doc()
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    doc.getText('body').insert(0, 'abc')
    doc.getText('body').insert(3, 'def')
    doc.getText('body').delete(0, 1)
    const [first = new Uint8Array(), , deletion = new Uint8Array()] = updates
    await server.engine.applyUpdate(body, first, null)
    expect(await server.engine.holds(body, first)).toBe(true)
    expect(await server.engine.holds(body, Y.encodeStateAsUpdate(doc))).toBe(false)
    expect(await server.engine.holds(body, deletion)).toBe(false)
    await server.engine.applyUpdate(body, Y.encodeStateAsUpdate(doc), null)
    expect(await server.engine.holds(body, deletion)).toBe(true)
    await server.engine.settled()
    expect(await server.engine.holds(body, Y.encodeStateAsUpdate(doc))).toBe(true)
  })

  test('[S3] listeners hear of every edit of a document, not of its discussion nor the index', async () => {
    const heard: string[] = []
    const stop = server.engine.onEdit((document) => heard.push(document))
    await server.engine.applyUpdate(discussion, updateWith('意见'), null)
    await server.engine.applyUpdate(v.parse(RoomName, 'w1/index'), updateWith('目录'), null)
    await server.engine.applyUpdate(body, updateWith('正文'), null)
    stop()
    await server.engine.applyUpdate(body, updateWith('又一句'), null)
    expect(heard).toEqual(['plan1'])
  })
})

test('[S5] what a reconnecting client repeats is acknowledged and neither stored nor passed on again', async () => {
  const { socket, client } = await openChannel(server.url, 'anna', body)
  const reader = await openChannel(server.url, 'rita', body)
  client.doc.getText('body').insert(0, 'abc')
  client.doc.getText('body').delete(0, 1)
  await until('seen', () => reader.client.doc.getText('body').toString() === 'bc')
  const sequence = (await server.store.rooms.load(body))?.sequence
  const before = reader.client.received.length
  for (let repeat = 0; repeat < 5; repeat++) client.send(updateOf(Y.encodeStateAsUpdate(client.doc)))
  await until('acknowledged', () => client.received.some((each) => each.type === 'ack' && each.durable === 7))
  expect((await server.store.rooms.load(body))?.sequence).toBe(sequence)
  expect(reader.client.received.length).toBe(before)
  for (const each of [socket, reader.socket]) each.close()
})
