import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as v from 'valibot'
import { Role } from '../../schemas/workspace/directory.ts'
import { LINK_LIFE_MS } from '../../sync-server/accounts/links.ts'
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
/** How far the server's clock runs ahead. */
let aheadMs = 0

beforeEach(async () => {
  aheadMs = 0
  folder = temporaryFolder()
  server = await startHeshu(folder.path, { now: () => Date.now() + aheadMs })
  world = await setUp(server)
})
afterEach(async () => {
  await server.close()
  folder.remove()
})

const Link = v.object({ url: v.string(), expiresAt: v.number() })

async function linkFrom(path: string, body: unknown = {}): Promise<string> {
  const reply = await world.admin.post(path, body)
  return v.parse(Link, reply.json).url.split('/').at(-1) ?? ''
}

const invite = (role: string, unit: string | null = null) =>
  linkFrom(`/api/workspaces/${world.workspaceId}/invitations`, { role, unit })

const person = (login: string) => ({ login, name: login, password: PASSWORD })

function signIn(visitor: Person, username: string, password = PASSWORD) {
  return visitor.post('/api/auth/sign-in/username', { username, password })
}

const directory = () => server.services.directories.all()[0]

describe('set-up', () => {
  test('[A1] is done once', async () => {
    const again = { token: server.setupUrl?.split('/').at(-1), workspaceName: '又一个', units: [] }
    const reply = await new Person(server.origin).post('/api/setup', { ...again, ...person('second') })
    expect(codeOf(reply)).toBe('setup-done')
    expect(server.services.directories.all()).toHaveLength(1)
  })

  test('[A1] makes the workspace, its tree of units and an admin who is signed in', async () => {
    expect((await world.admin.get('/api/me')).json).toMatchObject({
      account: { login: '李主任', name: '李建国' },
      isSetUp: true,
      timeZone: 'Asia/Shanghai',
    })
    expect(directory()).toMatchObject({
      workspace: { name: '创建工作领导小组' },
      members: [{ login: '李主任', role: 'admin', active: true }],
      revision: 1,
    })
    const [district, street] = directory()?.units ?? []
    expect([district?.name, street?.name, street?.parent]).toEqual(['某区', '东街道', district?.id])
  })
})

