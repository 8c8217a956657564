import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningServer } from '../../sync-server/server.ts'
import { launchBrowser } from '../support/browser.ts'
import { startHeshu, temporaryFolder } from '../support/heshu.ts'
import { flaws } from '../support/look.ts'
import { DREDGING_PLAN } from '../support/plan-text.ts'

const folder = temporaryFolder()
const errors: string[] = []
let server: RunningServer
let browser: Browser
let page: Page
let workspace = ''
let planAddress = ''

async function setUp(): Promise<void> {
  await page.goto(server.setupUrl ?? '')
  await page.getByLabel('工作区名称').fill('河道清淤专班')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('登录名').fill('陈静')
  await page.getByLabel('姓名').fill('陈静')
  await page.getByLabel('密码', { exact: true }).fill('yun-xi-2027')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('button', { name: '完成设置' }).click()
  await page.getByRole('heading', { name: '今日' }).waitFor()
  await page.getByRole('link', { name: '文档', exact: true }).click()
  await page.waitForURL(/\/documents$/)
  workspace = new URL(page.url()).pathname.replace(/\/documents$/, '')
}

const openImport = (): Promise<unknown> => page.goto(`${server.origin}${workspace}/import`)
const saved = (): Promise<void> => page.getByRole('button', { name: '已保存到服务器' }).waitFor()

async function drop(name: string, bytes: Buffer): Promise<void> {
  await page.setInputFiles('input[type=file]', { name, mimeType: 'text/plain', buffer: bytes })
}

async function importText(text: string): Promise<void> {
  await openImport()
  await drop('方案.txt', Buffer.from(text))
  await page.getByRole('button', { name: '确认并创建方案' }).waitFor()
}

async function takeVersion(label: string): Promise<void> {
  await page.getByRole('button', { name: '存为版本' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('版本名称').fill(label)
  await dialog.getByRole('button', { name: '存为版本' }).click()
  await dialog.waitFor({ state: 'detached' })
}

beforeAll(async () => {
  server = await startHeshu(folder.path)
  browser = await launchBrowser()
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  page.setDefaultTimeout(20_000)
  page.on('pageerror', (error) => errors.push(String(error.stack ?? error)))
  await setUp()
})

afterAll(async () => {
  await browser.close()
  await server.close()
  folder.remove()
})

describe('importing a plan', () => {
  test('[X2] what is no text, or empty, is named, and nothing is created', async () => {
    await openImport()
    await drop('方案.docx', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14]))
    await page.getByRole('alert').getByText('这不是纯文本').waitFor()
    await drop('空.txt', Buffer.from(' \n'))
    await page.getByRole('alert').getByText('没有文字可读').waitFor()
    await page.goto(`${server.origin}${workspace}/documents`)
    await page.getByRole('link', { name: '导入工作方案' }).first().waitFor()
    expect(await page.getByText('未命名').count()).toBe(0)
  })

  test('[X2] a text without headings comes as plain paragraphs, with a hint, and a paragraph can be made a heading', async () => {
    await importText(
      '关于巡河的几点想法\n今天上午我们从上游走到下游，水位不高，河边很安静，没有见到新的淤积。\n下午又沿支流走了一遍，也没有见到垃圾，只有两处护栏松动。\n',
    )
    await page.getByRole('tab', { name: /大纲/ }).click()
    await page.getByText('没有读出“一、”“（一）”这样的标题', { exact: false }).waitFor()
    await page.getByRole('button', { name: /下午又沿支流/ }).click()
    await page
      .getByLabel(/下午又沿支流.*的层级/)
      .first()
      .selectOption('1')
    await page.getByRole('tab', { name: /大纲/ }).getByText('1').waitFor()
  })

  test('[X3] each finding shows its words in the source; what is corrected is what is created', async () => {
    await importText(DREDGING_PLAN)
    expect(await page.getByLabel('发文字号').inputValue()).toBe('云政办发〔2027〕12号')
    await page.getByLabel('标题', { exact: true }).fill('云溪区2027年汛期河道清淤工作方案')
    await page.getByRole('tab', { name: /指标/ }).click()
    await page
      .getByRole('button', { name: /淤积点整改率达到95%/ })
      .last()
      .click()
    expect(await page.locator('.source .shown').textContent()).toBe('淤积点整改率达到95%')
    const card = page.locator('article', { hasText: '淤积点整改率' })
    await card.getByRole('button', { name: '更正' }).click()
    await page.getByRole('dialog').getByLabel('数值').fill('九成五')
    await page.getByText('请填数字，或 3–5 这样的范围。').waitFor()
    await page.getByRole('dialog').getByLabel('数值').fill('96')
    await page.getByRole('dialog').getByRole('button', { name: '完成' }).click()
    await page.locator('article', { hasText: '清淤河道' }).getByRole('button', { name: '排除' }).click()
    await page.getByRole('button', { name: '确认并创建方案' }).click()
    await page.locator('.official-text p', { hasText: '制定本方案' }).waitFor()
    planAddress = page.url()
    expect(await page.getByLabel('标题', { exact: true }).first().inputValue()).toContain('2027年汛期')
    await saved()
  })
})

