import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import {
  caretAtEnd,
  openHarness,
  selectionRead,
  serveEditorHarness,
  type HarnessSite,
} from './editor-harness.ts'

let browser: Browser
let site: HarnessSite
let context: BrowserContext
let chen: Page
let lin: Page

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
  chen = await openHarness(context, site, { room: 'two', who: 'chen' })
  await chen.evaluate(() =>
    window.harness.start([{ text: '县住建局牵头。' }, { text: '各街道配合。' }], '方案'),
  )
  await chen.evaluate(() => window.harness.open())
  lin = await openHarness(context, site, { room: 'two', who: 'lin' })
  await lin.waitForFunction(() => window.harness.blocks().length === 2)
  await lin.evaluate(() => window.harness.open())
})
afterEach(() => context.close())

async function bothHave(expected: readonly string[]): Promise<void> {
  for (const page of [chen, lin]) {
    await page.waitForFunction((text) => window.harness.blocks().join('\n') === text, expected.join('\n'))
    expect(await page.$$eval('.official-text > p', (all) => all.map((each) => each.textContent))).toEqual(
      expected.map((block) => block.slice(2)),
    )
  }
}

/** A colleague's letters, put into the document behind the page's back so that the composing page keeps the focus. */
async function linWrites(at: number, text: string): Promise<void> {
  await lin.evaluate(([at, text]) => window.harness.doc.getText('body').insert(at, text), [at, text] as const)
  const state = await lin.evaluate(() => window.harness.doc.getText('body').length)
  await chen.waitForFunction((length) => window.harness.doc.getText('body').length >= length, state)
}

describe('Chinese input', () => {
  let keys: CDPSession
  beforeEach(async () => {
    keys = await context.newCDPSession(chen)
    await caretAtEnd(chen, 0)
  })

  async function compose(text: string): Promise<void> {
    await keys.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    })
  }

  test('[E6] a colleague typing in the same paragraph does not end the composition, and sees no pinyin', async () => {
    const seen: string[] = []
    await lin.exposeFunction('heard', (text: string) => seen.push(text))
    await lin.evaluate(() => {
      const { doc } = window.harness
      doc.on('update', () => Reflect.get(window, 'heard')(window.harness.blocks().join('\n')))
    })
    await compose('q')
    await compose('quan')
    await linWrites(1, '（区）')
    await compose("quan'xian")
    expect(await chen.locator('.official-text > p').first().textContent()).toBe("县住建局牵头。quan'xian")
    await linWrites(0, '由')
    await keys.send('Input.insertText', { text: '全县' })
    await bothHave(['0|由县（区）住建局牵头。全县', '0|各街道配合。'])
    expect(seen.join()).not.toMatch(/[a-z]/)
  })

  test('[E6] words of colleagues elsewhere are shown while one composes', async () => {
    await compose('shi')
    const place = await lin.evaluate(() => window.harness.doc.getText('body').toString().length)
    await linWrites(place, '全力')
    await chen.waitForFunction(() =>
      document.querySelectorAll('.official-text > p')[1]?.textContent?.includes('全力'),
    )
    await keys.send('Input.insertText', { text: '市' })
    await chen.waitForFunction(() => window.harness.blocks()[0] === '0|县住建局牵头。市')
  })

  test('[E6] a cancelled composition leaves nothing, and what waited is shown', async () => {
    await compose('ceshi')
    await linWrites(0, '由')
    await compose('')
    await bothHave(['0|由县住建局牵头。', '0|各街道配合。'])
  })

  test('[E6] leaving the text ends the wait', async () => {
    await compose('ceshi')
    await linWrites(0, '由')
    await chen.getByRole('button', { name: '放大' }).focus()
    await chen.waitForFunction(() => window.harness.blocks()[0]?.startsWith('0|由县') ?? false)
    await chen.waitForFunction(
      () => document.querySelector('.official-text > p')?.textContent?.startsWith('由县') ?? false,
    )
  })

  test('[E6] a colleague deleting the paragraph does not end the composition; what was composed stays', async () => {
    await compose('liu')
    await lin.evaluate(() => {
      const body = window.harness.doc.getText('body')
      body.delete(0, '县住建局牵头。'.length + 1)
    })
    await chen.waitForFunction(() => window.harness.doc.getText('body').length === '各街道配合。'.length + 1)
    expect(await chen.locator('.official-text > p').first().textContent()).toBe('县住建局牵头。liu')
    await keys.send('Input.insertText', { text: '留' })
    await bothHave(['0|留各街道配合。'])
  })

  test('[E6] after ten seconds what waited is shown, composed or not', async () => {
    await chen.clock.install()
    await compose('man')
    await linWrites(0, '由')
    expect(await chen.locator('.official-text > p').first().textContent()).toBe('县住建局牵头。man')
    await chen.clock.fastForward(10_000)
    await chen.waitForFunction(
      () => document.querySelector('.official-text > p')?.textContent?.startsWith('由县') ?? false,
    )
  })

  test('[E6] however long one composes, nobody is sent pinyin while nothing waits for its end', async () => {
    await chen.clock.install()
    await compose('man')
    await chen.clock.fastForward(10_000)
    await chen.clock.fastForward(10_000)
    expect(await chen.evaluate(() => window.harness.blocks()[0])).toBe('0|县住建局牵头。')
    await linWrites(0, '由')
    expect(await chen.locator('.official-text > p').first().textContent()).toBe('县住建局牵头。man')
    await chen.clock.fastForward(10_000)
    await chen.waitForFunction(
      () => document.querySelector('.official-text > p')?.textContent?.startsWith('由县') ?? false,
    )
  })

  test('[E4] a key of the editor pressed while composing belongs to the input method', async () => {
    await compose('yi')
    await chen.keyboard.press('Alt+Shift+1')
    await keys.send('Input.insertText', { text: '一' })
    await bothHave(['0|县住建局牵头。一', '0|各街道配合。'])
  })

  test('[E4] 一、 composed at the head of a paragraph makes a clause', async () => {
    await chen.keyboard.press('Enter')
    await compose('yi')
    await keys.send('Input.insertText', { text: '一、' })
    await bothHave(['0|县住建局牵头。', '1|', '0|各街道配合。'])
  })
})

