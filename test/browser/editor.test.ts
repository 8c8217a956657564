import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { NewBlock } from '../../schemas/text/body.ts'
import { launchBrowser } from '../support/browser.ts'
import {
  blocks,
  caretAtEnd,
  copied,
  numbers,
  openHarness,
  selectionRead,
  serveEditorHarness,
  type HarnessSite,
} from './editor-harness.ts'

let browser: Browser
let site: HarnessSite
let context: BrowserContext
let page: Page

beforeAll(async () => {
  site = await serveEditorHarness()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
})
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  page = await openHarness(context, site, { room: 'one' })
})
afterEach(() => context.close())

async function write(content: readonly NewBlock[], title = '关于做好加装电梯工作的方案'): Promise<void> {
  await page.evaluate(([blocks, title]) => window.harness.start(blocks, title), [content, title] as const)
  await page.evaluate(() => window.harness.open())
  await page.waitForSelector('.official-text')
}

const clickEnd = (index: number): Promise<void> => caretAtEnd(page, index)

const PLAN: readonly NewBlock[] = [
  { text: '为做好工作，制定本方案。' },
  { level: 1, text: '总体要求' },
  { level: 2, text: '目标。年底前完成二十台。' },
  { level: 2, text: '范围' },
  { level: 1, text: '工作步骤' },
]

describe('clauses', () => {
  test('[E2] numbers are drawn and follow every change, but are no part of the text', async () => {
    await write(PLAN)
    expect(await numbers(page)).toEqual(['', '一、', '（一）', '（二）', '二、'])
    await clickEnd(0)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Alt+Shift+1')
    await page.keyboard.type('背景')
    expect(await numbers(page)).toEqual(['', '一、', '二、', '（一）', '（二）', '三、'])
    expect(await blocks(page)).toEqual([
      '0|为做好工作，制定本方案。',
      '1|背景',
      '1|总体要求',
      '2|目标。年底前完成二十台。',
      '2|范围',
      '1|工作步骤',
    ])
  })

  test('[E2] what is copied carries its numbers, in text and in HTML', async () => {
    await write(PLAN)
    await clickEnd(0)
    await page.keyboard.press('Control+A')
    const clipboard = await copied(page)
    expect(clipboard.text).toBe(
      '为做好工作，制定本方案。\n一、总体要求\n（一）目标。年底前完成二十台。\n（二）范围\n二、工作步骤',
    )
    const plain = clipboard.html.replace(/<\/p>/g, '\n').replace(/<[^>]+>/g, '')
    expect(plain.trim()).toBe(clipboard.text)
  })

  test('[E3] the face of a clause ends with its heading', async () => {
    await write(PLAN)
    const goal = page.locator('.official-text > p').nth(2)
    expect(await goal.locator('.run-on').textContent()).toBe('年底前完成二十台。')
    await clickEnd(3)
    await page.keyboard.type('。城区。')
    expect(await page.locator('.official-text > p').nth(3).locator('.run-on').textContent()).toBe('城区。')
    expect(await goal.evaluate((element) => getComputedStyle(element).fontFamily)).toMatch(/Kai/)
    expect(await goal.locator('.run-on').evaluate((element) => getComputedStyle(element).fontFamily)).toMatch(
      /Fangsong/,
    )
  })
})

