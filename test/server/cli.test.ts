import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { WorkspaceList } from '../../schemas/protocol/api.ts'
import type { RunningServer } from '../../sync-server/server.ts'
import { type Finished, heshu, PASSWORD, Person, startHeshu, temporaryFolder } from '../support/heshu.ts'
import { PlanOnServer } from '../support/plans.ts'

const PLAN = `某区创建文明社区工作方案
某创办〔2026〕12号
各街道：
一、工作目标
到2026年底，志愿者不少于500人。
二、实施步骤
（一）宣传发动阶段（2026年3月1日至3月31日）。由区文明办牵头，各街道配合。
（二）检查验收阶段（2026年10月）。
某区文明办
2026年2月20日
`

let folder: ReturnType<typeof temporaryFolder>
let server: RunningServer | null = null

beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(async () => {
  await server?.close()
  server = null
  folder.remove()
})

const dataDir = () => join(folder.path, 'data')
const file = (name: string) => join(folder.path, name)

/** Runs a command that must succeed; its result is all there is on standard output. */
async function done(args: readonly string[], input = ''): Promise<string> {
  const { code, stdout, stderr } = await heshu(dataDir(), args, input)
  expect([code, stderr.split('\n').filter((line) => line.startsWith('heshu:'))]).toEqual([0, []])
  return stdout.trim()
}

/** Runs a command that must be refused with one line. */
async function refused(args: readonly string[], about: RegExp): Promise<void> {
  const finished: Finished = await heshu(dataDir(), args)
  expect([args.join(' '), finished.code, finished.stdout]).toEqual([args.join(' '), 1, ''])
  expect(finished.stderr.trim().split('\n')).toHaveLength(1)
  expect(finished.stderr).toMatch(about)
}

async function importedPlan(): Promise<{ workspace: string; document: string }> {
  const workspace = await done(['workspace', 'add', '领导小组'])
  writeFileSync(file('方案.txt'), PLAN)
  const document = await done(['import', file('方案.txt'), '--kind', 'plan', '--workspace', workspace])
  return { workspace, document }
}

/** The whole office's way from nothing to a verified version. */
async function wholeWay(): Promise<void> {
  const { workspace, document } = await importedPlan()
  const role = ['--name', '陈芳', '--role', 'reporter', '--unit', '东街道']
  await done(['user', 'add', '陈芳', ...role, '--workspace', workspace, '--password-stdin'], `${PASSWORD}\n`)
  expect(await done(['token', '陈芳'])).toMatch(/^heshu_[\w-]{43}$/)
  expect(await done(['snapshot', document, '--label', '征求意见稿'])).toBe('1')
  expect(await done(['versions', document])).toMatch(/^1\t.*\tmanual\t征求意见稿\t\t[0-9a-f]{64}$/)
  await done(['export', document, '--format', 'json', '--version', '1', '-o', file('v1.json')])
  expect(await done(['verify', file('v1.json')])).toContain('holds')
  await done(['export', document, '--format', 'txt', '-o', file('now.txt')])
  expect(readFileSync(file('now.txt'), 'utf8')).toContain('一、工作目标')
  await done(['export', document, '--format', 'html', '-o', file('now.html')])
  expect(readFileSync(file('now.html'), 'utf8')).toContain('<!doctype html>')
}

