import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import type { RunningServer } from '../../sync-server/server.ts'
import { setUp, startHeshu, temporaryFolder, type SetUp } from '../support/heshu.ts'
import { flaws } from '../support/look.ts'
import { Computer } from '../support/office.ts'
import { DREDGING_PLAN } from '../support/plan-text.ts'
import { body, bringSession, makePlan, onDevice, paragraph, saved, typeBehind } from '../support/sheet.ts'

describe('on a phone, 390 × 844', () => {
  const folder = temporaryFolder()
  const phone = new Computer({ width: 390, height: 844 })
  let server: RunningServer
  let office: SetUp
  let page: Page
  let address = ''

  beforeAll(async () => {
    server = await startHeshu(folder.path)
    office = await setUp(server)
    address = server.origin + (await makePlan(server, office.workspaceId, DREDGING_PLAN)).path
    page = await phone.open('about:blank')
    await bringSession(phone.context, office.admin)
    await page.goto(address)
    await saved(page).waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready)
  })
  afterAll(async () => {
    await phone.remove()
    await server.close()
    folder.remove()
  })

  test('4: without the server it reloads, is written in, closed and opened; back again, everything goes up', async () => {
    await server.close()
    await page.reload()
    await typeBehind(page, '通报批评', '离线加的话。')
    await onDevice(page).waitFor()
    expect(await flaws(page)).toEqual([])
    await phone.close()
    page = await phone.open(address)
    await paragraph(page, '离线加的话。').waitFor()
    await onDevice(page).waitFor()
    server = await startHeshu(folder.path, { env: { PORT: new URL(address).port } })
    await saved(page).waitFor()
    expect((await body(page).innerText()).split('离线加的话。')).toHaveLength(2)
  })

  test('5: a version is taken, found in the record, and opens read-only and unchanged', async () => {
    await page.getByRole('button', { name: '显示侧栏' }).click()
    await page.getByRole('tab', { name: '版本' }).click()
    await page.getByRole('tabpanel').getByRole('button', { name: '存为版本' }).click()
    await page.getByRole('dialog').getByLabel('版本名称').fill('征求意见稿')
    await page.getByRole('dialog').getByRole('button', { name: '存为版本' }).click()
    await page.getByText('“征求意见稿”已存为版本。').waitFor()
    expect(await flaws(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '显示侧栏' }).waitFor()
    await typeBehind(page, '通报批评', '之后加的话。')
    await saved(page).waitFor()
    await page.goto(`${address}/versions/1`)
    await page.getByRole('heading', { name: '第 1 版 · 征求意见稿' }).waitFor()
    const sheet = page.locator('.sheet')
    await sheet.getByText('离线加的话。', { exact: false }).waitFor()
    expect(await sheet.getByText('之后加的话', { exact: false }).count()).toBe(0)
    expect(await page.locator('[contenteditable=true]').count()).toBe(0)
    await page.getByRole('button', { name: '核验' }).click()
    await page.getByText('核验通过').waitFor()
    expect(await flaws(page)).toEqual([])
    expect(phone.errors).toEqual([])
  })
})