describe('cells of tables', () => {
  test('[E11] two people write in one cell; the caret of each stays with its words', async () => {
    await chen.evaluate(() => {
      const rows = [['任务', '单位']]
      window.harness.append([{ type: 'table', rows }])
    })
    await lin.waitForSelector('.official-text td')
    await chen.locator('.official-text td').first().click()
    await chen.keyboard.press('End')
    await chen.keyboard.type('清单')
    await lin.bringToFront()
    await lin.locator('.official-text td').first().click()
    await lin.keyboard.press('Home')
    await lin.keyboard.type('主要')
    await chen.bringToFront()
    await chen.waitForFunction(() => document.querySelector('td')?.textContent === '主要任务清单')
    await chen.keyboard.type('表')
    await lin.waitForFunction(() => document.querySelector('td')?.textContent === '主要任务清单表')
  })

  test('[E11] the first words two people write in one cell of a new row both stay', async () => {
    await chen.evaluate(() => window.harness.append([{ type: 'table', rows: [['任务']] }]))
    await lin.waitForSelector('.official-text td')
    await chen.bringToFront()
    await chen.locator('.official-text td').first().click()
    await chen.getByRole('button', { name: '下方加行' }).click()
    await lin.waitForFunction(() => document.querySelectorAll('td').length === 2)
    for (const page of [chen, lin]) await page.evaluate(() => window.harness.setOnline(false))
    for (const [page, words] of [
      [chen, '建账'],
      [lin, '逐栋'],
    ] as const) {
      await page.bringToFront()
      await page.locator('.official-text td').last().click()
      await page.keyboard.type(words)
    }
    for (const page of [chen, lin]) await page.evaluate(() => window.harness.setOnline(true))
    for (const page of [chen, lin]) {
      await page.waitForFunction(() =>
        /^(建账逐栋|逐栋建账)$/.test(document.querySelectorAll('td')[1]?.textContent ?? ''),
      )
    }
  })

  test('[E11] beside rows another program ordered by keys of its own, rows still come and go', async () => {
    await chen.evaluate(() => {
      const { harness } = window
      harness.append([{ type: 'table', rows: [['任务'], ['单位']] }])
      const delta: { insert: unknown }[] = harness.doc.getText('body').toDelta()
      const tables = delta.flatMap(({ insert }) =>
        insert instanceof harness.Y.Map ? [insert.get('rows')] : [],
      )
      for (const rows of tables) {
        if (!(rows instanceof harness.Y.Map)) continue
        for (const [at, row] of [...rows.values()].entries()) row.set('order', `第${at}行`)
      }
    })
    await chen.bringToFront()
    await chen.locator('.official-text td').first().click()
    await chen.getByRole('button', { name: '下方加行' }).click()
    await lin.waitForFunction(() => document.querySelectorAll('td').length === 3)
  })
})

