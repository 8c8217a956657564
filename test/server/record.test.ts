import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import * as Y from 'yjs'
import { DocumentId } from '../../schemas/ids.ts'
import { partRoom } from '../../schemas/protocol/room-name.ts'
import { VersionAnswer, VersionList, VersionSummary } from '../../schemas/protocol/api.ts'
import { verifyPackage } from '../../schemas/record/package.ts'
import type { RunningServer } from '../../sync-server/server.ts'
import {
  codeOf,
  Person,
  type Reply,
  setUp,
  type SetUp,
  spawnHeshu,
  startHeshu,
  temporaryFolder,
} from '../support/heshu.ts'
import { PlanOnServer } from '../support/plans.ts'
import { until } from '../support/until.ts'

let folder: ReturnType<typeof temporaryFolder>
let server: RunningServer
let world: SetUp
let document: PlanOnServer
let aheadMs = 0

beforeEach(async () => {
  aheadMs = 0
  folder = temporaryFolder()
  server = await startHeshu(folder.path, { now: () => Date.now() + aheadMs })
  world = await setUp(server)
  document = await new PlanOnServer(server, world.workspaceId, 'plan-1').create('创建工作方案')
})
afterEach(async () => {
  await server.close()
  folder.remove()
})

const versions = () => `/api/documents/${document.id}/versions`
let requests = 0
const order = (label: string, more: object = {}) => ({
  requestId: `request-${++requests}`,
  label,
  reason: 'consultation',
  ...more,
})
const take = (label: string, more: object = {}) => world.admin.post(versions(), order(label, more))
const summaryIn = ({ json }: Reply) => v.parse(VersionSummary, json)

async function read(number: number): Promise<string> {
  const { content } = v.parse(VersionAnswer, (await world.admin.get(`${versions()}/${number}`)).json)
  return JSON.stringify(content)
}

async function list() {
  return v.parse(VersionList, (await world.admin.get(versions())).json)
}

async function packageOf(number: number): Promise<Uint8Array> {
  return new TextEncoder().encode((await world.admin.get(`${versions()}/${number}?format=package`)).text)
}

describe('taking versions', () => {
  test('[REC1] each keeps what stood there then, numbered and chained', async () => {
    await document.type('甲')
    const first = await take('征求意见稿')
    await document.type('乙')
    const second = await take('送审稿', { reason: 'review' })
    expect([first.status, second.status]).toEqual([201, 201])
    expect(summaryIn(first)).toMatchObject({ number: 1, label: '征求意见稿', author: { name: '李建国' } })
    expect(await read(1)).toContain('甲')
    expect(await read(1)).not.toContain('乙')
    expect(await read(2)).toContain('乙甲')
    expect((await list()).map(({ number, reason }) => [number, reason])).toEqual([
      [1, 'consultation'],
      [2, 'review'],
    ])
  })

  test('[REC2] a repeated request takes no second version', async () => {
    const once = order('一次')
    const replies = await Promise.all([1, 2, 3].map(() => world.admin.post(versions(), once)))
    expect(new Set(replies.map((reply) => summaryIn(reply).number))).toEqual(new Set([1]))
    expect(await list()).toHaveLength(1)
  })

  test('[REC1] many at once get numbers without gaps', async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, (_, index) => take(`第${index}`)))
    const numbers = replies.map((reply) => summaryIn(reply).number)
    expect(numbers.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect((await world.admin.get(`${versions()}/8/verify`)).json).toEqual({ holds: true, findings: [] })
  })

  test('[REC3] taken offline, it is of what its taker saw, not of what came after', async () => {
    await document.type('看到的')
    const states = { body: document.state }
    await document.type('后来的')
    expect((await take('离线存的', { states })).status).toBe(201)
    expect(await read(1)).toContain('看到的')
    expect(await read(1)).not.toContain('后来的')
  })

  test('[REC3] with anything the server does not hold it is refused', async () => {
    document.typeUnsent('没有上传')
    expect(codeOf(await take('太早', { states: { body: document.state } }))).toBe('not-held')
    expect(codeOf(await take('坏的', { states: { body: 'AAAA' } }))).toBe('bad-input')
    expect(codeOf(await take('坏的', { states: { body: '!' } }))).toBe('bad-input')
    expect(codeOf(await take('没有正文', { states: {} }))).toBe('bad-input')
    expect(await list()).toEqual([])
  })

  test('[REC1] the clock set back does not turn the record round', async () => {
    const first = summaryIn(await take('一'))
    aheadMs = -3_600_000
    const second = summaryIn(await take('二'))
    expect(second.time).toBeGreaterThanOrEqual(first.time)
    expect((await world.admin.get(`${versions()}/2/verify`)).json).toMatchObject({ holds: true })
  })

  test('[REC1] text and page are made from what was stored, with everything in it escaped', async () => {
    await document.type('<script>alert(1)</script>')
    await take('一')
    expect((await world.admin.get(`${versions()}/1?format=txt`)).text).toContain('<script>alert(1)</script>')
    const page = await world.admin.get(`${versions()}/1?format=html`)
    expect(page.text).toContain('&lt;script&gt;')
    expect(page.text).not.toContain('<script')
    expect(codeOf(await world.admin.get(`${versions()}/1?format=pdf`))).toBe('bad-input')
    expect(codeOf(await world.admin.get(`${versions()}/9`))).toBe('not-found')
  })
})