describe('invitations', () => {
  test('[A2] carry role and unit, and show them before they are used', async () => {
    const unit = directory()?.units[1]?.id ?? null
    const token = await invite('reporter', unit)
    const visitor = new Person(server.origin)
    expect((await visitor.get(`/api/invitations/${token}`)).json).toMatchObject({
      workspaceName: '创建工作领导小组',
      role: 'reporter',
      unitName: '东街道',
    })
    expect((await visitor.post(`/api/invitations/${token}`, person('陈芳'))).status).toBe(201)
    expect(directory()?.members[1]).toMatchObject({ login: '陈芳', role: 'reporter', unit, active: true })
    expect((await visitor.get('/api/workspaces')).json).toEqual([
      { id: world.workspaceId, name: '创建工作领导小组', role: 'reporter' },
    ])
  })

  test('[A2] let one of two in who use one at once; the other keeps nothing', async () => {
    const token = await invite('drafter')
    const visitors = ['甲同志', '乙同志'].map((login) => ({ login, at: new Person(server.origin) }))
    const replies = await Promise.all(
      visitors.map(({ login, at }) => at.post(`/api/invitations/${token}`, person(login))),
    )
    expect(replies.map(codeOf).sort()).toEqual(['201', 'link-used'])
    expect(directory()?.members).toHaveLength(2)
    const loser = visitors[replies.findIndex(({ status }) => status !== 201)]?.login ?? ''
    expect(await server.services.accounts.byLogin(loser)).toBeNull()
  })

  test('[A2] end after seven days', async () => {
    const token = await invite('reader')
    aheadMs = LINK_LIFE_MS + 1_000
    const visitor = new Person(server.origin)
    expect(codeOf(await visitor.get(`/api/invitations/${token}`))).toBe('link-expired')
    expect(codeOf(await visitor.post(`/api/invitations/${token}`, person('late')))).toBe('link-expired')
  })

  test('[A2] let an account in that is signed in already', async () => {
    const other = await server.services.directories.create(
      { name: '第二工作区', units: [], admin: null },
      { now: Date.now(), along: [] },
    )
    const { person: chen, id } = await joinAs(world, '陈芳', 'reader')
    const purpose = { purpose: 'invitation' as const, workspaceId: other.workspace.id, unit: null, note: '' }
    const { secret } = await server.services.links.make(
      { ...purpose, role: 'drafter', invitedBy: null },
      Date.now(),
    )
    expect(codeOf(await new Person(server.origin).post(`/api/invitations/${secret}`, {}))).toBe('sign-in')
    expect((await chen.post(`/api/invitations/${secret}`, {})).json).toMatchObject({ account: { id } })
    expect((await chen.get('/api/workspaces')).json).toHaveLength(2)
  })

  test('[A7] a taken login leaves the invitation unused', async () => {
    const token = await invite('reader')
    const visitor = new Person(server.origin)
    expect(codeOf(await visitor.post(`/api/invitations/${token}`, person('李主任')))).toBe('login-taken')
    expect((await visitor.post(`/api/invitations/${token}`, person('李副主任'))).status).toBe(201)
  })

  test('[A7] a login left over from a broken joining is free again', async () => {
    await server.services.accounts.create(person('半途'))
    const token = await invite('reader')
    expect((await new Person(server.origin).post(`/api/invitations/${token}`, person('半途'))).status).toBe(
      201,
    )
  })

  test('[A3] nobody signs up otherwise, and nobody is told which logins exist', async () => {
    const visitor = new Person(server.origin)
    const body = { email: 'x@y.cn', password: PASSWORD, name: 'x', username: 'intruder' }
    for (const path of [
      'sign-up/email',
      'sign-in/email',
      'is-username-available',
      'update-user',
      'admin/x',
    ]) {
      expect([path, (await visitor.post(`/api/auth/${path}`, body)).status]).toEqual([path, 404])
    }
    expect(await server.services.accounts.byLogin('intruder')).toBeNull()
  })
})

describe('signing in', () => {
  test.each(['李主任', ' 李主任 ', 'ＺＨＡＮＧ.san', 'zhang.SAN'])(
    '[A4] %s finds its account',
    async (login) => {
      await joinAs(world, 'Zhang.San', 'reader')
      const visitor = new Person(server.origin)
      const reply = await signIn(visitor, login)
      expect(reply.status).toBe(200)
      expect(reply.text).not.toContain('token')
      expect((await visitor.get('/api/me')).json).toMatchObject({ account: { login: expect.any(String) } })
    },
  )

  test.each(['a', 'a b', '<script>', '名'.repeat(33), ''])('[A4] %j is no login', async (login) => {
    const token = await invite('reader')
    const reply = await new Person(server.origin).post(`/api/invitations/${token}`, person(login))
    expect(codeOf(reply)).toBe('bad-input')
  })

  test('[A10] its cookie is for HTTP alone and for this site', async () => {
    const reply = await signIn(new Person(server.origin), '李主任')
    expect(reply.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax$/)
  })

  test('[A10] behind https the cookie is Secure', async () => {
    const other = temporaryFolder()
    const secure = await startHeshu(other.path, { env: { PUBLIC_URL: 'https://heshu.example' } })
    await secure.services.accounts.create(person('李主任'))
    const url = `http://127.0.0.1:${secure.port}`
    const reply = await fetch(`${url}/api/auth/sign-in/username`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://heshu.example' },
      body: JSON.stringify({ username: '李主任', password: PASSWORD }),
    })
    expect(reply.headers.getSetCookie().join()).toMatch(/^__Secure-.*; Secure/)
    await secure.close()
    other.remove()
  })

  test('[A6] guessing is held back for that login alone, and the wrong password says nothing more', async () => {
    await joinAs(world, '陈芳', 'reader')
    const guesser = new Person(server.origin)
    const wrong = await signIn(guesser, '陈芳', 'wrong-password')
    const unknown = await signIn(guesser, '无此人', 'wrong-password')
    expect([codeOf(wrong), codeOf(unknown)]).toEqual(['wrong-password', 'wrong-password'])
    for (let count = 1; count < 10; count++) await signIn(guesser, '陈芳', 'wrong-password')
    expect(codeOf(await signIn(guesser, '陈芳'))).toBe('too-fast')
    expect((await signIn(guesser, '李主任')).status).toBe(200)
  })

  test('[A8] signing out ends the session and closes its sockets', async () => {
    const { person: chen } = await joinAs(world, '陈芳', 'drafter')
    const url = `${server.origin.replace('http', 'ws')}/sync/${world.workspaceId}/index`
    const socket = new WebSocket(url, { headers: { cookie: chen.cookie, origin: server.origin } })
    await new Promise((resolve) => socket.once('open', resolve))
    const closed = new Promise<number>((resolve) => socket.once('close', resolve))
    await chen.post('/api/auth/sign-out')
    expect(await closed).toBe(4401)
    expect((await chen.get('/api/me')).json).toMatchObject({ account: null })
  })
})