describe('text left behind by a move', () => {
  test('[E13] is marked for both, can be waved away, and loses its mark when it is edited', async () => {
    for (const page of [chen, lin]) await page.evaluate(() => window.harness.setOnline(false))
    await caretAtEnd(chen, 0)
    await chen.keyboard.press('Alt+ArrowDown')
    await caretAtEnd(lin, 0)
    await lin.keyboard.type('尽快')
    for (const page of [chen, lin]) await page.evaluate(() => window.harness.setOnline(true))
    await bothHave(['0|尽快各街道配合。', '0|县住建局牵头。'])
    for (const page of [chen, lin]) {
      const mark = page.locator('.official-text mark.left-behind')
      await mark.waitFor()
      expect(await mark.textContent()).toBe('尽快')
      expect(await mark.getAttribute('title')).toBe('写在已移走段落里的文字')
    }
    await chen.bringToFront()
    await chen.getByRole('button', { name: '写在已移走段落里的文字，知道了' }).click()
    expect(await chen.locator('.left-behind').count()).toBe(0)
    await lin.bringToFront()
    await lin.locator('.official-text > p').first().click()
    await lin.keyboard.press('Home')
    await lin.keyboard.press('Delete')
    await lin.waitForSelector('.left-behind', { state: 'detached' })
    await bothHave(['0|快各街道配合。', '0|县住建局牵头。'])
  })
})

describe('carets', () => {
  test('[E7] a colleague sees where one writes, by name, and the caret stays with its words', async () => {
    await caretAtEnd(chen, 0)
    await lin.bringToFront()
    const caret = lin.locator('.official-text .caret')
    await caret.waitFor({ state: 'attached' })
    expect(await caret.getAttribute('data-name')).toBe('chen')
    await linWrites(0, '由本县和')
    const textBefore = (): Promise<string> =>
      lin.evaluate(() => {
        const caret = document.querySelector('.official-text .caret')
        const range = document.createRange()
        range.selectNodeContents(caret?.closest('p') ?? document.body)
        if (caret !== null) range.setEndBefore(caret)
        return range.toString()
      })
    expect(await textBefore()).toBe('由本县和县住建局牵头。')
  })

  test('[E7] selections of colleagues are shown and go with the caret', async () => {
    await caretAtEnd(chen, 1)
    await chen.keyboard.press('Shift+Home')
    await selectionRead(chen)
    await lin.bringToFront()
    await lin.waitForSelector('.selected-by')
    expect(await lin.locator('.selected-by').allTextContents()).toEqual(['各街道配合。'])
    await chen.evaluate(() => window.harness.awareness.setLocalState(null))
    await lin.waitForSelector('.selected-by', { state: 'detached' })
    expect(await lin.locator('.caret').count()).toBe(0)
  })

  test('[E7] a name or colour made of markup or style does nothing', async () => {
    await lin.evaluate(() => {
      const { awareness, doc, Y } = window.harness
      const head = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(doc.getText('body'), 2))
      awareness.setLocalState({
        user: {
          id: 'lin',
          name: '<img src=x onerror=alert(1)>',
          color: 'red; background: url(javascript:alert(1))',
          colour: '</style><script>alert(1)</script>',
        },
        caret: { anchor: { nonsense: true }, head },
      })
    })
    await chen.bringToFront()
    const caret = chen.locator('.official-text .caret')
    await caret.waitFor({ state: 'attached' })
    expect(await caret.innerHTML()).toBe('')
    expect(await caret.getAttribute('data-name')).toBe('<img src=x onerror=alert')
    expect(await caret.getAttribute('style')).toBeNull()
    await lin.evaluate(() => window.harness.awareness.setLocalStateField('caret', { anchor: 5, head: 'x' }))
    await caret.waitFor({ state: 'detached' })
  })
})
