import { cpSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningServer } from '../../sync-server/server.ts'
import { setUp, startHeshu, temporaryFolder, type SetUp } from '../support/heshu.ts'
import { Computer } from '../support/office.ts'
import { DREDGING_PLAN } from '../support/plan-text.ts'
import { bringSession, makePlan, onDevice, paragraph, saved, typeBehind } from '../support/sheet.ts'

const DIST = resolve(import.meta.dirname, '../../client/dist')
const TEXTS = new Set(['.js', '.css', '.html', '.webmanifest'])

/**
 * The next release of the program: every hashed file has another name, as after any change, and a mark tells which one
 * runs. The names of the release before are gone from the server, as after two releases.
 */
function release(folder: string, mark: string): string {
  const dir = join(folder, mark)
  cpSync(DIST, dir, { recursive: true })
  const assets = join(dir, 'assets')
  const renamed = readdirSync(assets).map(
    (name) => [name, name.replace(/^(.*)\.(\w+)$/, `$1${mark}.$2`)] as const,
  )
  for (const [before, after] of renamed) renameSync(join(assets, before), join(assets, after))
  const names = new Map(renamed)
  for (const file of [...readdirSync(dir), ...renamed.map(([, after]) => `assets/${after}`)]) {
    if (!TEXTS.has(extname(file))) continue
    const text = readFileSync(join(dir, file), 'utf8')
    writeFileSync(
      join(dir, file),
      text
        .replace(/[\w.-]+\.(?:js|css|woff2)\b/g, (name) => names.get(name) ?? name)
        .replace('<html ', `<html data-release="${mark}" `)
        // The worker's list has the page by the hash of its content, which is another one now.
        .replace(/("?url"?: ?"index\.html",\s*"?revision"?: ?")[^"]*/, `$1${mark}`),
    )
  }
  return dir
}

describe('the program is renewed while edits wait', () => {
  const folder = temporaryFolder()
  const releases = temporaryFolder()
  const computer = new Computer()
  let server: RunningServer
  let office: SetUp
  let address = ''
  let page: Page

  const serve = async (mark: string): Promise<void> => {
    const clientDir = join(releases.path, mark)
    const port = address === '' ? '0' : new URL(address).port
    server = await startHeshu(folder.path, { clientDir, env: { PORT: port } })
  }
  const runs = (mark: string) => page.locator(`html[data-release="${mark}"]`)

  beforeAll(async () => {
    for (const mark of ['R1', 'R2', 'R3', 'R4']) release(releases.path, mark)
    await serve('R1')
    office = await setUp(server)
    address = server.origin + (await makePlan(server, office.workspaceId, DREDGING_PLAN)).path
  })
  afterAll(async () => {
    await computer.remove()
    await server.close()
    folder.remove()
    releases.remove()
  })

  test('a newer program that is there does not come over one with unsent edits, and takes none of them', async () => {
    page = await computer.open('about:blank')
    await bringSession(computer.context, office.admin)
    await page.goto(address)
    await saved(page).waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready)
    await runs('R1').waitFor({ state: 'attached' })
    await server.close()
    await typeBehind(page, '制定本方案', '一')
    await onDevice(page).waitFor()

    // The office's server is back with the next release, but this person's line to the sync stays cut.
    await page.context().route('**/api/me', (route) => route.abort())
    await serve('R2')
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready
      await registration.update()
    })
    await page.waitForFunction(async () => (await navigator.serviceWorker.ready).waiting !== null)
    await runs('R1').waitFor({ state: 'attached' })
    expect(await page.getByRole('button', { name: '更新', exact: true }).count()).toBe(0)
    await typeBehind(page, '制定本方案', '二')
    await onDevice(page).waitFor()
  })

  test('opened again without a server, the same edits wait, and they go up', async () => {
    await server.close()
    await computer.close()
    page = await computer.open('about:blank')
    // When a waiting program takes charge is the browser's affair; the edits are there under either.
    await page.goto(address)
    await paragraph(page, '制定本方案').waitFor()
    expect(await paragraph(page, '制定本方案').textContent()).toContain('一二')
    await onDevice(page).waitFor()
    await typeBehind(page, '制定本方案', '三')
    await onDevice(page).waitFor()
    await serve('R2')
    await saved(page).waitFor()
  })

  test('a version is skipped: from the second to the fourth, with edits of the second in store', async () => {
    await server.close()
    await typeBehind(page, '制定本方案', '四')
    await onDevice(page).waitFor()
    await serve('R3')
    await server.close()
    await computer.kill()
    await serve('R4')
    page = await computer.open(address)
    await bringSession(computer.context, office.admin)
    await page.reload()
    await saved(page).waitFor()
    await paragraph(page, '制定本方案').waitFor()
    expect(await paragraph(page, '制定本方案').textContent()).toContain('一二三四')
    // Nothing is unsent now: the newer program is offered, and comes when asked for.
    await page.getByRole('button', { name: '更新', exact: true }).click()
    await runs('R4').waitFor({ state: 'attached' })
    expect(await paragraph(page, '制定本方案').textContent()).toContain('一二三四')
    await saved(page).waitFor()
    expect(computer.errors).toEqual([])
  })
})