describe('keys', () => {
  test.each([
    ['一、', 1],
    ['（一）', 2],
    ['（1）', 4],
  ])('[E4] typing %s makes a clause of level %i, one undo gives the letters back', async (typed, level) => {
    await write([{ text: '' }])
    await clickEnd(0)
    await page.keyboard.type(typed)
    expect(await blocks(page)).toEqual([`${level}|`])
    await page.keyboard.press('Control+Z')
    expect(await blocks(page)).toEqual([`0|${typed}`])
    await page.keyboard.press('Control+Shift+Z')
    expect(await blocks(page)).toEqual([`${level}|`])
  })

  test('[E4] 1. makes a clause once it cannot be the head of a decimal', async () => {
    await write([{ text: '' }, { text: '' }])
    await clickEnd(0)
    await page.keyboard.type('1.登记')
    await clickEnd(1)
    await page.keyboard.type('1.5倍')
    expect(await blocks(page)).toEqual(['3|登记', '0|1.5倍'])
  })

  test('[E4] Tab and Shift+Tab change levels, Alt with arrows moves a section, Enter splits', async () => {
    await write(PLAN)
    await clickEnd(4)
    await page.keyboard.press('Alt+ArrowUp')
    expect((await blocks(page)).map((block) => block.slice(0, 4))).toEqual([
      '0|为做',
      '1|工作',
      '1|总体',
      '2|目标',
      '2|范围',
    ])
    await page.keyboard.press('Tab')
    expect((await blocks(page))[1]).toBe('2|工作步骤')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.keyboard.type('第一步')
    expect((await blocks(page)).slice(1, 3)).toEqual(['1|工作步骤', '1|第一步'])
  })

  test('[E4] nobody is caught in the text: Escape, then Tab, leaves it', async () => {
    await write(PLAN)
    await clickEnd(1)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.classList.contains('official-text'))).toBe(false)
    expect((await blocks(page))[1]).toBe('1|总体要求')
  })

  test('[E4] marks and undo work by key and by button, and tell their state', async () => {
    await write([{ text: '县财政局' }])
    await clickEnd(0)
    await page.keyboard.press('Shift+Home')
    await selectionRead(page)
    await page.keyboard.press('Control+B')
    expect(await page.locator('.official-text strong').textContent()).toBe('县财政局')
    const bold = page.getByRole('button', { name: '加粗' })
    expect(await bold.getAttribute('aria-pressed')).toBe('true')
    await page.getByRole('button', { name: '撤销' }).click()
    expect(await page.locator('.official-text strong').count()).toBe(0)
    await bold.click()
    expect(await page.locator('.official-text strong').count()).toBe(1)
    await page.getByRole('button', { name: '二级条款' }).click()
    expect(await blocks(page)).toEqual(['2|县财政局'])
  })

  test('[E4] a read-only sheet takes no key, no paste and no button', async () => {
    const table: NewBlock = { type: 'table', rows: [['甲', '乙']] }
    await page.evaluate((content) => window.harness.start(content, '方案'), [...PLAN, table])
    await page.evaluate(() => window.harness.open(false))
    const before = await blocks(page)
    await page.locator('.official-text > p').nth(1).click()
    await page.keyboard.type('改')
    await page.keyboard.press('Alt+Shift+0')
    await page.locator('.official-text td').first().click()
    await page.keyboard.type('改')
    expect(await blocks(page)).toEqual(before)
    expect(await page.getByRole('button', { name: '加粗' }).isDisabled()).toBe(true)
  })
})

describe('tables', () => {
  const TABLE: NewBlock = {
    type: 'table',
    headRows: 1,
    rows: [
      ['任务', '单位'],
      ['摸底', '住建局'],
    ],
  }
  const cells = (): Promise<string[]> => page.locator('.official-text').locator('th, td').allTextContents()

  test('[E11] cells are typed into, Tab goes on, undo takes back, and the text around stays', async () => {
    await write([{ text: '前文。' }, TABLE, { text: '后文。' }])
    await page.locator('.official-text td').first().click()
    await page.keyboard.press('End')
    await page.keyboard.type('建账')
    await page.keyboard.press('Tab')
    await page.keyboard.type('、街道')
    expect(await blocks(page)).toEqual(['0|前文。', '0|任务\t单位\n摸底建账\t住建局、街道', '0|后文。'])
    await page.keyboard.press('Control+Z')
    expect((await cells()).join()).not.toContain('街道')
    await page.keyboard.press('Control+Shift+Z')
    expect(await cells()).toEqual(['任务', '单位', '摸底建账', '住建局、街道'])
  })

  test('[E11] rows and columns come and go beside the cell with the focus', async () => {
    await write([TABLE])
    await page.locator('.official-text td').first().click()
    await page.getByRole('button', { name: '下方加行' }).click()
    await page.getByRole('button', { name: '右侧加列' }).click()
    expect(await cells()).toEqual(['任务', '', '单位', '摸底', '', '住建局', '', '', ''])
    await page.getByRole('button', { name: '删除本列' }).click()
    expect(await cells()).toEqual(['', '单位', '', '住建局', '', ''])
    await page.locator('.official-text td').last().click()
    await page.getByRole('button', { name: '删除本行' }).click()
    expect(await cells()).toEqual(['', '单位', '', '住建局'])
    await page.locator('.official-text td').last().click()
    await page.getByRole('button', { name: '首行为表头' }).click()
    expect(await page.locator('.official-text th').count()).toBe(0)
    await page.locator('.official-text td').last().click()
    await page.getByRole('button', { name: '删除表格' }).click()
    expect(await page.locator('.official-text table').count()).toBe(0)
    await page.keyboard.press('Control+Z')
    expect(await cells()).toEqual(['', '单位', '', '住建局'])
  })

  test('[E11] a table is made from the toolbar', async () => {
    await write([{ text: '前文。' }])
    await clickEnd(0)
    await page.getByRole('button', { name: '插入表格' }).click()
    expect(await page.locator('.official-text th').count()).toBe(3)
    await page.locator('.official-text th').first().click()
    await page.keyboard.type('任务')
    expect((await cells())[0]).toBe('任务')
  })
})

