import { afterEach, beforeEach, expect, test } from 'vitest'
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { REFUSALS } from '../../schemas/protocol/errors.ts'
import { MESSAGE } from '../../schemas/protocol/messages.ts'
import { makeDataDir, removeDataDir, startSyncServer, type SyncServer } from '../support/server.ts'
import { smallWorld } from '../support/sync-world.ts'
import { awarenessOf, openChannel, PlainClient, type Received } from '../support/sync-client.ts'
import { until } from '../support/until.ts'

const ROOM = 'w1/plan1/body'
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

/** One person's awareness, and its update as it would be sent. */
function presence(state: Record<string, unknown>, clientId?: number) {
  const doc = new Y.Doc()
  if (clientId !== undefined) doc.clientID = clientId
  const awareness = new Awareness(doc)
  awareness.setLocalState(state)
  const bytes = () => awarenessOf(encodeAwarenessUpdate(awareness, [doc.clientID]))
  return { awareness, id: doc.clientID, bytes, end: () => awareness.destroy() }
}

/** What somebody who received these messages knows of everybody. */
function statesIn(received: readonly Received[]): Map<number, Record<string, unknown>> {
  const awareness = new Awareness(new Y.Doc())
  awareness.setLocalState(null)
  for (const each of received) {
    if (each.type === 'awareness') applyAwarenessUpdate(awareness, each.states, 'server')
  }
  const states = new Map(awareness.getStates())
  awareness.destroy()
  return states
}

test('[S21] carets are relayed, and who it is comes from the session whatever the client says', async () => {
  const anna = await openChannel(server.url, 'anna', ROOM)
  const rita = await openChannel(server.url, 'rita', ROOM)
  const own = presence({
    user: { id: 'bob', name: '<b>Bob</b>', color: 'red; background: url(//evil)' },
    caret: 5,
  })
  anna.client.send(own.bytes())
  await until('relayed', () => statesIn(rita.client.received).has(own.id))
  const state = statesIn(rita.client.received).get(own.id)
  expect(state).toEqual({ user: { id: 'anna', name: '名 anna', color: expect.any(Number) }, caret: 5 })
  own.end()
  for (const { socket } of [anna, rita]) socket.close()
})

test('[S21] whoever comes later sees who is there; whoever leaves is forgotten at once', async () => {
  const anna = await openChannel(server.url, 'anna', ROOM)
  const own = presence({ caret: 1 })
  anna.client.send(own.bytes())
  const rita = await openChannel(server.url, 'rita', ROOM)
  await until('seen', () => statesIn(rita.client.received).has(own.id))
  const plain = await new PlainClient(`${server.url}/${ROOM}?token=bob`).opened()
  await plain.has('seen', (received) => statesIn(received).has(own.id))
  const asked = plain.received.length
  plain.send(new Uint8Array([MESSAGE.queryAwareness]))
  await plain.has('told again', (received) => statesIn(received.slice(asked)).has(own.id))
  anna.socket.raw.ws.terminate()
  await until('forgotten', () => !statesIn(rita.client.received).has(own.id))
  await plain.has('forgotten', (received) => !statesIn(received).has(own.id))
  own.end()
  rita.socket.close()
  plain.close()
})

test('[S21] a stock client hears its own awareness, and a sign of life in a silent room', async () => {
  await server.stop()
  server = await startSyncServer({ dataDir, limits: { pingEveryMs: 200 } })
  const plain = await new PlainClient(`${server.url}/${ROOM}?token=bob`).opened()
  await plain.has('a sign of life', (received) => received.some(({ type }) => type === 'awareness'))
  const own = presence({ caret: 1 })
  plain.send(own.bytes())
  await plain.has('its own', (received) => statesIn(received).has(own.id))
  own.end()
  plain.close()
})

