import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
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
  paste,
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

async function write(content: readonly NewBlock[]): Promise<void> {
  await page.evaluate((blocks) => window.harness.start(blocks, '方案'), content)
  await page.evaluate(() => window.harness.open())
  await page.waitForSelector('.official-text')
}

/** Opens the editor with the caret behind `text`, the only block. */
async function caretBehind(text: string): Promise<void> {
  await write([{ text }])
  await caretAtEnd(page, 0)
}

function sample(name: string): string {
  return readFileSync(resolve(import.meta.dirname, `../samples/clipboard/${name}.html`), 'utf8')
}

describe('from Word and WPS', () => {
  test('[E5] numbers Word drew become levels; labels, styles, deletions, hidden words and pictures go', async () => {
    await caretBehind('')
    await paste(page, { html: sample('word-numbered') })
    expect(await blocks(page)).toEqual([
      '0|为进一步提升老旧小区加装电梯的办理效率，结合我县实际，制定本方案。',
      '1|总体目标',
      '2|工作范围。城区2000年以前建成的住宅小区，优先安排危旧小区。',
      '2|完成时限。2027年10月底前全部完成。',
      '1|工作要求',
      '0|各单位要按月报送进度。',
    ])
    expect(await numbers(page)).toEqual(['', '一、', '（一）', '（二）', '二、', ''])
    expect(await page.locator('.official-text u').textContent()).toBe('优先')
    expect(await page.locator('.official-text strong').allTextContents()).toEqual(['危旧'])
    expect(await page.evaluate(() => window.harness.heard.picturesLeftOut)).toBe(1)
  })

  test('[E5] numbers typed by hand become levels, decimals do not; a table stays a table', async () => {
    await caretBehind('')
    await paste(page, { html: sample('word-typed') })
    const all = await blocks(page)
    expect(all.slice(0, 6)).toEqual([
      '1|指导思想',
      '0|坚持便民利民，分步推进。',
      '2|摸清底数。逐栋登记，建立台账。',
      '3|登记内容。楼栋、层数、户数。',
      '4|楼栋编号以住建局台账为准。',
      '0|1.5倍以上的超额部分由业主承担。',
    ])
    expect(all.at(-1)).toBe('1|工作步骤')
    expect(await page.locator('.official-text').locator('th, td').allTextContents()).toEqual([
      '任务',
      '牵头单位',
      '摸底',
      '县住建局\n各街道',
    ])
  })

  test('[E5] WPS paragraphs come in alike', async () => {
    await caretBehind('')
    await paste(page, { html: sample('wps-numbered') })
    expect(await blocks(page)).toEqual([
      '1|组织领导',
      '0|成立由分管副县长任组长的领导小组，办公室设在县住建局。',
      '2|成员单位职责。县财政局负责资金拨付。',
      '1|保障措施',
    ])
    expect(await page.locator('.official-text strong').count()).toBe(0)
  })
})

describe('from web pages', () => {
  test('[E5] scripts, handlers, links and hidden words leave no trace and nothing runs', async () => {
    await caretBehind('')
    await paste(page, { html: sample('web-page') })
    expect(await blocks(page)).toEqual([
      '1|工作要求',
      '0|请登录县政府门户网站查看全文。',
      '3|统一思想，提高认识。',
      '3|压实责任，严格考核。',
      '0|按月通报',
      '0|按季考核',
      '0|第一行',
      '0|第二行',
      '0|单格版式表',
    ])
    const html = await page.locator('.official-text').innerHTML()
    expect(html).not.toMatch(/javascript:|onclick|onerror|<img|<script|<iframe|href|style=/)
    expect(await page.evaluate(() => 'pasted' in window)).toBe(false)
    expect(await page.evaluate(() => window.harness.heard.picturesLeftOut)).toBeGreaterThan(0)
  })

  test('[E5] a slice forged on the clipboard is read as text', async () => {
    await caretBehind('')
    await paste(page, { html: sample('foreign-slice') })
    expect(await blocks(page)).toEqual(['0|假冒的条款'])
    expect(await page.locator('.official-text').innerHTML()).not.toMatch(/img|style=|onerror/)
  })
})

describe('damaged clipboards', () => {
  test.each(['word-numbered', 'word-typed', 'wps-numbered', 'web-page', 'foreign-slice'])(
    '[E5] %s, cut off anywhere, is read as far as it goes, and sheet and document stay equal',
    async (name) => {
      await caretBehind('')
      const html = sample(name)
      for (let part = 1; part <= 12; part++)
        await paste(page, { html: html.slice(0, (html.length * part) / 12) })
      const shown = await page.$$eval('.official-text > p', (all) => all.map((each) => each.textContent))
      const stored = (await blocks(page))
        .filter((block) => !block.includes('\t'))
        .map((block) => block.slice(2))
      expect(shown).toEqual(stored)
      expect(await page.locator('.official-text').innerHTML()).not.toMatch(/<script|<style|<img|href|onerror/)
      expect(await page.evaluate(() => 'pasted' in window)).toBe(false)
    },
  )
})