describe('what a screen asks of the sheet', () => {
  test('[E10] a finding marks its words, and the mark moves with them', async () => {
    await write(PLAN)
    const id = await page.locator('.official-text > p').nth(2).getAttribute('data-block-id')
    await page.evaluate((id) => window.harness.desk.highlight(id ?? '', [{ from: 3, to: 6 }]), id)
    expect(await page.locator('.highlight').textContent()).toBe('年底前')
    await page.evaluate((id) => window.harness.desk.enter(id ?? ''), id)
    await page.keyboard.type('总')
    expect(await page.locator('.highlight').textContent()).toBe('年底前')
    expect(await blocks(page)).toContain('2|总目标。年底前完成二十台。')
    await page.evaluate(() => window.harness.desk.clearHighlights())
    expect(await page.locator('.highlight').count()).toBe(0)
  })

  test('[E10] a block is brought into view without moving the caret, and the caret tells its block', async () => {
    await write(Array.from({ length: 120 }, (_, index) => ({ text: `第${index}段`.repeat(20) })))
    await clickEnd(0)
    const last = page.locator('.official-text > p').last()
    const id = await last.getAttribute('data-block-id')
    expect(await page.evaluate((id) => window.harness.desk.scrollTo(id ?? ''), id)).toBe(true)
    await last.waitFor({ state: 'visible' })
    expect(await page.evaluate(() => window.harness.heard.blocks.length)).toBe(1)
    await page.evaluate((id) => window.harness.desk.enter(id ?? ''), id)
    expect(await page.evaluate(() => window.harness.heard.blocks.at(-1))).toBe(id)
    expect(await page.evaluate(() => window.harness.desk.scrollTo('gone'))).toBe(false)
  })

  test('[E8] a block of a newer program is a closed box and stays as it is', async () => {
    await page.evaluate(() => {
      const { harness } = window
      harness.start([{ text: '前' }], '方案')
      const marker = new harness.Y.Map<unknown>([
        ['id', 'newer'],
        ['type', 'chart'],
        ['title', '<img src=x onerror=alert(1)>'],
      ])
      harness.doc.getText('body').insertEmbed(2, marker)
      harness.open()
    })
    expect(await page.locator('.closed').textContent()).toContain('原样保留')
    await clickEnd(0)
    await page.keyboard.type('面')
    const kept = await page.evaluate(() => window.harness.doc.getText('body').toJSON())
    expect(kept).toBeTypeOf('string')
    expect((await blocks(page))[0]).toBe('0|前面')
    expect(await page.locator('.closed').count()).toBe(1)
  })
})

describe('the form', () => {
  test('[E1] a full line holds 28 characters, 28.99 pt from line to line', async () => {
    await write([{ text: '县'.repeat(28 * 5) }])
    const lines = await page.evaluate(() => {
      const text = document.querySelector('.official-text > p')?.firstChild
      if (!(text instanceof Text)) return []
      const tops = new Map<number, number>()
      for (let at = 0; at < text.length; at++) {
        const range = document.createRange()
        range.setStart(text, at)
        range.setEnd(text, at + 1)
        const { top } = range.getBoundingClientRect()
        tops.set(Math.round(top * 10) / 10, (tops.get(Math.round(top * 10) / 10) ?? 0) + 1)
      }
      return [...tops]
    })
    expect(lines.map(([, count]) => count).slice(0, 4)).toEqual([26, 28, 28, 28])
    const pitch = ((lines[2]?.[0] ?? 0) - (lines[1]?.[0] ?? 0)) * 0.75
    expect(pitch).toBeGreaterThan(28.8)
    expect(pitch).toBeLessThan(29.2)
  })
})
