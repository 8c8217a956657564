import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { encodeRaiseSchema } from '../../schemas/protocol/messages.ts'
import { REFUSALS } from '../../schemas/protocol/errors.ts'
import { launchBrowser } from '../support/browser.ts'
import { layLine, type Line } from '../support/line.ts'
import { makeDataDir, removeDataDir, spawnSyncServer, startSyncServer } from '../support/server.ts'
import { openChannel } from '../support/sync-client.ts'
import { SyncWorld } from '../support/sync-world.ts'
import { until } from '../support/until.ts'
import { serveSyncHarness, Tab, type SyncSite } from './sync-harness.ts'

const BODY = 'w1/plan-1/body'
const OTHER = 'w1/plan-2/body'

let site: SyncSite
let browser: Browser
beforeAll(async () => {
  site = await serveSyncHarness()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

let dataDir: string
let line: Line
let contexts: BrowserContext[]
let stops: (() => Promise<unknown>)[]
let world: SyncWorld

beforeEach(() => {
  dataDir = makeDataDir()
  contexts = []
  stops = []
  world = new SyncWorld().member('anna', 'drafter').member('bob', 'admin')
})
afterEach(async () => {
  for (const context of contexts) await context.close()
  for (const stop of stops) await stop()
  removeDataDir(dataDir)
})

async function serve(limits: NonNullable<Parameters<typeof startSyncServer>[0]['limits']> = {}) {
  const server = await startSyncServer({ dataDir, world, limits })
  line = await layLine(server.port)
  stops.push(() => line.close(), server.stop)
  return server
}

/** A browser of somebody's own, and a tab in it. */
async function tabOf(account: string, rooms: readonly string[] = [BODY]): Promise<Tab> {
  const context = await browser.newContext()
  contexts.push(context)
  return openTab(context, account, rooms)
}

function openTab(context: BrowserContext, account: string, rooms: readonly string[] = [BODY]): Promise<Tab> {
  return Tab.open(context, site, { account, rooms, url: `ws://127.0.0.1:${line.port}/sync?token=${account}` })
}

async function expectUploaded(tab: Tab): Promise<void> {
  await tab.saves('server')
  await tab.has('nothing waits on the disk', ['rows', 'outbox'], (rows) => rows === 0)
}

async function serverText(url: string, room = BODY): Promise<string> {
  const { socket, client } = await openChannel(url, 'bob', room)
  socket.close()
  return client.doc.getText('body').toString()
}

describe('with a server that comes and goes', () => {
  test('[C4] what is typed reaches a colleague, and is called saved only when the server has it', async () => {
    const server = await serve()
    const anna = await tabOf('anna')
    const bob = await tabOf('bob')
    await anna.run('typeEach', BODY, '一、工作目标')
    await bob.hasText(BODY, '一、工作目标')
    await expectUploaded(anna)
    expect(await serverText(server.url)).toBe('一、工作目标')
  })

  test('[C7] both write while the line is cut, reload, and everything merges when it is back', async () => {
    await serve()
    const anna = await tabOf('anna')
    const bob = await tabOf('bob')
    await anna.run('type', BODY, '共同')
    await bob.hasText(BODY, '共同')
    line.cut()
    for (const tab of [anna, bob]) {
      await tab.has('offline', ['state'], ({ connection }) => connection !== 'online')
    }
    await anna.run('type', BODY, '甲')
    await bob.run('type', BODY, '乙')
    await anna.has('one edit waits', ['state'], ({ save }) => save.at === 'device' && save.count === 1)
    expect((await anna.run('state')).save).toMatchObject({ at: 'device', offline: true })
    await anna.run('whenStored', BODY)
    await anna.page.close()
    const [annasContext] = contexts
    if (annasContext === undefined) throw new Error('no browser of her own')
    const again = await openTab(annasContext, 'anna')
    expect(await again.run('text', BODY)).toBe('共同甲')
    line.mend()
    for (const tab of [again, bob]) {
      await tab.has('both edits', ['text', BODY], (text) => text.includes('甲') && text.includes('乙'))
      await expectUploaded(tab)
    }
    expect(await again.run('text', BODY)).toBe(await bob.run('text', BODY))
  })

  test('[C4] kill -9 of the server while people type loses nothing, and doubles nothing', async () => {
    const first = await spawnSyncServer(dataDir)
    line = await layLine(Number(new URL(first.url).port))
    stops.push(() => line.close())
    const anna = await tabOf('anna')
    const bob = await tabOf('bob')
    const typing = Promise.all([
      anna.run('typeEach', BODY, '甲'.repeat(150)),
      bob.run('typeEach', BODY, '乙'.repeat(150)),
    ])
    await bob.has('some of it', ['text', BODY], (text) => text.includes('甲'))
    await first.kill()
    await typing
    const second = await spawnSyncServer(dataDir)
    stops.push(second.terminate)
    line.leadTo(Number(new URL(second.url).port))
    for (const tab of [anna, bob]) {
      await tab.has('300 characters', ['text', BODY], (text) => text.length === 300)
      await expectUploaded(tab)
    }
    expect(await anna.run('text', BODY)).toBe(await bob.run('text', BODY))
  })

  test('[C7] edits of documents nobody has open go up when the server is back', async () => {
    const server = await serve()
    line.cut()
    const anna = await tabOf('anna', [BODY, OTHER])
    await anna.run('type', BODY, '甲')
    await anna.run('type', OTHER, '乙')
    await anna.run('whenStored', OTHER)
    await anna.page.close()
    line.mend()
    const [context] = contexts
    if (context === undefined) throw new Error('no browser of her own')
    await openTab(context, 'anna', [])
    await until('both are at the server', async () => {
      const texts = [await serverText(server.url), await serverText(server.url, OTHER)]
      return texts.join() === '甲,乙'
    })
  })

  test('[C3] edits of a tab that lost its line and was closed go up from the other tab', async () => {
    const server = await serve()
    const anna = await tabOf('anna')
    await anna.saves('server')
    const deaf = await layLine(1)
    stops.push(() => deaf.close())
    deaf.cut()
    const second = await Tab.open(anna.page.context(), site, {
      account: 'anna',
      rooms: [BODY],
      url: `ws://127.0.0.1:${deaf.port}/sync?token=anna`,
    })
    await second.run('type', BODY, '关')
    await second.run('whenStored', BODY)
    await second.page.close()
    await anna.hasText(BODY, '关')
    await expectUploaded(anna)
    expect(await serverText(server.url)).toBe('关')
  })

  test('[C2] a browser without any storage still works while there is a server, and says what is only in memory', async () => {
    const server = await serve()
    const context = await browser.newContext()
    contexts.push(context)
    await context.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('storage is switched off', 'SecurityError')
      }
    })
    const anna = await openTab(context, 'anna')
    await anna.has('synced', ['room', BODY], ({ synced }) => synced)
    await anna.run('type', BODY, '无存储')
    await anna.saves('server')
    expect(await serverText(server.url)).toBe('无存储')
    line.cut()
    await anna.has('offline', ['state'], ({ connection }) => connection !== 'online')
    await anna.run('type', BODY, '断网')
    await anna.saves('memory')
    expect((await anna.run('state')).save).toMatchObject({ cause: 'blocked', count: 1 })
    expect(await anna.run('bundle')).toContain('断网')
  })

  test('[C7] a hundred documents written offline all go up', async () => {
    const server = await serve()
    line.cut()
    const rooms = Array.from({ length: 100 }, (_, index) => `w1/plan-${index}/body`)
    const anna = await tabOf('anna', rooms)
    for (const room of rooms) {
      await anna.run('type', room, '文')
      await anna.run('whenStored', room)
      await anna.run('release', room)
    }
    line.mend()
    await expectUploaded(anna)
    expect(await serverText(server.url, 'w1/plan-99/body')).toBe('文')
  })
})

