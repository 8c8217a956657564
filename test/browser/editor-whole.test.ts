import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { NewBlock } from '../../schemas/text/body.ts'
import { launchBrowser } from '../support/browser.ts'
import { caretAtEnd, openHarness, serveEditorHarness, type HarnessSite } from './editor-harness.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser
let site: HarnessSite
let context: BrowserContext

beforeAll(async () => {
  site = await serveEditorHarness()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
})
afterEach(() => context.close())

const CONTENT: readonly NewBlock[] = [
  { text: '为做好工作，制定本方案。' },
  { level: 1, text: '总体要求' },
  { level: 2, text: '目标。年底前完成二十台。' },
  {
    type: 'table',
    headRows: 1,
    rows: [
      ['任务', '单位'],
      ['摸底', '住建局'],
    ],
  },
]

async function opened(size: { width: number; height: number }, options: PageOptions = {}): Promise<Page> {
  // axe runs by evaluation, which the page's own policy rightly forbids.
  context = await browser.newContext({ viewport: size, bypassCSP: true })
  const page = await openHarness(context, site, { room: 'whole', theme: options.theme ?? 'light' })
  await page.evaluate(
    (language) => localStorage.setItem('heshu-language', language),
    options.language ?? 'zh',
  )
  await page.reload()
  await page.waitForFunction(() => 'harness' in window)
  await page.evaluate((content) => window.harness.start(content, '关于加装电梯工作的方案'), CONTENT)
  await page.evaluate(() => window.harness.open())
  await page.waitForSelector('.official-text')
  return page
}

interface PageOptions {
  readonly theme?: 'light' | 'dark'
  readonly language?: 'zh' | 'en'
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } = Reflect.get(
      window,
      'axe',
    )
    const { violations } = await axe.run()
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  })
}

describe('the sheet is usable by everybody', () => {
  test.each([
    ['light', 'zh', 1440, 900],
    ['dark', 'en', 1440, 900],
    ['light', 'en', 390, 844],
    ['dark', 'zh', 390, 844],
  ] as const)('[E12] %s, %s, at %i×%i nothing is flagged by axe', async (theme, language, width, height) => {
    const page = await opened({ width, height }, { theme, language })
    expect(await violations(page)).toEqual([])
    await page.locator('.official-text td').first().click()
    expect(await violations(page)).toEqual([])
  })

  test('[E12] the toolbar is one stop of Tab; arrows go through it', async () => {
    const page = await opened({ width: 1440, height: 900 })
    await caretAtEnd(page, 1)
    await page.getByRole('button', { name: '正文段落' }).focus()
    await page.keyboard.press('ArrowRight')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      '一级条款 一、',
    )
    await page.keyboard.press('End')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('插入表格')
    expect(await page.locator('.toolbar button[tabindex="0"]').count()).toBe(1)
  })

  test('[E1] on a phone text flows at reading size and nothing is wider than the screen', async () => {
    const page = await opened({ width: 390, height: 844 })
    const wide = await page.evaluate(
      () =>
        [...document.querySelectorAll('.sheet, .sheet *')].filter(
          (element) => element.getBoundingClientRect().right > innerWidth + 1,
        ).length,
    )
    expect(wide).toBe(0)
    const size = await page
      .locator('.official-text > p')
      .first()
      .evaluate((p) => getComputedStyle(p).fontSize)
    expect(size).toBe('18px')
    for (const button of await page.getByRole('toolbar', { name: '编辑工具' }).getByRole('button').all()) {
      const box = await button.boundingBox()
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(40)
    }
  })
})

describe('paper', () => {
  test('[E1] prints the sheet alone, flowing over as many pages as it needs', async () => {
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await openHarness(context, site, { room: 'paper' })
    const content = Array.from({ length: 60 }, (_, index) => ({ text: `第${index}项任务。`.repeat(12) }))
    await page.evaluate((content) => window.harness.start(content, '方案'), content)
    await page.evaluate(() => window.harness.open())
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.toolbar').isVisible()).toBe(false)
    expect(await page.locator('.official-text > p').first().isVisible()).toBe(true)
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(5)
  })
})

describe('long documents', () => {
  test('[E9] between 1,000 and 10,000 blocks the browser skips what is off screen, on paper it does not', async () => {
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await openHarness(context, site, { room: 'long' })
    const content = Array.from({ length: 1_200 }, (_, index) => ({ text: `第${index}项任务。` }))
    await page.evaluate((content) => window.harness.start(content, '方案'), content)
    await page.evaluate(() => window.harness.open())
    const last = page.locator('.official-text > p').last()
    expect(await last.evaluate((p) => getComputedStyle(p).contentVisibility)).toBe('auto')
    const id = (await last.getAttribute('data-block-id')) ?? ''
    expect(await page.evaluate((id) => window.harness.desk.scrollTo(id), id)).toBe(true)
    await page.waitForFunction(
      () =>
        (document.querySelector('.official-text > p:last-child')?.getBoundingClientRect().top ?? 1e9) < 900,
    )
    await page.emulateMedia({ media: 'print' })
    expect(await last.evaluate((p) => getComputedStyle(p).contentVisibility)).toBe('visible')
  })
})
