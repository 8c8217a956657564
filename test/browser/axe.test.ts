import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import * as v from 'valibot'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningServer } from '../../sync-server/server.ts'
import { launchBrowser } from '../support/browser.ts'
import { PASSWORD, setUp, startHeshu, temporaryFolder, type SetUp } from '../support/heshu.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** WCAG 2.2 AA and good practice. Not `region`: what floats (menus, tooltips) stands at the end of the page by design. */
const RULES = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { region: { enabled: false } },
}

const Violations = v.array(v.object({ id: v.string(), nodes: v.array(v.object({ html: v.string() })) }))

/** What axe finds on the page as it stands, a line each. */
async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  const found: unknown = await page.evaluate(
    `axe.run(document, ${JSON.stringify(RULES)}).then((r) => r.violations)`,
  )
  return v
    .parse(Violations, found)
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`)
}

/** Elements that stick out at the right: on a phone nothing may. */
function stickingOut(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    document.documentElement.scrollWidth > document.documentElement.clientWidth
      ? [`the page is ${document.documentElement.scrollWidth} px wide`]
      : [],
  )
}

interface Dress {
  readonly theme: 'light' | 'dark'
  readonly language: 'zh' | 'en'
  readonly width: number
  readonly height: number
}

const DRESSES: readonly Dress[] = [
  { theme: 'light', language: 'zh', width: 1440, height: 900 },
  { theme: 'dark', language: 'zh', width: 1440, height: 900 },
  { theme: 'light', language: 'en', width: 1440, height: 900 },
  { theme: 'dark', language: 'en', width: 1440, height: 900 },
  { theme: 'light', language: 'zh', width: 390, height: 844 },
  { theme: 'dark', language: 'en', width: 390, height: 844 },
]

const WORDS = {
  zh: {
    today: '今日',
    documents: '文档',
    newDocument: '新建',
    plan: '工作方案',
    title: '标题',
    create: '建立',
    invite: '邀请成员',
    units: '增加单位',
    save: /查看保存情况/,
    next: '下一步',
    workspace: '工作区名称',
    open: '打开导航',
  },
  en: {
    today: 'Today',
    documents: 'Documents',
    newDocument: 'New',
    plan: 'Work plan',
    title: 'Title',
    create: 'Create',
    invite: 'Invite',
    units: 'Add units',
    save: /See what is saved where/,
    next: 'Next',
    workspace: 'Workspace name',
    open: 'Open navigation',
  },
} as const

let browser: Browser
let server: RunningServer
let office: SetUp
let planPath = ''
const data = temporaryFolder()
const emptyData = temporaryFolder()
let unset: RunningServer

async function contextIn(
  { theme, language, width, height }: Dress,
  isSignedIn: boolean,
): Promise<BrowserContext> {
  // Without motion: what is still fading in has no contrast yet.
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
  })
  await context.addInitScript((chosen) => localStorage.setItem('heshu-language', chosen), language)
  const [name = '', value = ''] = office.admin.cookie.split('=', 2)
  if (isSignedIn) await context.addCookies([{ name, value, url: server.origin }])
  return context
}

beforeAll(async () => {
  browser = await launchBrowser()
  server = await startHeshu(data.path)
  unset = await startHeshu(emptyData.path)
  office = await setUp(server)
  const dress = DRESSES[0]
  if (dress === undefined) throw new RangeError('no dress')
  const page = await (await contextIn(dress, true)).newPage()
  await page.goto(`${server.origin}/w/${office.workspaceId}/documents`)
  await page.getByRole('button', { name: '新建', exact: true }).waitFor()
  await page.getByRole('button', { name: '新建', exact: true }).click()
  await page.getByRole('menuitem', { name: '工作方案', exact: true }).click()
  await page.getByRole('textbox', { name: '标题', exact: true }).fill('城关镇排水防涝工作方案')
  await page.getByRole('button', { name: '建立' }).click()
  await page.locator('.ProseMirror').waitFor()
  planPath = new URL(page.url()).pathname
  await page
    .getByRole('button', { name: /已保存到服务器/ })
    .first()
    .waitFor()
  const id = planPath.split('/').at(-1) ?? ''
  const version = { requestId: 'axe-version-1', label: '征求意见稿', reason: 'consultation' }
  await office.admin.post(`/api/documents/${id}/versions`, version)
  await page.context().close()
})

afterAll(async () => {
  await browser.close()
  await server.close()
  await unset.close()
  data.remove()
  emptyData.remove()
})

describe.each(DRESSES)('$theme, $language, $width px', { timeout: 120_000 }, (dress) => {
  const say = WORDS[dress.language]

  test('[U13] nothing stands in anybody’s way before the door', async () => {
    const context = await contextIn(dress, false)
    const page = await context.newPage()
    const found: Record<string, string[]> = {}
    const look = async (name: string): Promise<void> => {
      found[name] = [...(await violations(page)), ...(await stickingOut(page))]
    }
    await page.goto(unset.setupUrl ?? '')
    await page.getByLabel(say.workspace).waitFor()
    await look('set-up, workspace')
    await page.getByLabel(say.workspace).fill('某专班')
    await page.getByRole('button', { name: say.next }).click()
    await page.locator('input[autocomplete=username]').waitFor()
    await page.getByRole('button', { name: say.next }).click()
    await page.locator('[aria-invalid]').first().waitFor()
    await look('set-up, admin, with problems')
    await page.locator('input[autocomplete=username]').fill('某人')
    await page.locator('input[autocomplete=name]').fill('某人')
    await page.locator('input[type=password]').fill(PASSWORD)
    await page.getByRole('button', { name: say.next }).click()
    await page.locator('textarea').fill('某区\n  东街道\n      桥头社区\n  东街道')
    await look('set-up, units')
    await page.goto(`${server.origin}/`)
    await page.locator('input[type=password]').waitFor()
    await look('sign-in')
    const invited = await office.admin.post(`/api/workspaces/${office.workspaceId}/invitations`, {
      role: 'drafter',
      unit: null,
    })
    const { url } = v.parse(v.object({ url: v.string() }), invited.json)
    await page.goto(url)
    await page.locator('input[type=password]').waitFor()
    await look('join')
    await page.goto(`${server.origin}/join/no-such-invitation`)
    await page.locator('h1').waitFor()
    await look('join, no such link')
    await context.close()
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])))
  })

  test('[U13] nothing stands in anybody’s way inside', async () => {
    const context = await contextIn(dress, true)
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    const found: Record<string, string[]> = {}
    const look = async (name: string): Promise<void> => {
      found[name] = [...(await violations(page)), ...(await stickingOut(page))]
    }
    const visit = async (path: string): Promise<void> => {
      await page.goto(server.origin + path)
      await page.locator('h1').first().waitFor()
    }
    const closeFloating = async (floating: string): Promise<void> => {
      await page.keyboard.press('Escape')
      await page.locator(floating).waitFor({ state: 'detached' })
    }
    const inWorkspace = `/w/${office.workspaceId}`

    await visit('/')
    await page.getByRole('link', { name: /排水防涝/ }).waitFor()
    await look('today')
    if (dress.width < 900) {
      await page.getByRole('button', { name: say.open }).click()
      await page.locator('nav').waitFor()
      await look('drawer')
    }
    await visit(`${inWorkspace}/documents`)
    await page.getByRole('link', { name: /排水防涝/ }).waitFor()
    await look('documents')
    await page.locator('tbody [aria-haspopup=menu]').click()
    await page.getByRole('menu').waitFor()
    await look('menu of a document')
    await closeFloating('[role=menu]')
    await page.getByRole('button', { name: say.newDocument, exact: true }).click()
    await page.getByRole('menuitem', { name: say.plan, exact: true }).click()
    await page.getByRole('dialog').waitFor()
    await look('new document')
    await closeFloating('[role=dialog]')
    await visit(`${inWorkspace}/bin`)
    await look('bin')
    await visit(`${inWorkspace}/units`)
    await page.getByRole('button', { name: say.invite, exact: true }).click()
    await page.getByRole('dialog').waitFor()
    await look('invite')
    await closeFloating('[role=dialog]')
    await page.getByRole('button', { name: say.units, exact: true }).click()
    await page.locator('textarea').fill('南街道\n  河西社区')
    await look('add units')
    await closeFloating('[role=dialog]')
    await look('units')
    await page.keyboard.press('Control+k')
    await page.getByRole('option').first().waitFor()
    await look('palette')
    await closeFloating('[role=dialog]')
    await page.keyboard.press('Control+/')
    await page.getByRole('dialog').waitFor()
    await look('keys')
    await closeFloating('[role=dialog]')
    await page.getByRole('button', { name: say.save }).first().click()
    await page.getByRole('dialog').waitFor()
    await look('save state')
    await closeFloating('[role=dialog]')
    for (const path of ['/settings', `${inWorkspace}/import`, `${inWorkspace}/record`, '/nowhere']) {
      await visit(path)
      await look(path.split('/').at(-1) ?? '')
    }
    await visit(planPath)
    await page.locator('.ProseMirror').waitFor()
    await look('plan')
    await visit(`${planPath}/versions/1`)
    await page
      .getByRole('heading', { name: /排水防涝/ })
      .first()
      .waitFor()
    await look('version')
    await context.close()
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])))
  })
})
