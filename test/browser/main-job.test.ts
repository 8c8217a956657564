import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { heshu, temporaryFolder } from '../support/heshu.ts'
import { Computer, OfficeServer } from '../support/office.ts'
import { until } from '../support/until.ts'

const OWN_PLAN = resolve(import.meta.dirname, '../samples/plans/notice-conflict.txt')
const CORPUS = resolve(import.meta.dirname, '../../../shared/corpus/input')
const UNITS = '云岭县\n  县水务局\n  县财政局\n  城关镇\n    东门社区\n    桥头社区'
const AT_SERVER = '已保存到服务器'

/** The text of the document itself, without head and foot of the sheet. */
const body = (page: Page): Locator => page.locator('.ProseMirror')
/** The named caret of a colleague; its name fades, so it is looked for and not waited to be seen. */
const caretOf = (page: Page, name: string): Locator => body(page).locator(`.caret[data-name="${name}"]`)
const saved = (page: Page): Locator => page.getByRole('button', { name: AT_SERVER })

/** Puts the caret at the end of the paragraph that holds `words` and types. */
async function typeBehind(page: Page, words: string, typed: string): Promise<void> {
  await body(page).locator('p', { hasText: words }).first().click()
  await page.evaluate(async (words) => {
    const paragraph = [...document.querySelectorAll('.ProseMirror p')].find((p) =>
      p.textContent?.includes(words),
    )
    if (paragraph === undefined) throw new Error(`no paragraph with ${words}`)
    getSelection()?.selectAllChildren(paragraph)
    getSelection()?.collapseToEnd()
    // The editor hears of the selection by an event; two frames later it has.
    await new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))
  }, words)
  await page.keyboard.type(typed)
}

async function showsText(page: Page, text: string): Promise<void> {
  await body(page).getByText(text, { exact: false }).first().waitFor()
}

async function importPlan(page: Page, text: string): Promise<void> {
  await page.getByRole('link', { name: '文档', exact: true }).click()
  // With documents there, importing stands in the menu of what can be made; without, it is the first thing offered.
  await page.getByRole('button', { name: '新建' }).first().click()
  await page.getByRole('menuitem', { name: /导入/ }).click()
  await page.getByLabel('方案全文').fill(text)
  await page.getByRole('button', { name: '读取', exact: true }).click()
  await page.getByRole('button', { name: '确认并创建方案' }).waitFor()
}

/** A browser that is killed may not have written its session down yet; then it asks, and loses nothing meanwhile. */
async function signInIfAsked(page: Page): Promise<void> {
  const ask = page
    .getByRole('alert')
    .or(page.getByRole('status'))
    .getByRole('link', { name: '登录', exact: true })
  const button = page.getByRole('button', { name: '登录', exact: true })
  await saved(page).or(ask).or(button).first().waitFor()
  if (await saved(page).isVisible()) return
  await ask.or(button).first().click()
  await page.getByLabel('登录名').fill('王主任')
  await page.getByLabel('密码', { exact: true }).fill('yun-ling-2027')
  await page.getByRole('button', { name: '登录', exact: true }).last().click()
}