describe('a plan', () => {
  test('[P5] [P6] its findings stand beside the text, linked both ways, and keep what people said', async () => {
    await page.reload()
    await page.getByRole('tab', { name: /要素/ }).click()
    const corrected = page.locator('article', { hasText: '淤积点整改率' })
    await corrected.getByText('≥ 96 %').waitFor()
    await corrected.getByText('已更正').waitFor()
    expect(await page.locator('article', { hasText: '清淤河道42公里以上' }).getByText('≥ 42').count()).toBe(0)
    await corrected.getByRole('button', { name: /在正文中显示/ }).click()
    await page.locator('.official-text .highlight', { hasText: '淤积点整改率达到95%' }).waitFor()
    await page.locator('.official-text p', { hasText: '通报批评' }).click()
    await page.locator('article.current', { hasText: '问责处罚' }).waitFor()
  })

  test('[P8] the outline follows the text and leads to its clauses', async () => {
    await page.getByRole('tab', { name: /大纲/ }).click()
    const outline = page.getByRole('tabpanel')
    await outline.getByRole('button', { name: '四、保障措施' }).click()
    await page.keyboard.press('End')
    await page.keyboard.type('和工作要求')
    await outline.getByRole('button', { name: '四、保障措施和工作要求' }).waitFor()
  })

  test('[H1] the head is filled in on a form, and stands on the sheet as it is typed', async () => {
    await page.getByRole('button', { name: '填写文件头' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('发文机关标志').pressSequentially('云溪区人民政府办公室文件')
    await dialog.getByLabel('抄送机关').pressSequentially('区委办公室\n区人大常委会办公室')
    await page.locator('.sheet .mark', { hasText: '云溪区人民政府办公室文件' }).waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await page.locator('.sheet', { hasText: '区委办公室，区人大常委会办公室' }).waitFor()
    await saved()
  })
})

describe('versions', () => {
  test('[V2] are taken, open read-only and unchanged, and are compared', async () => {
    await takeVersion('征求意见稿')
    await page.getByRole('link', { name: /第 1 版/ }).waitFor()
    await page.locator('.official-text p', { hasText: '通报批评' }).click()
    await page.keyboard.press('End')
    await page.keyboard.type('对成绩突出的予以表扬。')
    await saved()
    await takeVersion('送审稿')
    await page.getByRole('link', { name: /送审稿 第 2 版 陈静 · 今天/ }).waitFor()
    await page.getByRole('link', { name: /第 1 版/ }).click()
    await page.getByRole('heading', { name: '第 1 版 · 征求意见稿' }).waitFor()
    const sheet = page.locator('.sheet')
    await sheet.getByText('对工作不力的单位予以通报批评。').waitFor()
    expect(await sheet.getByText('对成绩突出的予以表扬').count()).toBe(0)
    expect(await page.locator('[contenteditable=true]').count()).toBe(0)
    await page.getByLabel('对比').selectOption({ label: '第 2 版 送审稿' })
    await page.locator('ins', { hasText: '对成绩突出的予以表扬。' }).waitFor()
  })

  test('[V7] [V8] [V9] are verified on this computer; a package with one byte changed says what does not hold', async () => {
    await page.getByRole('button', { name: '核验' }).click()
    await page.getByText('核验通过').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载归档包' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/汛期河道清淤工作方案-1\.heshu\.json$/)
    const text = readFileSync(await download.path(), 'utf8')
    await page.goto(`${server.origin}${workspace}/record`)
    await drop('包.json', Buffer.from(text))
    await page.getByText('核验通过').waitFor()
    await drop('包.json', Buffer.from(text.replace('通报批评', '通报表扬')))
    await page.getByText('核验未通过').waitFor()
    await page.getByText('内容与存入时不同').waitFor()
  })
})

describe('without the server', () => {
  test('[X4] a plan is imported, and a version is asked for that is taken when the server is back', async () => {
    const port = String(server.port)
    await openImport()
    await drop('方案.txt', Buffer.from(DREDGING_PLAN.replaceAll('清淤', '疏浚')))
    await page.getByRole('button', { name: '确认并创建方案' }).waitFor()
    await server.close()
    await page.getByText('离线').first().waitFor()
    await page.getByRole('button', { name: '确认并创建方案' }).click()
    await page.locator('.official-text p', { hasText: '完成疏浚河道42公里以上' }).waitFor()
    await page.getByRole('button', { name: '存为版本' }).first().click()
    await page.getByText('现在连不上服务器', { exact: false }).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: '存为版本' }).click()
    await page.getByText('已记在本机，联网后存为版本。', { exact: false }).waitFor()
    await page.getByRole('tabpanel').getByText('待存入').waitFor()
    server = await startHeshu(folder.path, { env: { PORT: port } })
    await saved()
    await page.getByRole('link', { name: /征求意见稿.*第 1 版/ }).waitFor()
    await page.getByText('待存入').waitFor({ state: 'detached' })
  })
})

