import { connect } from 'node:net'
import * as encoding from 'lib0/encoding'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import pino from 'pino'
import * as Y from 'yjs'
import { REFUSALS } from '../../schemas/protocol/errors.ts'
import { MESSAGE, SYNC } from '../../schemas/protocol/messages.ts'
import { SampledLog } from '../../sync-server/sampled-log.ts'
import { originCheck } from '../../sync-server/http/origin.ts'
import { makeDataDir, removeDataDir, startSyncServer, type SyncServer } from '../support/server.ts'
import {
  awarenessOf,
  type ChannelClient,
  ChannelSocket,
  openChannel,
  PlainClient,
  RawSocket,
  step1,
  updateOf,
} from '../support/sync-client.ts'
import { until } from '../support/until.ts'

/** Small enough to be broken in a test; the ratios are those of the real limits. */
const LIMITS = {
  frameBytes: 64 * 1024,
  roomBytes: 256 * 1024,
  channels: 5,
  updatesPerSecond: 20,
  updateBytesPerSecond: 1024 * 1024,
  newRoomsPerMinute: 3,
}
const ROOM = 'w1/plan1/body'

let dataDir: string
let server: SyncServer
beforeEach(async () => {
  dataDir = makeDataDir()
  const check = originCheck({ publicOrigin: 'https://plans.example', isTls: false, ownNames: [] })
  server = await startSyncServer({
    dataDir,
    limits: LIMITS,
    isAllowedOrigin: (request) => check.isAllowed(request),
  })
})
afterEach(async () => {
  await server.stop()
  removeDataDir(dataDir)
})

const varUints = (...numbers: number[]) =>
  encoding.encode((encoder) => numbers.forEach((number) => encoding.writeVarUint(encoder, number)))
const insertOf = (text: string) => {
  const doc = new Y.Doc()
  doc.getText('body').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}
const MILLION = 2 ** 31

/** Everything here is refused as malformed, on the channel that brought it. */
const MALFORMED: readonly (readonly [string, Uint8Array])[] = [
  ['an empty message', new Uint8Array()],
  ['a type nobody knows', varUints(77)],
  ['a message only servers send', varUints(MESSAGE.ack, 5)],
  ['a sync step that is none', varUints(MESSAGE.sync, 9, 0)],
  ['an update that ends early', updateOf(insertOf('文字').slice(0, -4))],
  ['an update longer than its message', varUints(MESSAGE.sync, SYNC.update, 4_000, 0, 0)],
  ['a million structs in no bytes', updateOf(varUints(1, MILLION, 5, 0))],
  ['a million deletions in no bytes', updateOf(varUints(0, 1, 5, MILLION))],
  ['an update that refers to its own future', updateOf(new Uint8Array([1, 1, 5, 0, 0x84, 5, 9, 1, 97, 0]))],
  ['text for an update', updateOf(new TextEncoder().encode('这不是更新'))],
  ['a state vector of a million clients', varUints(MESSAGE.sync, SYNC.step1, 5, MILLION)],
  ['awareness that ends early', awarenessOf(varUints(3, 1))],
  ['awareness that is not JSON', awarenessOf(new Uint8Array([1, 5, 1, 2, 123, 123]))],
  ['awareness of a number', awarenessOf(new Uint8Array([1, 5, 1, 1, 53]))],
]

