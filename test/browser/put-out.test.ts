import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import type { RunningServer } from '../../sync-server/server.ts'
import { Directory } from '../../schemas/workspace/directory.ts'
import { joinAs, setUp, startHeshu, temporaryFolder, type SetUp } from '../support/heshu.ts'
import { Computer } from '../support/office.ts'
import { DREDGING_PLAN } from '../support/plan-text.ts'
import { bringSession, makePlan, onDevice, paragraph, saved, typeBehind } from '../support/sheet.ts'

const folder = temporaryFolder()
const computer = new Computer()
let server: RunningServer
let office: SetUp

beforeAll(async () => {
  server = await startHeshu(folder.path)
  office = await setUp(server)
})
afterAll(async () => {
  await computer.remove()
  await server.close()
  folder.remove()
})

async function revoke(member: string): Promise<void> {
  const path = `/api/workspaces/${office.workspaceId}/directory`
  const { revision } = v.parse(Directory, (await office.admin.get(path)).json)
  const change = { change: 'set-member', member, role: 'drafter', unit: null, active: false }
  expect((await office.admin.patch(path, { revision, changes: [change] })).status).toBe(200)
}

describe('somebody who is put out of a workspace', () => {
  test('[U16] finds late edits after a reload, and can take them along', async () => {
    const plan = await makePlan(server, office.workspaceId, DREDGING_PLAN)
    const member = await joinAs(office, 'li-na', 'drafter')
    const page = await computer.open('about:blank')
    await bringSession(computer.context, member.person)
    await page.goto(server.origin + plan.path)
    await paragraph(page, '通报批评').waitFor()
    await saved(page).waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready)
    await computer.context.setOffline(true)
    await typeBehind(page, '通报批评', '晚到的话')
    await onDevice(page).waitFor()

    await revoke(member.id)
    await computer.context.setOffline(false)
    const take = page.getByRole('button', { name: '下载救援包' }).first()
    await take.waitFor()
    await page.goto(server.origin)
    await take.waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), take.click()])
    expect(readFileSync(await download.path(), 'utf8')).toContain('晚到的话')
  })
})
