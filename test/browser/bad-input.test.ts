import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RunningServer } from '../../sync-server/server.ts'
import { launchBrowser } from '../support/browser.ts'
import { setUp, startHeshu, temporaryFolder, type SetUp } from '../support/heshu.ts'
import { DREDGING_PLAN } from '../support/plan-text.ts'
import { body, bringSession, makePlan, paragraph, saved, typeBehind } from '../support/sheet.ts'

const folder = temporaryFolder()
let server: RunningServer
let office: SetUp
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  server = await startHeshu(folder.path)
  office = await setUp(server)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.close()
  folder.remove()
})
beforeEach(async () => {
  // Without the worker: its own files would fill the little room that a test leaves.
  context = await browser.newContext({ serviceWorkers: 'block', viewport: { width: 1440, height: 900 } })
  await bringSession(context, office.admin)
  page = await context.newPage()
  page.setDefaultTimeout(15_000)
})
afterEach(() => context.close())

async function listed(): Promise<unknown> {
  return (await office.admin.get(`/api/workspaces/${office.workspaceId}/documents`)).json
}

/** The bytes an office computer of 2005 saved. */
function inGb18030(text: string): Buffer {
  const codes = new Map<string, readonly number[]>()
  const decoder = new TextDecoder('gb18030')
  for (let lead = 0xa1; lead <= 0xf7; lead++) {
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const bytes = [lead, trail]
      const character = decoder.decode(Uint8Array.from(bytes))
      if (!codes.has(character)) codes.set(character, bytes)
    }
  }
  return Buffer.from([...text].flatMap((each) => codes.get(each) ?? [each.charCodeAt(0)]))
}

describe('the import screen', () => {
  const open = () => page.goto(`${server.origin}/w/${office.workspaceId}/import`)
  const drop = (name: string, buffer: Buffer) =>
    page.setInputFiles('input[type=file]', { name, mimeType: 'text/plain', buffer })

  test('[X2] Word, WPS, PDF, pictures, programs, nothing at all: each is named, nothing is created', async () => {
    const before = await listed()
    await open()
    const pdf = Buffer.from('%PDF-1.7\n%\u00e2\u00e3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n', 'latin1')
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])
    const wps = Buffer.concat([
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      Buffer.alloc(600),
    ])
    const program = Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * 37) % 256))
    for (const [name, bytes, said] of [
      ['方案.pdf', pdf, '这是 PDF'],
      ['扫描.png', png, '这是图片'],
      ['方案.wps', wps, '这是 Word 或表格文件'],
      ['方案.txt', program, '里面没有可以读的文字'],
      ['空.txt', Buffer.alloc(0), '没有文字可读'],
    ] as const) {
      await drop(name, bytes)
      await page.getByRole('alert').getByText(said, { exact: false }).waitFor()
    }
    expect(await page.getByRole('button', { name: '确认并创建方案' }).count()).toBe(0)
    await page.getByLabel('方案全文').fill(' \n　\n')
    expect(await page.getByRole('button', { name: '读取', exact: true }).isDisabled()).toBe(true)
    expect(await listed()).toEqual(before)
  })

  test('[X1] a file in GB 18030 becomes the plan it is', async () => {
    const bytes = inGb18030(DREDGING_PLAN)
    expect(bytes.toString('utf8')).toContain('\ufffd')
    await open()
    await drop('方案.txt', bytes)
    await page.getByRole('button', { name: '确认并创建方案' }).waitFor()
    expect(await page.getByLabel('发文字号').inputValue()).toBe('云政办发〔2027〕12号')
    await page.getByRole('button', { name: '确认并创建方案' }).click()
    await paragraph(page, '完成清淤河道42公里以上').waitFor()
  })
})

describe('a full disk', () => {
  test('[C2] an alert says what to do; the edit stays on the page, is offered as a file, and reaches the server', async () => {
    const plan = await makePlan(server, office.workspaceId, DREDGING_PLAN)
    // Chromium remembers for a while how much room there is: the disk has to be full before it looks first.
    await page.goto(`${server.origin}/icon.svg`)
    const devtools = await context.newCDPSession(page)
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.origin, quotaSize: 300_000 })
    await page.goto(server.origin + plan.path)
    // The lists may be at the server before the plan itself has come.
    await paragraph(page, '通报批评').waitFor()
    await saved(page).waitFor()
    await context.setOffline(true)
    const words = '满'.repeat(400_000)
    await typeBehind(page, '通报批评', '。')
    await page.keyboard.insertText(words)
    await page.getByText('这台电脑的存储空间已满', { exact: false }).waitFor()
    await page.getByRole('button', { name: '查看', exact: true }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('dialog').getByRole('button', { name: '下载救援包' }).click(),
    ])
    expect(readFileSync(await download.path(), 'utf8')).toContain(words)
    await page.keyboard.press('Escape')
    expect(await body(page).innerText()).toContain(words)
    await context.setOffline(false)
    await saved(page).waitFor()
  })
})