describe('malformed messages', () => {
  test.each(MALFORMED)('[S6] %s closes its own channel with 4422, no other', async (_what, bytes) => {
    const socket = new ChannelSocket(server.url, 'anna')
    const [bad, good] = [await socket.open(ROOM), await socket.open('w1/plan2/body')]
    const colleague = await openChannel(server.url, 'bob', ROOM)
    const plain = await new PlainClient(`${server.url}/${ROOM}?token=anna`).opened()
    bad.send(bytes)
    plain.send(bytes)
    await until('the channel is closed', () => bad.closeCode !== null)
    expect(bad.closeCode).toBe(REFUSALS.malformed)
    expect(await plain.closed()).toBe(REFUSALS.malformed)
    good.doc.getText('body').insert(0, 'x')
    colleague.client.doc.getText('body').insert(0, 'y')
    await until('others go on', () => good.acknowledged.length + colleague.client.acknowledged.length === 2)
    expect(socket.raw.closeCode).toBeNull()
    for (const each of [socket, colleague.socket]) each.close()
  })

  test.each([
    ['an empty frame', new Uint8Array()],
    ['a kind that is none', varUints(1, 9)],
    ['a channel opened twice', null],
    ['a room name without end', varUints(1, 0, 5_000)],
  ])('[S2] %s is broken framing and closes the socket', async (_what, bytes) => {
    const { socket } = await openChannel(server.url, 'anna', ROOM)
    if (bytes === null) socket.sendFrame({ kind: 'open', channel: 1, room: ROOM, schemaNumber: 1 })
    else socket.raw.send(bytes)
    expect(await socket.raw.closed()).toBe(REFUSALS.malformed)
  })

  test('[S2] what is no room name closes that channel; text frames close the socket', async () => {
    const socket = new ChannelSocket(server.url, 'anna')
    for (const name of ['', 'w1', 'w1/plan1', 'w1/plan1/attic', '../plan1/body', 'w1/plan1/report-']) {
      const client = await socket.open(name)
      await until(`${name} is closed`, () => client.closeCode !== null)
      expect(client.closeCode).toBe(REFUSALS.malformed)
      expect((await new RawSocket(`${server.url}/${name === '' ? 'x' : name}?token=anna`).closed()) > 0).toBe(
        true,
      )
    }
    expect(socket.raw.closeCode).toBeNull()
    socket.raw.send('hello')
    expect(await socket.raw.closed()).toBe(REFUSALS.malformed)
    const plain = await new PlainClient(`${server.url}/${ROOM}?token=anna`).opened()
    plain.send('hello')
    expect(await plain.closed()).toBe(REFUSALS.malformed)
  })

  test.each([
    ['a reserved opcode', [0x8f, 0x80, 0, 0, 0, 0]],
    ['an unmasked frame', [0x82, 0x01, 0x00]],
    ['reserved bits', [0xf2, 0x80, 0, 0, 0, 0]],
    ['a ping longer than one may be', [0x89, 0xfe, 0x01, 0x00, 0, 0, 0, 0]],
    ['a fragment of nothing', [0x80, 0x80, 0, 0, 0, 0]],
    ['a length of 2^63', [0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ])('[S6] %s ends its own socket and nothing else', async (_what, bytes) => {
    const bad = await new RawSocket(`${server.url}/${ROOM}?token=anna`).opened()
    const good = await openChannel(server.url, 'bob', ROOM)
    bad.sendRaw(new Uint8Array(bytes))
    expect(await bad.closed()).toBeGreaterThanOrEqual(1_000)
    good.client.doc.getText('body').insert(0, 'x')
    await until('the other goes on', () => good.client.acknowledged.length === 1)
    good.socket.close()
  })

  test('[S6] a connection that dies in the middle of its handshake takes nobody along', async () => {
    for (const bytes of [
      'GET /sync HTTP/1.1\r\n',
      'GET /sync HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    ]) {
      await new Promise((resolve) => {
        const socket = connect(server.port, '127.0.0.1', () => {
          socket.write(bytes)
          socket.resetAndDestroy()
        })
        socket.on('close', resolve).on('error', resolve)
      })
    }
    const good = await openChannel(server.url, 'bob', ROOM)
    expect(good.client.info).not.toBeNull()
    good.socket.close()
  })
})

test('[S14] a refused upgrade is not kept half open by a peer that does not close', async () => {
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true })
  const gone = new Promise((resolve) => socket.on('close', resolve).on('error', resolve))
  socket.resume()
  socket.write(
    'GET /elsewhere HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  )
  await new Promise((resolve) => socket.once('end', resolve))
  // Whatever it still says meets a closed door.
  const talking = setInterval(() => socket.write('x'), 5)
  await gone
  clearInterval(talking)
})

describe('origins and hosts', () => {
  test.each([
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['a sandboxed page', { origin: 'null' }],
    ['a wrong Host', { headers: { host: 'evil.example' } }],
  ])('[S14] %s is refused before the socket opens', async (_what, options) => {
    for (const path of [`/${ROOM}`, '']) {
      const socket = new RawSocket(`${server.url}${path}?token=anna`, options)
      await socket.closed()
      expect(socket.status).toBe(403)
    }
  })

  test('[S14] our own page, and programs without an Origin, are not', async () => {
    const host = 'plans.example'
    const own = new RawSocket(`${server.url}?token=anna`, {
      origin: 'https://plans.example',
      headers: { host },
    })
    await own.opened()
    expect(own.closeCode).toBeNull()
    own.close()
  })

  test('[S14] a path that is none of ours is answered 404', async () => {
    const socket = new RawSocket(`ws://127.0.0.1:${server.port}/elsewhere?token=anna`)
    await socket.closed()
    expect(socket.status).toBe(404)
  })
})

describe('limits', () => {
  test('[S15] a frame too large closes its channel, or its plain socket, with 4413', async () => {
    const socket = new ChannelSocket(server.url, 'anna')
    const [bad, good] = [await socket.open(ROOM), await socket.open('w1/plan2/body')]
    bad.send(updateOf(insertOf('x'.repeat(LIMITS.frameBytes))))
    await until('closed', () => bad.closeCode !== null)
    expect(bad.closeCode).toBe(REFUSALS.tooLarge)
    await until('the other is open', () => good.info !== null)
    const plain = await new PlainClient(`${server.url}/${ROOM}?token=anna`).opened()
    plain.send(updateOf(insertOf('x'.repeat(LIMITS.frameBytes))))
    expect(await plain.closed()).toBe(REFUSALS.tooLarge)
    const huge = await new PlainClient(`${server.url}/${ROOM}?token=anna`).opened()
    huge.send(new Uint8Array(LIMITS.frameBytes * 3))
    expect(await huge.closed()).toBe(1009)
    socket.close()
  })

  test('[S15] a room that has reached its size refuses with 4413, and is read as before', async () => {
    const { socket, client } = await openChannel(server.url, 'anna', ROOM)
    for (let index = 0; index < 12 && client.refused.length === 0; index++) {
      client.doc.getText('body').insert(0, 'x'.repeat(LIMITS.frameBytes / 2))
      await until('decided', () => client.unacknowledged.size === 0)
      await server.engine.settled()
    }
    expect(client.refused[0]?.code).toBe(REFUSALS.tooLarge)
    const reader = await openChannel(server.url, 'rita', ROOM)
    expect(reader.client.doc.getText('body').length).toBeGreaterThan(LIMITS.roomBytes / 2)
    for (const each of [socket, reader.socket]) each.close()
  })

  test('[S15] updates faster than allowed close the channel with 4529; what was acknowledged is kept', async () => {
    const { socket, client } = await openChannel(server.url, 'anna', ROOM)
    for (let index = 0; index < 400; index++) client.doc.getText('body').insert(index, 'x')
    await until('closed', () => client.closeCode !== null)
    expect(client.closeCode).toBe(REFUSALS.tooFast)
    expect(client.unacknowledged.size).toBeGreaterThan(0)
    const reader = await openChannel(server.url, 'rita', ROOM)
    expect(reader.client.doc.getText('body').length).toBeGreaterThanOrEqual(client.acknowledged.length)
    for (const each of [socket, reader.socket]) each.close()
  })

  test('[S15] more rooms at once than allowed, and more new ones a minute, are refused for now', async () => {
    const socket = new ChannelSocket(server.url, 'anna')
    const clients: ChannelClient[] = []
    for (let index = 0; index < 6; index++) clients.push(await socket.open(`w1/plan${index}/body`))
    await until('the sixth is closed', () => clients[5]?.closeCode !== null)
    expect(clients[5]?.closeCode).toBe(REFUSALS.tooFast)
    for (const client of clients.slice(0, 5)) client.doc.getText('body').insert(0, 'x')
    await until('decided', () =>
      clients.slice(0, 5).every(({ acknowledged, refused }) => acknowledged.length + refused.length === 1),
    )
    expect(clients.slice(0, 5).map(({ refused }) => refused[0]?.code ?? null)).toEqual([
      null,
      null,
      null,
      REFUSALS.tooFast,
      REFUSALS.tooFast,
    ])
    socket.close()
  })

  test('[S16] a reader who does not read is cut off with the others unharmed; memory stays bounded', async () => {
    await server.stop()
    server = await startSyncServer({
      dataDir,
      limits: { congestedBytes: 64 * 1024, backlogBytes: 256 * 1024, updateBytesPerSecond: 1e9 },
    })
    const slow = await new PlainClient(`${server.url}/${ROOM}?token=rita`).opened()
    await slow.has('it is in', () => server.sockets.count() === 1)
    slow.send(step1(new Y.Doc()))
    await slow.has('it is answered', (received) => received.some(({ type }) => type === 'step2'))
    slow.stopReading()
    const { socket, client } = await openChannel(server.url, 'anna', ROOM)
    const reader = await openChannel(server.url, 'bob', ROOM)
    const text = client.doc.getText('body')
    // The kernel's own buffers take some megabytes before anything is felt.
    for (let index = 0; index < 400 && server.sockets.count() === 3; index++) {
      text.delete(0, text.length)
      text.insert(0, '字'.repeat(200_000))
      await until('acknowledged', () => client.unacknowledged.size === 0)
    }
    await until('the slow one is gone', () => server.sockets.count() === 2)
    await until('the other has all', () => reader.client.doc.getText('body').length === text.length)
    slow.ws.terminate()
    for (const each of [socket, reader.socket]) each.close()
  })
})

test('[S16] a reader who pauses for a while gets all of it, in fewer frames', async () => {
  await server.stop()
  const limits = { congestedBytes: 64 * 1024, updateBytesPerSecond: 1e9, updatesPerSecond: 1e6 }
  server = await startSyncServer({ dataDir, limits })
  const slow = await new PlainClient(`${server.url}/${ROOM}?token=rita`).opened()
  slow.send(step1(new Y.Doc()))
  await slow.has('it is answered', (received) => received.some(({ type }) => type === 'step2'))
  slow.stopReading()
  const { socket, client } = await openChannel(server.url, 'anna', ROOM)
  const text = client.doc.getText('body')
  // First more than the kernel's own buffers take, then keystrokes.
  for (let index = 0; index < 16; index++) {
    text.delete(0, text.length)
    text.insert(0, '字'.repeat(300_000))
    await until('acknowledged', () => client.unacknowledged.size === 0)
  }
  for (let index = 0; index < 100; index++) {
    text.insert(0, '一')
    await until('acknowledged', () => client.unacknowledged.size === 0)
  }
  slow.readOn()
  await slow.has('all has come', () => slow.doc().getText('body').length === text.length)
  expect(slow.received.filter(({ type }) => type === 'update').length).toBeLessThan(100)
  expect(slow.closeCode).toBeNull()
  slow.close()
  socket.close()
})

test('[S6] thousands of bad frames later, honest edits go through and nothing is left behind', async () => {
  const honest = await openChannel(server.url, 'bob', ROOM)
  for (let round = 0; round < 20; round++) {
    const socket = new ChannelSocket(server.url, 'anna')
    const clients = await Promise.all(
      MALFORMED.slice(0, 5).map((_each, index) => socket.open(`w1/bad${index}/body`)),
    )
    clients.forEach((client, index) => {
      for (let repeat = 0; repeat < 20; repeat++) client.send(MALFORMED[index]?.[1] ?? new Uint8Array())
    })
    await until('all closed', () => clients.every(({ closeCode }) => closeCode === REFUSALS.malformed))
    socket.close()
  }
  honest.client.doc.getText('body').insert(0, '照常')
  await until('acknowledged', () => honest.client.acknowledged.length === 1)
  await until('only the honest room is open', () => server.engine.stats().rooms === 1)
  honest.socket.close()
})

test('[S6] a flood of the same fault writes a line and a count, not a line each', () => {
  const lines: unknown[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(JSON.parse(line)) })
  let now = 0
  const sampled = new SampledLog(log, () => now)
  for (let index = 0; index < 2_000; index++) sampled.write('warn', 'closed: malformed', { member: 'anna' })
  sampled.write('error', 'the store refused a commit', { code: 'full' })
  expect(lines).toMatchObject([
    { msg: 'closed: malformed', member: 'anna' },
    { msg: 'the store refused a commit' },
  ])
  now = 10_000
  sampled.write('warn', 'closed: malformed', { member: 'anna' })
  expect(lines.at(-1)).toMatchObject({ msg: 'closed: malformed', alsoSince: 1_999 })
})