describe('every screen of these', () => {
  const SCREENS = ['import', 'review', 'plan', 'version', 'record'] as const

  async function show(screen: (typeof SCREENS)[number]): Promise<void> {
    if (screen === 'import') await openImport()
    if (screen === 'review') {
      await openImport()
      await drop('方案.txt', Buffer.from(DREDGING_PLAN))
      await page.locator('.understood').waitFor()
    }
    if (screen === 'plan') {
      await page.goto(planAddress)
      await page.locator('.official-text p').first().waitFor()
      await page.getByRole('tab').nth(1).click()
      await page.locator('article').first().waitFor()
    }
    if (screen === 'version') {
      await page.goto(`${planAddress}/versions/1`)
      await page.locator('.sheet').waitFor()
    }
    if (screen === 'record') {
      await page.goto(`${server.origin}${workspace}/record`)
      await page.locator('.record li button').first().click()
      await page.locator('.record a').first().waitFor()
    }
  }

  test.each([
    ['light', 'zh'],
    ['dark', 'en'],
  ] as const)('[U13] nothing is flagged by axe, nothing runs over: %s, %s', async (theme, language) => {
    await page.evaluate(
      ([theme, language]) => {
        localStorage.setItem('heshu-language', language)
        localStorage.setItem('heshu-theme', theme)
      },
      [theme, language] as const,
    )
    const found: string[] = []
    for (const screen of SCREENS) {
      await page.setViewportSize({ width: 1440, height: 900 })
      await show(screen)
      found.push(...(await flaws(page)).map((flaw) => `${screen} wide: ${flaw}`))
      await page.setViewportSize({ width: 390, height: 844 })
      found.push(...(await flaws(page)).map((flaw) => `${screen} narrow: ${flaw}`))
    }
    expect(found).toEqual([])
  })

  test('no page failed on the way', () => {
    expect(errors).toEqual([])
  })
})
