import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as v from 'valibot'
import { Directory } from '../../schemas/workspace/directory.ts'
import type { RunningServer } from '../../sync-server/server.ts'
import {
  codeOf,
  joinAs,
  PASSWORD,
  Person,
  setUp,
  type SetUp,
  startHeshu,
  temporaryFolder,
} from '../support/heshu.ts'

let folder: ReturnType<typeof temporaryFolder>
let server: RunningServer
let world: SetUp

beforeEach(async () => {
  folder = temporaryFolder()
  server = await startHeshu(folder.path)
  world = await setUp(server)
})
afterEach(async () => {
  await server.close()
  folder.remove()
})

const path = () => `/api/workspaces/${world.workspaceId}/directory`

async function current(): Promise<Directory> {
  return v.parse(Directory, (await world.admin.get(path())).json)
}

async function change(...changes: object[]) {
  const { revision } = await current()
  return world.admin.patch(path(), { revision, changes })
}

const unit = (id: string, parent: string | null, order = 0) => ({
  id,
  name: `单位 ${id}`,
  shortName: null,
  parent,
  order,
})

describe('changing the directory', () => {
  test('[D1] is done as a whole, and answered with the new directory', async () => {
    const { person, id } = await joinAs(world, '陈芳', 'reader')
    const reply = await change(
      { change: 'set-unit', unit: unit('bureau', null, 1) },
      { change: 'set-unit', unit: unit('office', 'bureau') },
      { change: 'set-member', member: id, role: 'reporter', unit: 'office', active: true },
      { change: 'rename-workspace', name: '  新名称  ' },
    )
    expect(reply.status).toBe(200)
    const seen = v.parse(Directory, (await person.get(path())).json)
    expect(seen).toEqual(reply.json)
    expect(seen.workspace.name).toBe('新名称')
    expect(seen.members.find((member) => member.id === id)).toMatchObject({
      role: 'reporter',
      unit: 'office',
    })
  })

  test('[D1] one change that makes no sense undoes all of them', async () => {
    const before = await current()
    const reply = await change(
      { change: 'set-unit', unit: unit('bureau', null) },
      { change: 'set-member', member: 'stranger', role: 'admin', unit: null, active: true },
    )
    expect(codeOf(reply)).toBe('bad-input')
    expect(await current()).toEqual(before)
  })

  test('[D2] from an old revision is refused; of two at once one is', async () => {
    const { revision } = await current()
    const rename = (name: string) =>
      world.admin.patch(path(), { revision, changes: [{ change: 'rename-workspace', name }] })
    const replies = await Promise.all([rename('甲'), rename('乙')])
    expect(replies.map(codeOf).sort()).toEqual(['200', 'stale-revision'])
    expect((await current()).revision).toBe(revision + 1)
  })

  test('[D3] never leaves a unit under itself, under none, or removed from under its people', async () => {
    await change({ change: 'set-unit', unit: unit('a', null) }, { change: 'set-unit', unit: unit('b', 'a') })
    const { id } = await joinAs(world, '陈芳', 'reporter', 'b')
    const refused = [
      [{ change: 'set-unit', unit: unit('a', 'b') }],
      [{ change: 'set-unit', unit: unit('a', 'a') }],
      [{ change: 'set-unit', unit: unit('c', 'nowhere') }],
      [{ change: 'remove-unit', unit: 'a' }],
      [{ change: 'remove-unit', unit: 'b' }],
      [{ change: 'remove-unit', unit: 'nowhere' }],
      [{ change: 'set-member', member: id, role: 'reporter', unit: 'nowhere', active: true }],
    ]
    for (const changes of refused)
      expect([changes, codeOf(await change(...changes))]).toEqual([changes, 'bad-input'])
    const moved = { change: 'set-member', member: id, role: 'reporter', unit: 'a', active: true }
    expect((await change(moved, { change: 'remove-unit', unit: 'b' })).status).toBe(200)
  })

  test('[D4] always leaves an active admin', async () => {
    const self = { change: 'set-member', member: world.adminId, unit: null }
    expect(codeOf(await change({ ...self, role: 'drafter', active: true }))).toBe('bad-input')
    expect(codeOf(await change({ ...self, role: 'admin', active: false }))).toBe('bad-input')
    const { id } = await joinAs(world, '陈芳', 'admin')
    expect((await change({ ...self, role: 'reader', active: true })).status).toBe(200)
    expect(server.services.directories.all()[0]?.members.find((member) => member.id === id)?.role).toBe(
      'admin',
    )
  })

  test('[D5] is felt by open sockets: a revoked member is out, also at HTTP', async () => {
    const { person, id } = await joinAs(world, '陈芳', 'drafter')
    const url = `${server.origin.replace('http', 'ws')}/sync/${world.workspaceId}/index`
    const socket = new WebSocket(url, { headers: { cookie: person.cookie, origin: server.origin } })
    await new Promise((resolve) => socket.once('open', resolve))
    const closed = new Promise<number>((resolve) => socket.once('close', resolve))
    await change({ change: 'set-member', member: id, role: 'drafter', unit: null, active: false })
    expect(await closed).toBe(4403)
    expect(codeOf(await person.get(path()))).toBe('not-allowed')
    expect((await person.get('/api/workspaces')).json).toEqual([])
  })

  test('[D7] policies are kept; another workspace’s document cannot be given one', async () => {
    const other = await server.services.directories.create(
      { name: '别处', units: [], admin: null },
      { now: Date.now(), along: [] },
    )
    const policy = (documentId: string) => ({
      documentId,
      status: 'approved',
      narrowedTo: { members: [], units: [] },
    })
    expect((await change({ change: 'set-policy', policy: policy('ours') })).status).toBe(200)
    const theirs = v.parse(v.pipe(v.string(), v.brand('DocumentId')), 'theirs')
    await server.services.store.rooms.claimDocument(theirs, other.workspace.id)
    expect(codeOf(await change({ change: 'set-policy', policy: policy('theirs') }))).toBe('bad-input')
    expect((await current()).policies).toEqual([policy('ours')])
  })

  test('[D1] survives a restart to the letter', async () => {
    await change(
      { change: 'set-unit', unit: { ...unit('a', null), shortName: '甲' } },
      { change: 'set-unit', unit: unit('b', 'a') },
      { change: 'set-policy', policy: { documentId: 'plan', status: 'issued', narrowedTo: null } },
      { change: 'remove-unit', unit: 'b' },
    )
    const before = await current()
    await server.close()
    server = await startHeshu(folder.path)
    const admin = new Person(server.origin)
    await admin.post('/api/auth/sign-in/username', { username: '李主任', password: PASSWORD })
    expect((await admin.get(path())).json).toEqual(before)
  })
})