describe('what the server refuses', () => {
  test('[C6] 403: rights taken while offline set the edits aside, readable, and the copy is the server’s', async () => {
    await serve()
    const anna = await tabOf('anna')
    await anna.run('type', BODY, '共有')
    await expectUploaded(anna)
    line.cut()
    await anna.run('type', BODY, '被拒绝的字')
    world.member('anna', 'reader')
    line.mend()
    await anna.saves('refused')
    await anna.hasText(BODY, '共有')
    const { rescues } = await anna.run('state')
    expect(rescues).toMatchObject([{ room: BODY, code: REFUSALS.notAllowed, text: '被拒绝的字' }])
    expect(await anna.run('rows', 'outbox')).toBe(0)
    expect(await anna.run('bundle')).toContain('被拒绝的字')
  })

  test('[C6] 403: what was set aside can be handed in again when the right is back', async () => {
    const server = await serve()
    const anna = await tabOf('anna')
    await anna.run('type', BODY, '共有')
    await expectUploaded(anna)
    line.cut()
    await anna.run('type', BODY, '迟到')
    world.member('anna', 'reader')
    line.mend()
    await anna.saves('refused')
    await anna.hasText(BODY, '共有')
    world.member('anna', 'drafter')
    await server.sockets.revalidate()
    await anna.has('write again', ['room', BODY], ({ access }) => access === 'write')
    const [rescue] = (await anna.run('state')).rescues
    if (rescue === undefined) throw new Error('nothing was set aside')
    expect(await anna.run('resubmit', rescue.id)).toBe(true)
    await expectUploaded(anna)
    expect(await serverText(server.url)).toBe('共有迟到')
  })

  test('[C6] 403: a member put out altogether keeps what she wrote; later it is not sent behind her back', async () => {
    const server = await serve()
    const anna = await tabOf('anna')
    await anna.run('type', BODY, '共有')
    await expectUploaded(anna)
    world.member('anna', 'drafter', 'w2')
    line.cut()
    await anna.run('type', BODY, '离开以后')
    world.remove('anna')
    line.mend()
    await anna.saves('refused')
    await anna.has('denied', ['room', BODY], ({ access }) => access === 'denied')
    expect((await anna.run('state')).rescues[0]?.text).toBe('离开以后')
    world.member('anna', 'drafter')
    line.cut()
    line.mend()
    await anna.hasText(BODY, '共有')
    expect(await serverText(server.url)).toBe('共有')
  })

  test('[C6] rights taken while connected: an edit the server took on the way is no rescue', async () => {
    const server = await serve()
    const anna = await tabOf('anna')
    await anna.run('type', BODY, '先写的')
    await expectUploaded(anna)
    const typing = anna.run('typeEach', BODY, '字'.repeat(40))
    world.member('anna', 'reader')
    await server.sockets.revalidate()
    await typing
    await anna.has('reading only', ['room', BODY], ({ access }) => access === 'read')
    await until('each of the 40 is at the server or set aside, none twice', async () => {
      const { rescues, unsent } = await anna.run('state')
      const kept = rescues.map(({ text }) => text).join('')
      const taken = (await serverText(server.url)).length - '先写的'.length
      return unsent.length === 0 && taken + kept.length === 40
    })
    await anna.hasText(BODY, await serverText(server.url))
  })

  test('[C7] 401: a session that ends leaves edits waiting; they go up after signing in', async () => {
    const server = await serve()
    const anna = await tabOf('anna')
    await anna.run('type', BODY, '甲')
    await expectUploaded(anna)
    world.signOut('anna')
    await server.sockets.revalidate()
    await anna.has('signed out', ['state'], ({ connection }) => connection === 'signed-out')
    await anna.run('type', BODY, '乙')
    await anna.saves('device')
    world.signIn('anna')
    await anna.run('connectNow')
    await expectUploaded(anna)
    expect(await serverText(server.url)).toBe('甲乙')
  })

  test('[C12] another account’s session never carries this one’s edits', async () => {
    await serve()
    const context = await browser.newContext()
    contexts.push(context)
    const url = `ws://127.0.0.1:${line.port}/sync?token=bob`
    const tab = await Tab.open(context, site, { account: 'anna', signedIn: 'bob', rooms: [BODY], url })
    await tab.run('type', BODY, '甲')
    await tab.has('signed out', ['state'], ({ connection }) => connection === 'signed-out')
    await tab.run('whenStored', BODY)
    expect(await tab.run('rows', 'outbox')).toBe(1)
  })

  test('[C6] 413: an edit too large for the server is set aside, others go on', async () => {
    const server = await serve({ frameBytes: 20_000 })
    const anna = await tabOf('anna')
    await anna.run('type', BODY, '小')
    await expectUploaded(anna)
    await anna.run('type', BODY, '大'.repeat(10_000))
    await anna.saves('refused')
    expect((await anna.run('state')).rescues).toMatchObject([{ code: REFUSALS.tooLarge }])
    await anna.hasText(BODY, '小')
    await anna.run('type', BODY, '再小')
    await until('the next edit is there', async () => (await serverText(server.url)) === '小再小')
  })

  test('[C7] 4529: what came too fast is tried again until the server has it', async () => {
    const server = await serve({ updatesPerSecond: 5 })
    const anna = await tabOf('anna')
    await anna.has('synced', ['room', BODY], ({ synced }) => synced)
    await anna.run('typeEach', BODY, '快'.repeat(120))
    await expectUploaded(anna)
    expect(await serverText(server.url)).toBe('快'.repeat(120))
    expect((await anna.run('state')).rescues).toEqual([])
  })

  test('[C9] a room of a newer program is read, not written; what waits for it stays as it is', async () => {
    const server = await serve()
    const anna = await tabOf('anna')
    await anna.run('type', BODY, '旧')
    await expectUploaded(anna)
    line.cut()
    await anna.run('type', BODY, '等待')
    const { socket, client } = await openChannel(server.url, 'bob', BODY, { schemaNumber: 2 })
    client.send(encodeRaiseSchema(2))
    await until('the room is newer', () => client.info?.schemaNumber === 2)
    client.doc.getText('body').insert(0, '新')
    await until('the newer edit is durable', () => client.unacknowledged.size === 0)
    socket.close()
    line.mend()
    await anna.has('read only', ['room', BODY], ({ access }) => access === 'read-schema-too-old')
    await anna.has('the newer text', ['text', BODY], (text) => text.startsWith('新'))
    expect((await anna.run('state')).rescues).toEqual([])
    expect(await anna.run('rows', 'outbox')).toBe(1)
    expect(await serverText(server.url)).toBe('新旧')
  })

  test('[C9] newer content that arrives while a document is open ends writing before anybody draws it', async () => {
    await serve()
    const anna = await tabOf('anna')
    const bob = await tabOf('bob')
    await anna.has('synced', ['room', BODY], ({ synced }) => synced)
    await bob.run('set', BODY, 'schema', 2)
    await anna.has('read only', ['room', BODY], ({ access }) => access === 'read-schema-too-old')
  })
})