describe('the main job, as its users do it', { timeout: 240_000 }, () => {
  const office = new Computer()
  const street = new Computer()
  const folder = temporaryFolder()
  let server: OfficeServer
  let admin: Page
  let colleague: Page
  let planAddress = ''

  beforeAll(async () => {
    server = await OfficeServer.start({ QUIET_MS: '1500' })
  })

  afterAll(async () => {
    await office.remove()
    await street.remove()
    await server.remove()
    folder.remove()
  })

  test('1: the set-up link makes workspace, admin and unit tree, once', async () => {
    admin = await office.open(server.setupLink)
    await admin.getByLabel('工作区名称').fill('云岭县饮水安全专班')
    await admin.getByRole('button', { name: '下一步' }).click()
    await admin.getByLabel('登录名').fill('王主任')
    await admin.getByLabel('姓名').fill('王敏')
    await admin.getByLabel('密码', { exact: true }).fill('yun-ling-2027')
    await admin.getByRole('button', { name: '下一步' }).click()
    await admin.getByLabel('单位名单').fill(UNITS)
    await admin.getByText('6 个单位，3 级').waitFor()
    await admin.getByRole('button', { name: '完成设置' }).click()
    await admin.getByRole('heading', { name: '今日' }).waitFor()
    await saved(admin).waitFor()
  })

  test('2: a pasted plan is shown as understood, its contradiction named, before it exists', async () => {
    await importPlan(admin, readFileSync(OWN_PLAN, 'utf8'))
    await admin.getByText('成文日期前后不一').waitFor()
    expect(await admin.getByRole('textbox', { name: '标题', exact: true }).inputValue()).toBe(
      '云岭县农村饮水安全巩固提升方案',
    )
    expect(await admin.getByRole('textbox', { name: '发文字号' }).inputValue()).toBe('云政办发〔2018〕47号')
    expect(await admin.getByRole('textbox', { name: '成文日期' }).inputValue()).toBe('2018-06-25')
    await admin.getByRole('button', { name: '确认并创建方案' }).click()
    await showsText(admin, '全县新建集中供水工程14处')
    planAddress = admin.url()
    // Numbers are computed: they are drawn, and are no characters of the text.
    const heading = body(admin).locator('p', { hasText: '目标任务' }).first()
    expect(await heading.textContent()).not.toContain('一、')
    await admin.getByRole('tab', { name: /要素/ }).click()
    await admin.getByText('自来水普及率', { exact: false }).first().waitFor()
    await saved(admin).waitFor()
  })

  test('3: a colleague joins by a single-use link; both write in one paragraph', async () => {
    await admin.getByRole('link', { name: '单位', exact: true }).click()
    await admin.getByRole('button', { name: '邀请成员' }).first().click()
    await admin.getByRole('button', { name: '生成链接' }).click()
    const link = await admin.getByRole('textbox', { name: '邀请链接' }).inputValue()
    await admin.getByRole('button', { name: '完成' }).click()

    colleague = await street.open(link)
    await colleague.getByLabel('登录名').fill('li-na')
    await colleague.getByLabel('姓名').fill('李娜')
    await colleague.getByLabel('密码', { exact: true }).fill('cheng-guan-2027')
    await colleague.getByRole('button', { name: '加入', exact: true }).click()
    await colleague.getByRole('heading', { name: '今日' }).waitFor()
    await colleague.goto(planAddress)
    await admin.goto(planAddress)
    await showsText(colleague, '全县新建集中供水工程14处')
    await showsText(admin, '全县新建集中供水工程14处')
    // Both are seen before either has done anything.
    await admin.getByText('2 人在这份文档里').waitFor({ state: 'attached' })
    await colleague.getByText('2 人在这份文档里').waitFor({ state: 'attached' })

    await Promise.all([
      typeBehind(admin, '负责筹集和拨付建设资金', '甲甲甲'),
      typeBehind(colleague, '负责筹集和拨付建设资金', '乙乙乙'),
    ])
    const paragraph = (page: Page) => body(page).locator('p', { hasText: '负责筹集和拨付建设资金' }).first()
    await until('both have both', async () => {
      const [a, b] = await Promise.all([paragraph(admin).textContent(), paragraph(colleague).textContent()])
      return (
        a === b &&
        [...(a ?? '')].filter((c) => c === '甲').length === 3 &&
        (a ?? '').match(/乙/g)?.length === 3
      )
    })
    await caretOf(admin, '李娜').waitFor({ state: 'attached' })
    await caretOf(colleague, '王敏').waitFor({ state: 'attached' })

    const used = await street.context.newPage()
    await used.goto(link)
    await used.getByText('这个邀请链接已经用过').waitFor()
    await used.close()
  })

  test('4: without the server both reload, write, close, reopen; nothing is lost, doubled or misplaced', async () => {
    await saved(admin).waitFor()
    await saved(colleague).waitFor()
    await server.kill()
    await Promise.all([admin.reload(), colleague.reload()])
    await showsText(admin, '负责征地协调和群众工作')
    await typeBehind(admin, '负责征地协调和群众工作', '离线王敏')
    await showsText(colleague, '负责征地协调和群众工作')
    await typeBehind(colleague, '负责征地协调和群众工作', '离线李娜')
    await admin.getByRole('button', { name: /已保存在本机，\d+ 处待上传/ }).waitFor()
    await colleague.getByRole('button', { name: /已保存在本机，\d+ 处待上传/ }).waitFor()

    await admin.getByRole('link', { name: '文档', exact: true }).click()
    await importPlan(
      admin,
      '断网时起草的方案\n\n一、总体要求\n年底前完成入户排查120户。\n二、工作要求\n由县水务局牵头。',
    )
    await admin.getByRole('button', { name: '确认并创建方案' }).click()
    await showsText(admin, '年底前完成入户排查120户')
    const secondAddress = admin.url()
    await admin.getByRole('button', { name: /已保存在本机，\d+ 处待上传/ }).waitFor()

    // A power cut for one, an ordinary evening for the other; next morning the network is still away.
    await office.kill()
    await street.close()
    admin = await office.open(secondAddress)
    await showsText(admin, '年底前完成入户排查120户')
    colleague = await street.open(planAddress)
    await showsText(colleague, '离线李娜')

    await server.again()
    await signInIfAsked(admin)
    await saved(admin).waitFor()
    await saved(colleague).waitFor()
    await admin.goto(planAddress)
    const paragraph = (page: Page) => body(page).locator('p', { hasText: '负责征地协调和群众工作' }).first()
    await paragraph(admin).waitFor()
    await until('both have both, each once', async () => {
      const [a, b] = await Promise.all([paragraph(admin).textContent(), paragraph(colleague).textContent()])
      const once = (word: string) => (a ?? '').split(word).length === 2
      return a === b && once('离线王敏') && once('离线李娜')
    })
    await colleague.getByRole('link', { name: '文档', exact: true }).click()
    await colleague.getByRole('link', { name: '断网时起草的方案' }).click()
    await showsText(colleague, '年底前完成入户排查120户')
  })

  test('5: versions open read-only and unchanged; a flipped byte is found', async () => {
    const before = (await body(admin).innerText()).trim()
    await admin.getByRole('button', { name: '存为版本' }).first().click()
    await admin.getByRole('dialog').getByLabel('版本名称').fill('征求意见稿')
    await admin.getByRole('dialog').getByRole('button', { name: '存为版本' }).click()
    await admin.getByText('“征求意见稿”已存为版本。').waitFor()
    await typeBehind(admin, '负责征地协调和群众工作', '征求意见之后加的话')
    await saved(admin).waitFor()
    await admin.getByRole('button', { name: '存为版本' }).first().click()
    await admin.getByRole('dialog').getByLabel('版本名称').fill('送审稿')
    await admin.getByRole('dialog').getByRole('button', { name: '存为版本' }).click()
    await admin.getByText('“送审稿”已存为版本。').waitFor()

    const id = planAddress.split('/').at(-1) ?? ''
    const versions = (await heshu(server.dataDir, ['versions', id])).stdout
    expect(versions).toContain('征求意见稿')
    expect(versions).toContain('送审稿')
    const number = Number(/^\s*(\d+).*征求意见稿/m.exec(versions)?.[1])

    await admin.goto(`${planAddress}/versions/${number}`)
    await admin.getByText('负责征地协调和群众工作', { exact: false }).first().waitFor()
    const shown = await admin.locator('main').innerText()
    expect(shown).toContain('离线王敏')
    expect(shown).not.toContain('征求意见之后加的话')
    expect(before).toContain('离线王敏')
    expect(await admin.locator('[contenteditable=true]').count()).toBe(0)

    const file = join(folder.path, 'version.json')
    const exported = await heshu(server.dataDir, [
      'export',
      id,
      '--format',
      'json',
      '--version',
      String(number),
      '-o',
      file,
    ])
    expect(exported.code).toBe(0)
    expect((await heshu(server.dataDir, ['verify', file])).code).toBe(0)
    const bytes = readFileSync(file)
    const at = bytes.indexOf(Buffer.from('14处'))
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(file, bytes)
    const tampered = await heshu(server.dataDir, ['verify', file])
    expect(tampered.code).not.toBe(0)
    expect(tampered.stderr.trim()).not.toBe('')
  })

  test('5: after a quiet while the server takes a version by itself', async () => {
    const id = planAddress.split('/').at(-1) ?? ''
    await admin.goto(planAddress)
    await showsText(admin, '负责征地协调和群众工作')
    await typeBehind(admin, '负责征地协调和群众工作', '安静之前')
    await saved(admin).waitFor()
    let seen = ''
    await until('a quiet version', async () => {
      seen = (await heshu(server.dataDir, ['versions', id])).stdout
      return /quiet/.test(seen)
    })
    expect(seen).toMatch(/quiet/)
  })

  test.runIf(existsSync(CORPUS))('2: every plan of the shared corpus becomes a plan of clauses', async () => {
    for (const name of readdirSync(CORPUS)) {
      await importPlan(admin, readFileSync(join(CORPUS, name), 'utf8'))
      await admin.getByRole('button', { name: '确认并创建方案' }).click()
      await body(admin).locator('p[data-level="1"]').first().waitFor()
      expect(await body(admin).locator('p[data-level="1"]').count()).toBeGreaterThan(2)
    }
  })

  test('no page has failed on the way', () => {
    expect([...office.errors, ...street.errors]).toEqual([])
  })
})