describe('new passwords', () => {
  test('[A8] come by an admin’s link, once, and end every session', async () => {
    const { person: chen, id } = await joinAs(world, '陈芳', 'drafter')
    const token = await linkFrom(`/api/workspaces/${world.workspaceId}/members/${id}/password-link`)
    const visitor = new Person(server.origin)
    expect((await visitor.get(`/api/password-links/${token}`)).json).toMatchObject({ login: '陈芳' })
    const reply = await visitor.post(`/api/password-links/${token}`, { password: 'brand-new-word' })
    expect(reply.json).toEqual({ login: '陈芳' })
    expect((await chen.get('/api/me')).json).toMatchObject({ account: null })
    expect(codeOf(await signIn(visitor, '陈芳'))).toBe('wrong-password')
    expect((await signIn(visitor, '陈芳', 'brand-new-word')).status).toBe(200)
    const again = await visitor.post(`/api/password-links/${token}`, { password: 'another-word' })
    expect(codeOf(again)).toBe('link-used')
  })

  test('[A8] [A6] are chosen by who knows the old one; guessing at it is held back', async () => {
    const { person: chen } = await joinAs(world, '陈芳', 'drafter')
    const elsewhere = new Person(server.origin)
    await signIn(elsewhere, '陈芳')
    const change = (currentPassword: string) =>
      chen.post('/api/auth/change-password', { currentPassword, newPassword: 'brand-new-word' })
    expect(codeOf(await change('not-it'))).toBe('wrong-password')
    const changed = await change(PASSWORD)
    expect([changed.status, changed.text]).toEqual([200, '{}'])
    expect((await elsewhere.get('/api/me')).json).toMatchObject({ account: null })
    expect((await chen.get('/api/me')).json).toMatchObject({ account: { login: '陈芳' } })
    for (let count = 0; count < 10; count++) await change('not-it')
    expect(codeOf(await change('brand-new-word'))).toBe('too-fast')
  })

  test('[A8] are not for members to give to each other', async () => {
    const { person: chen } = await joinAs(world, '陈芳', 'drafter')
    const path = `/api/workspaces/${world.workspaceId}/members/${world.adminId}/password-link`
    expect(codeOf(await chen.post(path))).toBe('not-allowed')
  })
})