describe('versions asked for', () => {
  test('[C13] offline, a version waits through a reload and goes up after the edits it is about', async () => {
    await serve()
    const anna = await tabOf('anna')
    await anna.run('type', BODY, '征求意见')
    await expectUploaded(anna)
    expect(await anna.run('takeVersion', 'plan-1', '第一稿')).toBe('taken')
    line.cut()
    await anna.has('offline', ['state'], ({ connection }) => connection !== 'online')
    await anna.run('type', BODY, '，修改')
    expect(await anna.run('takeVersion', 'plan-1', '第二稿')).toBe('waits')
    await anna.run('type', BODY, '，以后的话')
    await anna.run('whenStored', BODY)
    await anna.page.close()
    const [context] = contexts
    if (context === undefined) throw new Error('no browser of her own')
    const again = await openTab(context, 'anna')
    await again.has('it waits', ['waitingVersions'], (waiting) => waiting.length === 1)
    line.mend()
    await again.has('it went up', ['asked'], (asked) => asked.length === 1)
    expect(await again.run('asked')).toEqual([{ label: '第二稿', text: '征求意见，修改' }])
    expect(await again.run('rows', 'outbox')).toBe(0)
    await again.has('none waits', ['waitingVersions'], (waiting) => waiting.length === 0)
  })

  test('[C13] one that is refused later stays to be seen', async () => {
    await serve()
    const anna = await tabOf('anna')
    await anna.run('type', BODY, '稿')
    line.cut()
    await anna.has('offline', ['state'], ({ connection }) => connection !== 'online')
    await anna.run('takeVersion', 'plan-1', '送审稿')
    await anna.run('answerVersions', 'not-allowed')
    line.mend()
    await anna.has('refused', ['waitingVersions'], ([version]) => version?.refused === 'not-allowed')
    expect(await anna.run('asked')).toHaveLength(1)
  })
})