describe('commands', () => {
  test('[CLI1] [CLI3] go the whole way without a server', wholeWay)

  test('[CLI1] [CLI3] go the whole way beside a running server, which sees it all', async () => {
    server = await startHeshu(dataDir())
    await wholeWay()
    const visitor = new Person(server.origin)
    await visitor.post('/api/auth/sign-in/username', { username: '陈芳', password: PASSWORD })
    const [workspace] = v.parse(WorkspaceList, (await visitor.get('/api/workspaces')).json)
    expect(workspace).toMatchObject({ name: '领导小组', role: 'reporter' })
    const listed = await visitor.get(`/api/workspaces/${workspace?.id}/documents`)
    expect(listed.json).toMatchObject([{ kind: 'plan', title: '某区创建文明社区工作方案' }])
  })

  test('[CLI1] a user without a password is given a link to choose one', async () => {
    server = await startHeshu(dataDir())
    await done(['workspace', 'add', '组'])
    const { stderr } = await heshu(dataDir(), ['user', 'add', '李四', '--name', '李四', '--role', 'admin'])
    const token = /\/password\/([\w-]+)/.exec(stderr)?.[1] ?? ''
    const visitor = new Person(server.origin)
    expect((await visitor.post(`/api/password-links/${token}`, { password: PASSWORD })).status).toBe(200)
    const again = await done(['user', 'password', '李四'])
    expect(again).toMatch(new RegExp(`^${server.origin}/password/`))
  })

  test('[CLI2] what cannot be done is one line, exit code 1, and nothing half done', async () => {
    server = await startHeshu(dataDir())
    const { workspace, document } = await importedPlan()
    writeFileSync(file('empty.txt'), '')
    writeFileSync(file('archive.docx'), Buffer.from('504b0304140006', 'hex'))
    writeFileSync(file('flipped.json'), '{"format":"heshu-package-1"}')
    const user = ['user', 'add', '某人', '--name', '某人', '--role']
    await refused([...user, 'king'], /king/)
    await refused([...user, 'reader', '--workspace', 'nowhere'], /nowhere/)
    await refused(['user', 'add', 'a b', '--name', 'x', '--role', 'reader'], /login/)
    await refused(['token', '无此人'], /无此人/)
    await refused(['import', file('empty.txt'), '--kind', 'plan', '--workspace', workspace], /empty/)
    await refused(['import', file('archive.docx'), '--kind', 'plan', '--workspace', workspace], /docx/)
    await refused(['import', file('missing.txt'), '--kind', 'plan', '--workspace', workspace], /missing/)
    await refused(['import', file('方案.txt'), '--kind', 'matrix', '--workspace', workspace], /matrix/)
    await refused(['import', file('方案.txt'), '--kind', 'plan', '--workspace', 'nowhere'], /nowhere/)
    await refused(['versions', 'nowhere'], /nowhere/)
    await refused(['snapshot', 'nowhere', '--label', 'x'], /nowhere/)
    await refused(['export', document, '--format', 'json', '--version', '7', '-o', file('x')], /7/)
    await refused(['export', document, '--format', 'pdf', '-o', file('x')], /pdf/)
    await refused(['export', document, '--format', 'txt', '-o', file('none/x')], /written/)
    await refused(['verify', file('flipped.json')], /does not hold/)
    await refused(['restore', file('方案.txt')], /stop the server/)
    await refused(['tls', '--host', 'not a host'], /host/)
    await refused(['unheard-of'], /unheard-of/)
    await refused(['token'], /login/)
    await refused([], /which command/)
    await refused(['user'], /which command/)
    expect(existsSync(file('x'))).toBe(false)
    expect(await done(['versions', document])).toBe('')
    await refused(['token', '某人'], /某人/)
  })

  test('[CLI1] an id that looks like an option is an id all the same', async () => {
    server = await startHeshu(dataDir())
    const workspace = await done(['workspace', 'add', '组'])
    for (const id of ['-hPq0-odd', '--workspace-odd', '-odd']) {
      await new PlanOnServer(server, workspace, id).create('方案')
      expect(await done(['snapshot', id, '--label', '一'])).toBe('1')
      expect(await done(['versions', id])).toContain('一')
    }
  })

  test('[CLI2] a flipped byte is found by verify, and said where', async () => {
    const { document } = await importedPlan()
    await done(['snapshot', document, '--label', '一'])
    await done(['export', document, '--format', 'json', '--version', '1', '-o', file('v1.json')])
    const text = readFileSync(file('v1.json'), 'utf8')
    writeFileSync(file('v1.json'), text.replace('500人', '501人'))
    await refused(['verify', file('v1.json')], /content is not the one/)
  })
})