describe('tokens', () => {
  const makeToken = (accountId: string, scope: 'read' | 'write', lifeMs = 60_000) => {
    const member = directory()?.members.find(({ id }) => id === accountId)
    if (member === undefined) throw new Error(`no member ${accountId}`)
    return server.services.tokens.make({ accountId: member.id, scope, now: Date.now() + aheadMs, lifeMs })
  }
  const bearing = (token: string) => new Person(server.origin, { authorization: `Bearer ${token}` })

  test('[A9] stand for their account, in a header or in the address', async () => {
    const token = await makeToken(world.adminId, 'write')
    expect((await bearing(token).get('/api/workspaces')).json).toHaveLength(1)
    expect((await new Person(server.origin).get(`/api/workspaces?token=${token}`)).json).toHaveLength(1)
  })

  test('[A9] for reading change nothing', async () => {
    const reader = bearing(await makeToken(world.adminId, 'read'))
    expect((await reader.get(`/api/workspaces/${world.workspaceId}/directory`)).status).toBe(200)
    const path = `/api/workspaces/${world.workspaceId}/invitations`
    expect(codeOf(await reader.post(path, { role: 'admin', unit: null }))).toBe('not-allowed')
  })

  test('[A9] that are wrong, ended or revoked are nobody, whatever the cookie says', async () => {
    const ended = await makeToken(world.adminId, 'write', 1_000)
    aheadMs = 2_000
    const revoked = await makeToken(world.adminId, 'write')
    const admin = directory()?.members[0]?.id
    if (admin !== undefined) await server.services.tokens.revokeAll(admin, Date.now())
    for (const token of [ended, revoked, 'heshu_guess', 'x']) {
      expect(codeOf(await bearing(token).get('/api/workspaces'))).toBe('sign-in')
      expect(codeOf(await world.admin.get(`/api/workspaces?token=${token}`))).toBe('sign-in')
    }
  })
})

describe('what is kept', () => {
  test('[A5] secrets lie in 0600 files, links and tokens only as hashes', async () => {
    const token = await invite('reader')
    const { id } = server.services.directories.all()[0]?.members[0] ?? {}
    if (id === undefined) throw new Error('no admin')
    const bearer = await server.services.tokens.make({ accountId: id, scope: 'write', now: 1, lifeMs: 1 })
    await server.close()
    for (const name of ['session-secret', 'record-key']) {
      expect(statSync(join(folder.path, name)).mode & 0o077).toBe(0)
    }
    for (const name of ['heshu.db', 'accounts.sqlite']) {
      const bytes = readFileSync(join(folder.path, name)).toString('latin1')
      for (const secret of [token, bearer.slice('heshu_'.length), PASSWORD])
        expect(bytes).not.toContain(secret)
    }
  })

  test('[D6] who got in, was invited and failed to sign in is in the audit log, which only grows', async () => {
    await joinAs(world, '陈芳', 'reader')
    await signIn(new Person(server.origin), '陈芳', 'wrong-password')
    const entries = await server.services.audit.latest(10)
    expect(new Set(entries.map(({ action }) => action))).toEqual(
      new Set(['set-up', 'invited', 'joined', 'sign-in-failed']),
    )
    const { tables } = server.services.store
    await expect(tables.write([{ sql: 'DELETE FROM audit', values: [] }])).rejects.toThrow('only added to')
    await expect(tables.write([{ sql: "UPDATE audit SET actor = 'x'", values: [] }])).rejects.toThrow()
  })

  test('[A11] accounts, sessions, members and links survive a restart', async () => {
    const token = await invite('reader')
    await server.close()
    server = await startHeshu(folder.path)
    expect(server.setupUrl).toBeNull()
    const admin = new Person(server.origin, { cookie: world.admin.cookie })
    expect((await admin.get('/api/me')).json).toMatchObject({ account: { login: '李主任' }, isSetUp: true })
    const offer = (await new Person(server.origin).get(`/api/invitations/${token}`)).json
    expect(v.parse(v.object({ role: Role }), offer).role).toBe('reader')
  })
})
