import { createHash, createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunningServer } from '../../sync-server/server.ts'
import { heshu, startHeshu, temporaryFolder } from '../support/heshu.ts'
import { Computer } from '../support/office.ts'
import { body, makePlan, onDevice, paragraph, saved, typeBehind } from '../support/sheet.ts'
import { DREDGING_PLAN } from '../support/plan-text.ts'

/** A name as offices have them: no public authority would vouch for it, and no browser takes it for this machine. */
const HOST = 'heshu.district.lan'
const NAMES = `--host-resolver-rules=MAP ${HOST} 127.0.0.1`

let folder: ReturnType<typeof temporaryFolder>
let computer: Computer
let server: RunningServer | null = null

beforeEach(() => {
  folder = temporaryFolder()
  computer = new Computer()
})
afterEach(async () => {
  await computer.remove()
  await server?.close()
  server = null
  folder.remove()
})

/** Trusts the office's authority, which the server sends along: what an administrator does once on each computer. */
function trustIn(authority: string): string {
  const key = createPublicKey(readFileSync(authority)).export({ type: 'spki', format: 'der' })
  return `--ignore-certificate-errors-spki-list=${createHash('sha256').update(key).digest('base64')}`
}

async function setUpInBrowser(page: Page): Promise<string> {
  await page.getByLabel('工作区名称').fill('河道清淤专班')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('登录名').fill('陈静')
  await page.getByLabel('姓名').fill('陈静')
  await page.getByLabel('密码', { exact: true }).fill('yun-xi-2027')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('button', { name: '完成设置' }).click()
  await page.getByRole('heading', { name: '今日' }).waitFor()
  const workspace = server?.services.directories.all()[0]
  if (workspace === undefined) throw new Error('no workspace was made')
  return workspace.workspace.id
}

describe('under an office name', () => {
  test('[TLS1] by https of `heshu tls` the app installs itself: offline it reloads, opens and is written in', async () => {
    expect((await heshu(folder.path, ['tls', '--host', HOST])).code).toBe(0)
    server = await startHeshu(folder.path)
    expect(server.origin).toBe(`https://${HOST}:${server.port}`)
    const trust = trustIn(join(folder.path, 'tls', 'office-ca.crt'))
    const page = await computer.open(server.setupUrl ?? '', { args: [NAMES, trust] })
    expect(await page.evaluate(() => isSecureContext)).toBe(true)
    expect(await page.getByText('不是安全连接').count()).toBe(0)
    const workspace = await setUpInBrowser(page)
    const plan = await makePlan(server, workspace, DREDGING_PLAN)
    await page.goto(server.origin + plan.path)
    await typeBehind(page, '制定本方案', '（联网时写）')
    await saved(page).waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready)

    await server.close()
    await page.reload()
    await typeBehind(page, '制定本方案', '（断网时写）')
    await onDevice(page).waitFor()
    await page.reload()
    await paragraph(page, '（断网时写）').waitFor()

    server = await startHeshu(folder.path, { env: { PORT: new URL(server.origin).port } })
    await saved(page).waitFor()
    expect(await paragraph(page, '制定本方案').textContent()).toContain('（联网时写）（断网时写）')
    expect(computer.errors).toEqual([])
  })

  test('[TLS1] a browser that does not trust the authority shows nothing of it', async () => {
    expect((await heshu(folder.path, ['tls', '--host', HOST])).code).toBe(0)
    server = await startHeshu(folder.path)
    await expect(computer.open(server.origin, { args: [NAMES] })).rejects.toThrow(/ERR_CERT/)
  })

  test('[U15] by http the app says plainly that offline work is off, and works while the server is there', async () => {
    const port = await freePort()
    const origin = `http://${HOST}:${port}`
    server = await startHeshu(folder.path, { env: { PORT: String(port), PUBLIC_URL: origin } })
    const page = await computer.open(server.setupUrl ?? '', { args: [NAMES] })
    expect(await page.evaluate(() => isSecureContext)).toBe(false)
    await page.getByText('不是安全连接', { exact: false }).waitFor()
    const workspace = await setUpInBrowser(page)
    await page.getByText('不是安全连接', { exact: false }).waitFor()
    const plan = await makePlan(server, workspace, DREDGING_PLAN)
    await page.goto(origin + plan.path)
    await typeBehind(page, '制定本方案', '（联网时写）')
    await saved(page).waitFor()
    await page.reload()
    await body(page).getByText('（联网时写）').waitFor()
    await page.goto(`${origin}/settings`)
    await page.getByText('heshu tls', { exact: false }).waitFor()
    expect(computer.errors).toEqual([])
  })
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
