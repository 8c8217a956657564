import type { Browser, BrowserContext } from 'playwright-core'
import type { Plugin } from 'vite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import * as Y from 'yjs'
import { encodeRaiseSchema } from '../../schemas/protocol/messages.ts'
import { RoomName } from '../../schemas/protocol/room-name.ts'
import { READS_SCHEMA } from '../../schemas/protocol/schema-number.ts'
import { launchBrowser } from '../support/browser.ts'
import { layLine, type Line } from '../support/line.ts'
import { makeDataDir, removeDataDir, startSyncServer, type SyncServer } from '../support/server.ts'
import { openChannel } from '../support/sync-client.ts'
import { SyncWorld } from '../support/sync-world.ts'
import { until } from '../support/until.ts'
import { serveSyncHarness, Tab, type SyncSite } from './sync-harness.ts'

const BODY = 'w1/plan-1/body'
const NEWER = READS_SCHEMA + 1

/** The next release: it reads what this one does not. */
const readsNewer: Plugin = {
  name: 'next-release',
  transform: (code, id) =>
    id.endsWith('protocol/schema-number.ts')
      ? code.replace(`READS_SCHEMA = ${READS_SCHEMA}`, `READS_SCHEMA = ${NEWER}`)
      : null,
}

let site: SyncSite
let browser: Browser
let context: BrowserContext
let server: SyncServer
let line: Line
let dataDir: string

beforeEach(async () => {
  site = await serveSyncHarness()
  browser = await launchBrowser()
  context = await browser.newContext()
  dataDir = makeDataDir()
  const world = new SyncWorld().member('anna', 'drafter').member('bob', 'admin')
  server = await startSyncServer({ dataDir, world })
  line = await layLine(server.port)
})
afterEach(async () => {
  await browser.close()
  await site.close()
  await line.close()
  await server.stop()
  removeDataDir(dataDir)
})

const open = (): Promise<Tab> =>
  Tab.open(context, site, {
    account: 'anna',
    rooms: [BODY],
    url: `ws://127.0.0.1:${line.port}/sync?token=anna`,
  })

/** What waits on the disk, byte by byte. */
function outboxBytes(tab: Tab): Promise<string[]> {
  return tab.page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('heshu-anna')
      request.onsuccess = () => resolve(request.result)
    })
    const rows = await new Promise<{ update: Uint8Array }[]>((resolve) => {
      const request = db.transaction('outbox').objectStore('outbox').getAll()
      request.onsuccess = () => resolve(request.result)
    })
    db.close()
    return rows.map(({ update }) => [...update].join())
  })
}

describe('a room that a newer program has raised', () => {
  test('[C9] [S17] what waits in an older program is untouched, and goes up as it is once that is renewed', async () => {
    const older = await open()
    await older.run('type', BODY, '共同。')
    await older.run('whenStored', BODY)
    await older.has('all is at the server', ['rows', 'outbox'], (rows) => rows === 0)
    line.cut()
    await older.run('type', BODY, '旧程序写的。')
    await older.run('whenStored', BODY)

    const { socket, client } = await openChannel(server.url, 'bob', BODY, { schemaNumber: NEWER })
    client.send(encodeRaiseSchema(NEWER))
    await until('the room is newer', () => client.info?.schemaNumber === NEWER)
    client.doc.getMap('body-of-tomorrow').set('kept', '新程序写的')
    await until('the newer edit is durable', () => client.unacknowledged.size === 0)

    line.mend()
    await older.has('it reads only', ['room', BODY], ({ access }) => access === 'read-schema-too-old')
    const waiting = await outboxBytes(older)
    expect(waiting).toHaveLength(1)
    // Nothing is deleted, whoever merely opens it, and nothing is sent.
    expect(client.doc.getMap('body-of-tomorrow').toJSON()).toEqual({ kept: '新程序写的' })
    expect(client.doc.getText('body').toString()).toBe('共同。')
    await older.page.close()

    const port = Number(new URL(site.url).port)
    await site.close()
    site = await serveSyncHarness({ port, plugins: [readsNewer] })
    const newer = await open()
    expect(await newer.run('text', BODY)).toBe('共同。旧程序写的。')
    await newer.has('nothing waits on the disk', ['rows', 'outbox'], (rows) => rows === 0)
    await until('colleagues have it', () => client.doc.getText('body').toString() === '共同。旧程序写的。')
    expect(client.doc.getMap('body-of-tomorrow').toJSON()).toEqual({ kept: '新程序写的' })
    const stored = await server.store.rooms.load(v.parse(RoomName, BODY))
    expect(stored?.tail.map(({ update }) => [...update].join())).toContain(waiting[0])
    socket.close()
  })

  test('[C14] words in a row that was deleted meanwhile still go up as they were typed, for the journal', async () => {
    const { socket, client } = await openChannel(server.url, 'bob', BODY, { schemaNumber: NEWER })
    const row = new Y.Map<unknown>([['measures', new Y.Text('共同。')]])
    client.doc.getMap('rows').set('r1', row)
    await until('the row is durable', () => client.unacknowledged.size === 0)
    const older = await open()
    await older.has('the row is here', ['hasRow', BODY, 'r1'], Boolean)
    line.cut()
    await older.run('typeCell', BODY, 'r1', 'measures', '街道写的。')
    await older.run('whenStored', BODY)
    const waiting = await outboxBytes(older)
    expect(waiting).toHaveLength(1)

    client.send(encodeRaiseSchema(NEWER))
    await until('the room is newer', () => client.info?.schemaNumber === NEWER)
    client.doc.getMap('rows').delete('r1')
    await until('the deletion is durable', () => client.unacknowledged.size === 0)
    line.mend()
    // It reads only, so it takes the deletion in before it may send anything.
    await older.has('the row is gone here too', ['hasRow', BODY, 'r1'], (has) => !has)
    await older.page.close()

    const port = Number(new URL(site.url).port)
    await site.close()
    site = await serveSyncHarness({ port, plugins: [readsNewer] })
    const newer = await open()
    await newer.has('nothing waits on the disk', ['rows', 'outbox'], (rows) => rows === 0)
    const stored = await server.store.rooms.load(v.parse(RoomName, BODY))
    const journal = await server.store.rooms.overwritten(v.parse(RoomName, BODY))
    const tail = stored?.tail.map(({ update }) => new TextDecoder().decode(update)) ?? []
    // In the tail, or already in the journal when the room was compacted meanwhile.
    const words = [...tail, ...journal.map(({ text }) => text)].join()
    expect(words).toContain('街道写的。')
    socket.close()
  })
})