test('[S21] nobody speaks for a colleague’s client, nor removes it', async () => {
  const anna = await openChannel(server.url, 'anna', ROOM)
  const bob = await openChannel(server.url, 'bob', ROOM)
  const rita = await openChannel(server.url, 'rita', ROOM)
  const own = presence({ caret: 1 })
  anna.client.send(own.bytes())
  await until('seen', () => statesIn(rita.client.received).has(own.id))
  const forged = presence({ caret: 99 }, own.id)
  for (let clock = 0; clock < 5; clock++) forged.awareness.setLocalState({ caret: 99 + clock })
  bob.client.send(forged.bytes())
  forged.awareness.setLocalState(null)
  bob.client.send(forged.bytes())
  const other = presence({ caret: 7 })
  bob.client.send(other.bytes())
  await until('bob’s own is seen', () => statesIn(rita.client.received).has(other.id))
  expect(statesIn(rita.client.received).get(own.id)).toMatchObject({ caret: 1, user: { id: 'anna' } })
  for (const each of [own, forged, other]) each.end()
  for (const { socket } of [anna, bob, rita]) socket.close()
})

test('[S21] a flood of carets, of clients and of bytes reaches nobody in full, and closes nobody', async () => {
  const anna = await openChannel(server.url, 'anna', ROOM)
  const rita = await openChannel(server.url, 'rita', ROOM)
  const crowd = Array.from({ length: 50 }, () => presence({ caret: 1 }))
  for (const each of crowd) anna.client.send(each.bytes())
  const large = presence({ caret: 'x'.repeat(10_000) })
  anna.client.send(large.bytes())
  const first = crowd[0]
  for (let caret = 0; caret < 3_000; caret++) {
    first?.awareness.setLocalState({ caret })
    anna.client.send(first?.bytes() ?? new Uint8Array())
  }
  anna.client.doc.getText('body').insert(0, 'x')
  await until('the edit is there', () => rita.client.doc.getText('body').length === 1)
  await until('some are seen', () => statesIn(rita.client.received).size > 0)
  const states = statesIn(rita.client.received)
  expect(states.size).toBeLessThanOrEqual(8)
  expect(states.has(large.id)).toBe(false)
  expect(rita.client.received.filter(({ type }) => type === 'awareness').length).toBeLessThan(100)
  expect(anna.client.closeCode).toBeNull()
  for (const each of [...crowd, large]) each.end()
  for (const { socket } of [anna, rita]) socket.close()
})

test('[S11] a session that lasts longer than was known stays; one that has ended goes, without being asked', async () => {
  await server.stop()
  let now = 1_000
  const world = smallWorld()
  world.setExpiry('anna', 2_000)
  world.setExpiry('bob', 2_000)
  server = await startSyncServer({ dataDir, world, limits: { pingEveryMs: 200 }, now: () => now })
  const anna = await openChannel(server.url, 'anna', ROOM)
  const bob = await openChannel(server.url, 'bob', ROOM)
  world.setExpiry('anna', 9_000)
  world.signOut('bob')
  now = 3_000
  expect(await bob.socket.raw.closed()).toBe(REFUSALS.signIn)
  anna.client.doc.getText('body').insert(0, 'x')
  await until('anna goes on', () => anna.client.acknowledged.length === 1)
  anna.socket.close()
})

test('[S11] a socket that no longer answers is dropped, and its caret with it', async () => {
  await server.stop()
  server = await startSyncServer({ dataDir, limits: { pingEveryMs: 200 } })
  const rita = await openChannel(server.url, 'rita', ROOM)
  const dead = await new PlainClient(`${server.url}/${ROOM}?token=bob`, { autoPong: false }).opened()
  const own = presence({ caret: 1 })
  dead.send(own.bytes())
  await until('seen', () => statesIn(rita.client.received).has(own.id))
  expect(await dead.closed()).toBe(1006)
  await until('forgotten', () => !statesIn(rita.client.received).has(own.id))
  expect(rita.client.closeCode).toBeNull()
  own.end()
  rita.socket.close()
})
