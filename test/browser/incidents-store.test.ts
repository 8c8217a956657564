import type { Browser } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StoreError } from '../../sync-server/store/store.ts'
import { launchBrowser } from '../support/browser.ts'
import { makeDataDir, removeDataDir, startSyncServer, type SyncServer } from '../support/server.ts'
import { openChannel } from '../support/sync-client.ts'
import { SyncWorld } from '../support/sync-world.ts'
import { serveSyncHarness, Tab, type SyncSite } from './sync-harness.ts'

const BODY = 'w1/plan-1/body'

let dataDir: string
let site: SyncSite
let browser: Browser
let server: SyncServer
let refuses = false

beforeEach(async () => {
  dataDir = makeDataDir()
  refuses = false
  site = await serveSyncHarness()
  browser = await launchBrowser()
  server = await startSyncServer({
    dataDir,
    world: new SyncWorld().member('anna', 'drafter').member('bob', 'admin'),
    wrapStore: (store) => ({
      ...store,
      close: () => store.close(),
      rooms: {
        ...store.rooms,
        append: (batch) =>
          refuses ? Promise.reject(new StoreError('full', 'no space left')) : store.rooms.append(batch),
      },
    }),
  })
})
afterEach(async () => {
  await browser.close()
  await site.close()
  await server.stop()
  removeDataDir(dataDir)
})

describe('a server whose disk is full', () => {
  test('[C7] [S4] edits wait on the device, are never called saved, and go up by themselves when there is room', async () => {
    const context = await browser.newContext()
    const url = `ws://127.0.0.1:${server.port}/sync?token=anna`
    const anna = await Tab.open(context, site, { account: 'anna', rooms: [BODY], url })
    await anna.has('synced', ['room', BODY], ({ synced }) => synced)
    const bob = await openChannel(server.url, 'bob', BODY)
    refuses = true
    await anna.run('typeEach', BODY, '服务器磁盘已满')
    await anna.run('whenStored', BODY)
    await anna.saves('device')
    expect(bob.client.doc.getText('body').toString()).toBe('')
    expect((await anna.run('state')).rescues).toEqual([])
    refuses = false
    await bob.client.has(
      'it has arrived',
      () => bob.client.doc.getText('body').toString() === '服务器磁盘已满',
    )
    await anna.has('nothing waits on the disk', ['rows', 'outbox'], (rows) => rows === 0)
    bob.socket.close()
  })
})
