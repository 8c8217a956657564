import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startHeshu, temporaryFolder } from '../support/heshu.ts'
import { Computer, OfficeServer } from '../support/office.ts'

const DIST = join(import.meta.dirname, '../../client/dist')

/** First load of script and style, compressed, in bytes: what a slow county line has to carry before anything shows. */
const FIRST_LOAD_MAX = 200 * 1024

/** The save state, which is a button; its words are its name. */
const saveState = (page: Page, words: string | RegExp) => page.getByRole('button', { name: words }).first()
const heading = (page: Page, name: string) =>
  page.getByRole('heading', { level: 1, name, exact: true }).first()

/** Goes through set-up as the first admin. */
async function setUp(page: Page): Promise<void> {
  await page.getByLabel('工作区名称').fill('云岭县城市更新工作专班')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('登录名').fill('王晓明')
  await page.getByLabel('姓名').fill('王晓明')
  await page.getByLabel('密码', { exact: true }).fill('mima-1234')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('单位名单').fill('云岭县\n  县财政局\n  城关镇\n    东门社区')
  await page.getByText('4 个单位，3 级').waitFor()
  await page.getByRole('button', { name: '完成设置' }).click()
  await heading(page, '今日').waitFor()
}

async function newPlan(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: '文档', exact: true }).click()
  await page.getByRole('button', { name: '新建', exact: true }).click()
  await page.getByRole('menuitem', { name: '工作方案', exact: true }).click()
  await page.getByRole('textbox', { name: '标题', exact: true }).fill(title)
  await page.getByRole('button', { name: '建立' }).click()
  await page.locator('.ProseMirror').waitFor()
}

test('[U14] the first load is small enough for a slow line', () => {
  const page = readFileSync(join(DIST, 'index.html'), 'utf8')
  const first = [...page.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '')
  const bytes = first.map((path) => gzipSync(readFileSync(join(DIST, path)), { level: 9 }).length)
  expect(first.length).toBeGreaterThan(1)
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(FIRST_LOAD_MAX)
  // The editor and the reading of plans come when they are asked for.
  for (const path of first) expect(path).not.toMatch(/PlanScreen|ImportScreen|worker/)
})

