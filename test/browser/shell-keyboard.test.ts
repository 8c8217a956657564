import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningServer } from '../../sync-server/server.ts'
import { launchBrowser } from '../support/browser.ts'
import { setUp, startHeshu, temporaryFolder } from '../support/heshu.ts'

/** What has the focus: its accessible name, or its words. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement
    return element?.getAttribute('aria-label') ?? element?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? ''
  })
}

/** Presses Tab until something named `name` has the focus. @throws Error after more steps than a person would bear */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const seen: string[] = []
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Tab')
    const at = await focused(page)
    seen.push(at)
    if (typeof name === 'string' ? at === name : name.test(at)) return
  }
  throw new Error(`no ${String(name)} among ${seen.join(' | ')}`)
}

describe('by keyboard alone', { timeout: 120_000 }, () => {
  const data = temporaryFolder()
  let browser: Browser
  let server: RunningServer
  let page: Page

  beforeAll(async () => {
    browser = await launchBrowser()
    server = await startHeshu(data.path)
    const office = await setUp(server)
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const [name = '', value = ''] = office.admin.cookie.split('=', 2)
    await context.addCookies([{ name, value, url: server.origin }])
    page = await context.newPage()
    page.setDefaultTimeout(15_000)
    await page.goto(server.origin)
    await page.getByRole('heading', { level: 1, name: '今日' }).waitFor()
  })

  afterAll(async () => {
    await browser.close()
    await server.close()
    data.remove()
  })

  test('[U13] the first Tab leads past the navigation', async () => {
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('跳到正文')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
  })

  test('[U13] a plan is made, renamed, deleted and brought back without a mouse', async () => {
    await page.reload()
    await page.getByRole('heading', { level: 1, name: '今日' }).waitFor()
    await tabTo(page, '文档')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: '文档' }).waitFor()
    await tabTo(page, '新建')
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: '工作方案', exact: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: '新建工作方案' }).waitFor()
    await page.keyboard.type('只用键盘的方案')
    await page.keyboard.press('Enter')
    await page.locator('.ProseMirror').waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').waitFor()
    await page.keyboard.type('文档')
    await page.getByRole('option', { name: /^文档/ }).first().waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: '只用键盘的方案' }).waitFor()
    await tabTo(page, '“只用键盘的方案”的操作')
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: '重命名' }).waitFor()
    for (const _ of [1, 2]) await page.keyboard.press('ArrowDown')
    expect(await focused(page)).toBe('重命名')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: '重命名' }).waitFor()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('改名后的方案')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: '改名后的方案' }).waitFor()
    await tabTo(page, '“改名后的方案”的操作')
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: '删除' }).waitFor()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: '改名后的方案' }).waitFor({ state: 'detached' })
    await tabTo(page, '撤销')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: '改名后的方案' }).waitFor()
  })

  test('[U9] Ctrl+K in the middle of a Chinese word opens nothing', async () => {
    await page.getByRole('searchbox').focus()
    const session = await page.context().newCDPSession(page)
    await session.send('Input.imeSetComposition', { text: 'pai shui', selectionStart: 8, selectionEnd: 8 })
    await page.evaluate(() => {
      const init = { key: 'k', code: 'KeyK', ctrlKey: true, bubbles: true, isComposing: true, keyCode: 229 }
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', init))
    })
    expect(await page.getByRole('combobox', { name: '查找与命令' }).count()).toBe(0)
    await session.send('Input.insertText', { text: '' })
    await session.detach()
  })

  test('[U13] rail and panel fold by key and by handle, and stay as they were', async () => {
    const rail = page.getByRole('navigation')
    await page.keyboard.press('Alt+1')
    await rail.waitFor({ state: 'detached' })
    await page.reload()
    await page.getByRole('heading', { level: 1, name: '文档' }).waitFor()
    expect(await rail.count()).toBe(0)
    await page.keyboard.press('Alt+1')
    await rail.waitFor()
    const handle = page.getByRole('separator', { name: '导航宽度' })
    const before = Number(await handle.getAttribute('aria-valuenow'))
    await handle.focus()
    await page.keyboard.press('ArrowRight')
    expect(Number(await handle.getAttribute('aria-valuenow'))).toBe(before + 16)
  })
})