describe('parse', () => {
  const parsed = async (bytes: Uint8Array) => {
    writeFileSync(file('plan.txt'), bytes)
    return v.parse(
      v.object({ meta: v.object({ title: v.string() }), indicators: v.array(v.unknown()) }),
      JSON.parse(await done(['parse', file('plan.txt')])),
    )
  }

  test('[CLI4] reads UTF-8, with and without its mark, and UTF-16', async () => {
    const { meta, indicators } = await parsed(Buffer.from(PLAN))
    expect(meta.title).toBe('某区创建文明社区工作方案')
    expect(indicators).toHaveLength(1)
    expect((await parsed(Buffer.from(`\ufeff${PLAN}`))).meta).toEqual(meta)
    expect((await parsed(Buffer.from(`\ufeff${PLAN}`, 'utf16le'))).meta).toEqual(meta)
  })

  test('[CLI4] reads GB18030 as old programs write it', async () => {
    // 工作方案, a line end, 一、目标
    const bytes = Buffer.from('b9a4d7f7b7bdb0b80ad2bba1a2c4bfb1ea0a', 'hex')
    expect((await parsed(bytes)).meta.title).toBe('工作方案')
  })

  test('[CLI4] damaged bytes never throw', async () => {
    const bytes = Buffer.concat([Buffer.from(PLAN), Buffer.of(0xff, 0xfe, 0x80, 0x81)])
    writeFileSync(file('plan.txt'), bytes)
    expect((await heshu(dataDir(), ['parse', file('plan.txt')])).code).toBe(0)
  })
})

describe('backup and restore', () => {
  test('[CLI5] bring people, documents and record back, made while the server ran', async () => {
    server = await startHeshu(dataDir())
    const { workspace, document } = await importedPlan()
    const role = ['--name', '陈芳', '--role', 'admin', '--workspace', workspace, '--password-stdin']
    await done(['user', 'add', '陈芳', ...role], PASSWORD)
    await done(['snapshot', document, '--label', '一'])
    expect(await done(['backup', file('backup.tar')])).toMatch(/^[0-9a-f]{64}$/)
    await done(['snapshot', document, '--label', '之后'])
    await refused(['restore', file('backup.tar')], /stop the server/)
    await server.close()
    await done(['restore', file('backup.tar')])
    server = await startHeshu(dataDir())
    expect(await done(['versions', document])).toMatch(/^1\t[^\n]*$/)
    const visitor = new Person(server.origin)
    const signedIn = await visitor.post('/api/auth/sign-in/username', {
      username: '陈芳',
      password: PASSWORD,
    })
    expect(signedIn.status).toBe(200)
    expect((await visitor.get(`/api/documents/${document}/versions/1/verify`)).json).toMatchObject({
      holds: true,
    })
    expect(readdirSync(dataDir()).some((name) => name.startsWith('before-restore-'))).toBe(true)
  })

  test('[CLI5] a damaged or cut backup changes nothing', async () => {
    const { document } = await importedPlan()
    await done(['backup', file('backup.tar')])
    await done(['snapshot', document, '--label', '之后'])
    await refused(['restore', file('方案.txt')], /not restored/)
    const whole = readFileSync(file('backup.tar'))
    const damaged = Uint8Array.from(whole)
    damaged[20_000] = (damaged[20_000] ?? 0) ^ 0xff
    writeFileSync(file('damaged.tar'), damaged)
    writeFileSync(file('cut.tar'), whole.subarray(0, whole.length - 100_000))
    await refused(['restore', file('damaged.tar')], /damaged/)
    await refused(['restore', file('cut.tar')], /not restored/)
    expect(await done(['versions', document])).toContain('之后')
    expect(readdirSync(dataDir()).filter((name) => name.startsWith('restore-'))).toEqual([])
  })

  test('[CLI5] a restore cut short keeps the server from starting on half the data', async () => {
    mkdirSync(dataDir())
    writeFileSync(join(dataDir(), 'restore-unfinished'), '')
    await expect(startHeshu(dataDir())).rejects.toThrow(/restore was cut short/)
  })
})
