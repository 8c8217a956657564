import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser, launchPersistent } from '../support/browser.ts'
import { serveSyncHarness, Tab, type SyncSite } from './sync-harness.ts'

const BODY = 'w1/plan-1/body'
const ANNA = { account: 'anna', rooms: [BODY] }

let site: SyncSite
let browser: Browser
let context: BrowserContext

beforeAll(async () => {
  site = await serveSyncHarness()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.close()
})
beforeEach(async () => {
  context = await browser.newContext()
})
afterEach(() => context.close())

describe('the replica, without any server', () => {
  test('[C1] what was typed right before the tab was closed is there when it is opened again', async () => {
    const tab = await Tab.open(context, site, ANNA)
    await tab.run('type', BODY, '创建工作')
    await tab.closeAtOnce()
    const again = await Tab.open(context, site, ANNA)
    expect(await again.run('text', BODY)).toBe('创建工作')
    expect(await again.run('rows', 'outbox')).toBe(1)
  })

  test('[C1] each key is safe at once: a tab closed right after any of thirty keys has all of them', async () => {
    let text = ''
    for (let key = 0; key < 30; key++) {
      const tab = await Tab.open(context, site, ANNA)
      expect(await tab.run('text', BODY)).toBe(text)
      await tab.run('type', BODY, String(key % 10))
      await tab.closeAtOnce()
      text += String(key % 10)
    }
  })

  test('[C1] what the device was said to have survives kill -9 of the browser', async () => {
    const profile = mkdtempSync(join(tmpdir(), 'heshu-profile-'))
    try {
      const first = await launchPersistent(profile)
      const tab = await Tab.open(first.context, site, ANNA)
      await tab.run('typeEach', BODY, '全区各单位要高度重视')
      await tab.run('whenStored', BODY)
      await first.kill()
      const second = await launchPersistent(profile)
      const again = await Tab.open(second.context, site, ANNA)
      expect(await again.run('text', BODY)).toBe('全区各单位要高度重视')
      expect((await again.run('state')).save).toMatchObject({ at: 'device', offline: true })
      await second.context.close()
    } finally {
      rmSync(profile, { recursive: true, force: true })
    }
  })

  test('[C3] two tabs that write at the same time agree, and count each edit once', async () => {
    const one = await Tab.open(context, site, ANNA)
    const two = await Tab.open(context, site, ANNA)
    await Promise.all([
      one.run('typeEach', BODY, '一'.repeat(60)),
      two.run('typeEach', BODY, '二'.repeat(60)),
    ])
    for (const tab of [one, two]) {
      await tab.has('120 characters', ['text', BODY], (text) => text.length === 120)
      await tab.has('120 edits wait', ['state'], ({ unsent }) => unsent[0]?.updates === 120)
    }
    expect(await one.run('text', BODY)).toBe(await two.run('text', BODY))
    expect(await one.run('rows', 'outbox')).toBe(120)
  })

  test('[C5] a long log is shortened, the outbox is not touched, and the text stays', async () => {
    const tab = await Tab.open(context, site, ANNA)
    const text = '责任分工'.repeat(125)
    await tab.run('typeEach', BODY, text)
    await tab.run('whenStored', BODY)
    await tab.has('the log is short', ['rows', 'updates'], (rows) => rows <= 201)
    expect(await tab.run('rows', 'outbox')).toBe(500)
    const again = await Tab.open(context, site, ANNA)
    expect(await again.run('text', BODY)).toBe(text)
  })

  test('one task of a program is one edit', async () => {
    const tab = await Tab.open(context, site, ANNA)
    await tab.page.evaluate((room) => {
      for (let index = 0; index < 2_000; index++) window.sync.type(room, '章')
    }, BODY)
    await tab.run('whenStored', BODY)
    expect(await tab.run('rows', 'outbox')).toBe(1)
    const again = await Tab.open(context, site, ANNA)
    expect((await again.run('text', BODY)).length).toBe(2_000)
  })

  test('[C2] a full disk is said, loses nothing, is offered as a file, and is made good', async () => {
    // Chromium remembers for a while how much room there is: the disk has to be full before it looks first.
    const early = await context.newPage()
    await early.goto(`${site.url}favicon.ico`)
    const devtools = await context.newCDPSession(early)
    const { origin } = new URL(site.url)
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 300_000 })
    const tab = await Tab.open(context, site, ANNA)
    await tab.run('type', BODY, '先')
    await tab.run('whenStored', BODY)
    const big = '满'.repeat(400_000)
    await tab.run('type', BODY, big)
    await tab.saves('memory')
    expect((await tab.run('state')).save).toMatchObject({ cause: 'full', count: 1 })
    expect(await tab.run('bundle')).toContain(big)
    await devtools.send('Storage.overrideQuotaForOrigin', { origin })
    await tab.saves('device')
    await tab.run('whenStored', BODY)
    const again = await Tab.open(context, site, ANNA)
    expect(await again.run('text', BODY)).toBe(`先${big}`)
  })

  test('[C9] a log that cannot be read opens nothing, and nothing is written over it', async () => {
    const tab = await Tab.open(context, site, ANNA)
    await tab.run('type', BODY, '原文')
    await tab.run('whenStored', BODY)
    await tab.page.evaluate(async (room) => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open('heshu-anna')
        request.onsuccess = () => resolve(request.result)
      })
      const dbTx = db.transaction('updates', 'readwrite')
      dbTx.objectStore('updates').put({ room, seq: 2, update: new Uint8Array([9, 9, 9, 9, 9, 9]) })
      await new Promise((resolve) => dbTx.addEventListener('complete', resolve))
      db.close()
    }, BODY)
    const again = await Tab.open(context, site, { account: 'anna' })
    await expect(again.run('open', BODY)).rejects.toThrow()
    expect(await again.run('rows', 'updates')).toBe(2)
    expect(await again.run('rows', 'outbox')).toBe(1)
  })

  test('[C11] a tab of an older program writes on in a database that a newer one has taken over', async () => {
    const tab = await Tab.open(context, site, ANNA)
    await tab.run('type', BODY, '旧')
    await tab.run('whenStored', BODY)
    const newer = await context.newPage()
    await newer.goto(`${site.url}favicon.ico`)
    await newer.evaluate(async () => {
      const request = indexedDB.open('heshu-anna', 990)
      const db = await new Promise<IDBDatabase>((resolve) => {
        request.onupgradeneeded = () => request.result.createObjectStore('newer')
        request.onsuccess = () => resolve(request.result)
      })
      db.close()
    })
    await tab.run('type', BODY, '新')
    await tab.run('whenStored', BODY)
    const again = await Tab.open(context, site, ANNA)
    expect(await again.run('text', BODY)).toBe('旧新')
    expect(await again.run('rows', 'outbox')).toBe(2)
  })

  test('accounts of one browser have nothing in common', async () => {
    const anna = await Tab.open(context, site, ANNA)
    await anna.run('type', BODY, '甲')
    await anna.run('whenStored', BODY)
    const bob = await Tab.open(context, site, { account: 'bob', rooms: [BODY] })
    expect(await bob.run('text', BODY)).toBe('')
  })
})