describe('documents as they come', () => {
  const directly = (id: DocumentId, more: object = {}) =>
    server.services.record.take({
      documentId: id,
      workspaceId: document.workspaceId,
      label: '',
      reason: 'quiet',
      author: null,
      requestId: null,
      ...more,
    })

  test('[REC4] talk about a document alone makes no new version', async () => {
    const first = await directly(document.id, { onlyIfChanged: true })
    const talk = new Y.Doc()
    talk.getMap('threads').set('a', 'b')
    const room = partRoom(document.workspaceId, document.id, 'discussion')
    await server.services.engine.applyUpdate(room, Y.encodeStateAsUpdate(talk), null)
    expect(await directly(document.id, { onlyIfChanged: true })).toEqual(first)
    await document.type('改')
    expect(await directly(document.id, { onlyIfChanged: true })).toMatchObject({ number: 2 })
  })

  test('[REC8] one that no index lists yet, or that has only a report, is put on record all the same', async () => {
    const unlisted = new Y.Doc()
    unlisted.getMap('rows').set('row', new Y.Map())
    const [matrix, reported] = ['unlisted', 'reported'].map((id) => v.parse(DocumentId, id))
    if (matrix === undefined || reported === undefined) throw new Error('two ids')
    const { engine } = server.services
    const update = Y.encodeStateAsUpdate(unlisted)
    await engine.applyUpdate(partRoom(document.workspaceId, matrix, 'body'), update, null)
    await engine.applyUpdate(partRoom(document.workspaceId, reported, 'report-east'), update, null)
    for (const id of [matrix, reported]) {
      await directly(id)
      expect(await server.services.record.verify(id, 1)).toMatchObject({ holds: true, findings: [] })
    }
    expect((await server.services.record.read(matrix, 1)).kind).toBe('matrix')
  })

  test('[REC8] one that was never written is not found', async () => {
    await expect(directly(v.parse(DocumentId, 'never'))).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('proving versions', () => {
  test('[REC5] the exported package holds by itself, and not with a byte changed', async () => {
    await take('一')
    await document.type('改动')
    await take('二')
    const bytes = await packageOf(2)
    expect(verifyPackage(bytes)).toMatchObject({ holds: true, entry: { number: 2, label: '二' } })
    const flipped = Uint8Array.from(bytes)
    const at = new TextDecoder('latin1').decode(bytes).indexOf('stateHash') + 20
    flipped[at] = (flipped[at] ?? 0) ^ 1
    expect(verifyPackage(flipped).holds).toBe(false)
  })

  test('[REC6] a record changed in the database is found out', async () => {
    await take('一')
    await take('二')
    await server.close()
    const database = new DatabaseSync(join(folder.path, 'heshu.db'))
    database.exec('DROP TRIGGER versions_never_change')
    database.exec(
      "UPDATE versions SET entry = CAST(REPLACE(CAST(entry AS TEXT), '一', '三') AS BLOB) WHERE number = 1",
    )
    database.close()
    server = await startHeshu(folder.path)
    const admin = new Person(server.origin, { cookie: world.admin.cookie })
    const answer = v.parse(
      v.object({ holds: v.boolean(), findings: v.array(v.object({ code: v.string() })) }),
      (await admin.get(`${versions()}/2/verify`)).json,
    )
    expect(answer.holds).toBe(false)
    expect(answer.findings.map(({ code }) => code)).toContain('signature-wrong')
  })

  test('[REC7] versions outlive the loss of the signing key', async () => {
    await take('旧密钥')
    await server.close()
    rmSync(join(folder.path, 'record-key'))
    server = await startHeshu(folder.path)
    const admin = new Person(server.origin, { cookie: world.admin.cookie })
    await admin.post(versions(), order('新密钥'))
    const bytes = new TextEncoder().encode((await admin.get(`${versions()}/2?format=package`)).text)
    expect(verifyPackage(bytes)).toMatchObject({ holds: true, entry: { number: 2 } })
  })
})

describe('quiet versions', () => {
  test('[REC4] are taken when nobody has edited for a while, and only then', async () => {
    await server.close()
    server = await startHeshu(folder.path, { env: { QUIET_MS: '60' } })
    const { record, store } = server.services
    await until('a quiet version', async () => (await record.list(document.id)).length === 1)
    expect((await record.list(document.id))[0]).toMatchObject({ reason: 'quiet', author: null, label: '' })
    expect(await store.rooms.unversionedSince()).toEqual([])
    const again = new PlanOnServer(server, world.workspaceId, 'plan-2')
    await again.create('第二个方案')
    await until('one of the other document', async () => (await record.list(again.id)).length === 1)
    expect(await record.list(document.id)).toHaveLength(1)
  })

  test('[REC4] are taken after a restart for what was edited before a kill -9', async () => {
    await server.close()
    const quiet = { QUIET_MS: '1500' }
    const killed = spawnHeshu(folder.path, quiet)
    await killed.printed(/合署 Heshu/)
    await killed.kill('SIGKILL')
    const again = spawnHeshu(folder.path, quiet)
    const [, origin = ''] = await again.printed(/合署 Heshu: (\S+)/)
    const admin = new Person(origin, { cookie: world.admin.cookie })
    await until('a quiet version', async () => {
      const { json } = await admin.get(versions())
      return v.parse(VersionList, json).some(({ reason }) => reason === 'quiet')
    })
    expect((await admin.get(`${versions()}/1/verify`)).json).toMatchObject({ holds: true })
    await again.kill('SIGTERM')
  })
})