describe('the shell, with the server and without', { timeout: 180_000 }, () => {
  const computer = new Computer()
  let server: OfficeServer
  let page: Page
  let planAddress = ''
  let workspace = ''

  beforeAll(async () => {
    server = await OfficeServer.start()
    page = await computer.open(server.setupLink)
    await setUp(page)
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await newPlan(page, '城关镇排水防涝工作方案')
    planAddress = new URL(page.url()).pathname
    workspace = /\/w\/([^/]+)\//.exec(planAddress)?.[1] ?? ''
    await saveState(page, '已保存到服务器').waitFor()
  })

  afterAll(async () => {
    await computer.remove()
    await server.remove()
  })

  test('[U1] a set-up link works once', async () => {
    const other = await computer.context.newPage()
    await other.goto(server.setupLink)
    await other.getByLabel('工作区名称').fill('又一个')
    await other.getByRole('button', { name: '下一步' }).click()
    await other.getByLabel('登录名').fill('某人')
    await other.getByLabel('姓名').fill('某人')
    await other.getByLabel('密码', { exact: true }).fill('mima-1234')
    await other.getByRole('button', { name: '下一步' }).click()
    await other.getByRole('button', { name: '完成设置' }).click()
    await other.getByRole('heading', { name: /已经设置过了|设置链接无效/ }).waitFor()
    await other.close()
  })

  test('[U3] deleting is taken back from the bar, and from the bin', async () => {
    await newPlan(page, '要删的方案')
    await page.getByRole('link', { name: '文档', exact: true }).click()
    await page.getByRole('button', { name: '“要删的方案”的操作' }).click()
    await page.getByRole('menuitem', { name: '删除' }).click()
    await page.getByRole('link', { name: '要删的方案' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '撤销' }).click()
    await page.getByRole('link', { name: '要删的方案' }).waitFor()
    await page.getByRole('button', { name: '“要删的方案”的操作' }).click()
    await page.getByRole('menuitem', { name: '删除' }).click()
    await page.getByRole('link', { name: '回收站' }).click()
    await page.getByRole('button', { name: '“要删的方案”的操作' }).click()
    await page.getByRole('menuitem', { name: '恢复' }).click()
    await page.getByRole('heading', { name: '回收站是空的' }).waitFor()
  })

  test('[U3] the palette finds a document by any run of characters of its title', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('水防')
    await page.getByRole('option', { name: /城关镇排水防涝工作方案/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.locator('.ProseMirror').waitFor()
    expect(new URL(page.url()).pathname).toBe(planAddress)
  })

  test('Ctrl+S says that it is saved, and offers a version', async () => {
    await page.keyboard.press('Control+s')
    await page.getByText('已自动保存，不需要手动保存').waitFor()
    const alert = page.getByRole('status').filter({ hasText: '已自动保存' })
    await alert.getByRole('button', { name: '存为版本' }).waitFor()
    await alert.getByRole('button', { name: '关闭' }).click()
  })

  test('[U1] without the server every address opens after a reload', async () => {
    await server.kill()
    await saveState(page, '离线，可继续编辑').waitFor()
    const screens = [
      ['/', '今日'],
      [`/w/${workspace}/documents`, '文档'],
      [`/w/${workspace}/bin`, '回收站'],
      [`/w/${workspace}/units`, '单位与成员'],
      ['/settings', '设置'],
      ['/nowhere', '这个地址没有对应的页面'],
      [planAddress, '城关镇排水防涝工作方案'],
    ] as const
    for (const [path, name] of screens) {
      await page.goto(server.origin + path)
      await heading(page, name).waitFor()
    }
  })

  test('[U10] what is only here is said, counted, named, and offered as a file', async () => {
    await page.locator('.ProseMirror p').last().click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type('断网时写下的话。')
    await saveState(page, /已保存在本机，1 处待上传（自 \d\d:\d\d）/).waitFor()
    await saveState(page, /查看保存情况/).click()
    const dialog = page.getByRole('dialog', { name: '保存情况' })
    await dialog.getByText('城关镇排水防涝工作方案').waitFor()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: '下载救援包' }).click(),
    ])
    expect(readFileSync(await file.path(), 'utf8')).toContain('断网时写下的话。')
    await page.keyboard.press('Escape')
  })

  test('[U12] signing out with unsent work asks first', async () => {
    await page.getByRole('button', { name: /王晓明/ }).click()
    await page.getByRole('menuitem', { name: '退出登录' }).click()
    const dialog = page.getByRole('alertdialog', { name: '退出登录？' })
    await dialog.getByText('1 处修改没有到服务器').waitFor()
    await dialog.getByRole('button', { name: '下载救援包' }).waitFor()
    await dialog.getByRole('button', { name: '取消' }).click()
  })

  test('[U10] when the server is back, everything arrives by itself', async () => {
    await server.again()
    await saveState(page, '已保存到服务器').waitFor({ timeout: 60_000 })
  })

  test('signing out leaves nobody behind; signing in leads back', async () => {
    await page.getByRole('button', { name: /王晓明/ }).click()
    await page.getByRole('menuitem', { name: '退出登录' }).click()
    await heading(page, '登录合署').waitFor()
    await page.getByLabel('登录名').fill('王晓明')
    await page.getByLabel('密码', { exact: true }).fill('wrong-password')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByText('登录名或密码不对').waitFor()
    await page.getByLabel('密码', { exact: true }).fill('mima-1234')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await heading(page, '城关镇排水防涝工作方案').waitFor()
    expect(new URL(page.url()).pathname).toBe(planAddress)
    expect(computer.errors).toEqual([])
  })
})

describe('a newer program', { timeout: 120_000 }, () => {
  test('[U11] is offered while nothing is unsent, and applied only when asked', async () => {
    const data = temporaryFolder()
    const program = temporaryFolder()
    cpSync(DIST, program.path, { recursive: true })
    const server = await startHeshu(data.path, { clientDir: program.path })
    const computer = new Computer()
    try {
      const page = await computer.open(server.setupUrl ?? '')
      await setUp(page)
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
      await page.reload()
      await heading(page, '今日').waitFor()
      await page.evaluate(() => Object.assign(window, { isOld: true }))
      const worker = join(program.path, 'sw.js')
      writeFileSync(worker, `${readFileSync(worker, 'utf8')}\n// the next release\n`)
      await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update())
      await page.getByText('新版本程序已就绪').waitFor()
      expect(await page.evaluate(() => 'isOld' in window)).toBe(true)
      await page.getByRole('button', { name: '更新', exact: true }).click()
      await page.waitForFunction(() => !('isOld' in window))
      await heading(page, '今日').waitFor()
      expect(computer.errors).toEqual([])
    } finally {
      await computer.remove()
      await server.close()
      data.remove()
      program.remove()
    }
  })
})