describe('into the text', () => {
  test('[E5] what is dropped from outside lands where it was let go', async () => {
    await write([{ text: '甲文。' }, { text: '乙文。' }])
    await page.evaluate(() => {
      const place = document.querySelectorAll('.official-text > p')[1]
      const { left, top, height } = place?.getBoundingClientRect() ?? new DOMRect()
      const dataTransfer = new DataTransfer()
      dataTransfer.setData('text/plain', '一、丙')
      const at = { clientX: left + 500, clientY: top + height / 2 }
      place?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true, ...at }))
    })
    expect(await blocks(page)).toEqual(['0|甲文。', '0|乙文。一、丙'])
  })

  test('[E5] one line goes into the line, several begin there and end before what follows', async () => {
    await caretBehind('前后')
    await page.keyboard.press('ArrowLeft')
    await selectionRead(page)
    await paste(page, { text: '中' })
    expect(await blocks(page)).toEqual(['0|前中后'])
    await paste(page, { text: '甲\n一、乙\n丙' })
    expect(await blocks(page)).toEqual(['0|前中甲', '1|乙', '0|丙后'])
    await page.keyboard.type('丁')
    expect((await blocks(page)).at(-1)).toBe('0|丙丁后')
  })

  test('[E5] a clause pasted behind words begins a line of its own', async () => {
    await caretBehind('前文。')
    await paste(page, { text: '一、乙\n二、丙' })
    expect(await blocks(page)).toEqual(['0|前文。', '1|乙', '1|丙'])
  })

  test('[E5] a paste is one step of undo', async () => {
    await caretBehind('前')
    await page.keyboard.type('文')
    await paste(page, { text: '一、乙\n（一）丙\n丁' })
    await page.keyboard.type('戊')
    expect(await blocks(page)).toEqual(['0|前文', '1|乙', '2|丙', '0|丁戊'])
    await page.keyboard.press('Control+Z')
    await page.keyboard.press('Control+Z')
    expect(await blocks(page)).toEqual(['0|前文'])
    await page.keyboard.press('Control+Shift+Z')
    expect(await blocks(page)).toEqual(['0|前文', '1|乙', '2|丙', '0|丁'])
  })

  test('[E2] what is copied here comes back with its levels and without doubled numbers', async () => {
    await write([{ level: 1, text: '目标' }, { level: 2, text: '范围。城区。' }, { text: '正文。' }])
    await page.locator('.official-text > p').first().click()
    await page.keyboard.press('Control+A')
    const clipboard = await copied(page)
    await caretAtEnd(page, 2)
    await page.keyboard.press('Enter')
    await paste(page, clipboard)
    expect(await blocks(page)).toEqual([
      '1|目标',
      '2|范围。城区。',
      '0|正文。',
      '1|目标',
      '2|范围。城区。',
      '0|正文。',
    ])
  })

  test('[E5] what is cut here keeps its id and what it is where it lands; what is copied is a new block', async () => {
    const decision = { role: 'decision', units: ['housing'], due: '2027-03-08' }
    await write([{ text: '甲' }, { level: 2, text: '由县住建局牵头。', ...decision }, { text: '丙' }])
    const [, before] = await page.evaluate(() => window.harness.facts())
    await caretAtEnd(page, 1)
    await page.keyboard.press('Shift+Home')
    await selectionRead(page)
    const clipboard = await copied(page, 'cut')
    await caretAtEnd(page, 2)
    await page.keyboard.press('Enter')
    await paste(page, clipboard)
    const moved = await page.evaluate(() => window.harness.facts())
    expect(moved[3]).toEqual(before)
    expect(moved[1]).toMatchObject({ text: '', role: null, units: [], due: null })
    await page.keyboard.press('Enter')
    await paste(page, clipboard)
    const copy = (await page.evaluate(() => window.harness.facts()))[4]
    expect(copy).toMatchObject({ ...decision, text: '由县住建局牵头。' })
    expect(new Set((await page.evaluate(() => window.harness.facts())).map(({ id }) => id)).size).toBe(5)
  })

  test('[E5] 100,000 characters come in as one update', async () => {
    await caretBehind('')
    await page.evaluate(() => {
      window.harness.heard.picturesLeftOut = 0
      window.harness.doc.on('update', () => window.harness.heard.picturesLeftOut++)
    })
    const text = Array.from(
      { length: 500 },
      (_, index) => `（一）第${index}项。${'逐栋登记建立台账'.repeat(24)}`,
    ).join('\n')
    await paste(page, { text })
    expect((await blocks(page)).length).toBe(500)
    expect(await page.evaluate(() => window.harness.heard.picturesLeftOut)).toBe(1)
  })
})
