import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { bodyOf, writeBlocks, headerOf } from '../../schemas/text/body.ts'
import type { RunningServer } from '../../sync-server/server.ts'
import {
  heshu,
  joinAs,
  setUp,
  startHeshu,
  temporaryFolder,
  type Person,
  type SetUp,
} from '../support/heshu.ts'
import { layLine, type Line } from '../support/line.ts'
import { Computer } from '../support/office.ts'
import { DREDGING_PLAN } from '../support/plan-text.ts'
import { body, bringSession, makePlan, onDevice, paragraph, saved, typeBehind } from '../support/sheet.ts'
import { openChannel } from '../support/sync-client.ts'
import { until } from '../support/until.ts'

const folder = temporaryFolder()
const office = new Computer()
const street = new Computer()
let server: RunningServer
let set: SetUp
let colleagueAccount: Person
let line: Line
let planId = ''
/** The first person sits behind a line that can be cut; the second at the server itself. */
let anna: Page
let bob: Page

beforeAll(async () => {
  server = await startHeshu(folder.path)
  set = await setUp(server)
  colleagueAccount = (await joinAs(set, 'bob', 'drafter')).person
  line = await layLine(server.port)
  anna = await office.open('about:blank')
  bob = await street.open('about:blank')
  await bringSession(office.context, set.admin)
  await bringSession(street.context, colleagueAccount)
})
afterAll(async () => {
  await office.remove()
  await street.remove()
  await line.close()
  await server.close()
  folder.remove()
})

beforeEach(async () => {
  const plan = await makePlan(server, set.workspaceId, DREDGING_PLAN)
  planId = plan.id
  await Promise.all([
    anna.goto(`http://127.0.0.1:${line.port}${plan.path}`),
    bob.goto(server.origin + plan.path),
  ])
  await Promise.all([anna, bob].map((page) => saved(page).waitFor()))
  await Promise.all([anna, bob].map((page) => paragraph(page, '通报批评').waitFor()))
})

const count = (text: string, word: string): number => text.split(word).length - 1

/** The text alone: carets of colleagues stand between their own signs. */
const wordsOf = async (page: Page): Promise<string> =>
  (await body(page).locator('p').allTextContents()).join('\n').replaceAll(/[\u200b\u2060\ufeff]/g, '')

async function settle(): Promise<string> {
  let text = ''
  await Promise.all([anna, bob].map((page) => saved(page).waitFor()))
  await until('both read the same', async () => {
    const [a = '', b] = await Promise.all([anna, bob].map(wordsOf))
    text = a
    return a === b
  })
  return text
}

describe('away for a while', () => {
  test('[C7] a lid closed for an hour: the colleague’s edits and one’s own are both there, in one paragraph', async () => {
    await anna.clock.install()
    await anna.reload()
    await paragraph(anna, '通报批评').waitFor()
    await saved(anna).waitFor()
    // The line is gone and nobody is told; what is typed now goes nowhere.
    line.forget()
    await typeBehind(anna, '通报批评', '（合盖之前）')
    await typeBehind(bob, '通报批评', '（一小时里）')
    await saved(bob).waitFor()
    expect(await paragraph(anna, '通报批评').textContent()).not.toContain('一小时里')
    await anna.clock.fastForward(3_600_000)
    await paragraph(anna, '（一小时里）').waitFor()
    const text = await settle()
    for (const word of ['（合盖之前）', '（一小时里）']) expect(count(text, word)).toBe(1)
  })

  test('[T3] what one types offline into what a colleague deletes whole is there afterwards, and on record', async () => {
    line.cut()
    await typeBehind(anna, '各镇（街道）组织实施', '（离线写进被删的条款）')
    await onDevice(anna).waitFor()
    await body(bob).click()
    await bob.keyboard.press('ControlOrMeta+a')
    await bob.keyboard.press('Delete')
    await until('it is empty', async () => !(await body(bob).innerText()).includes('清淤'))
    await saved(bob).waitFor()
    line.mend()
    await body(bob).getByText('（离线写进被删的条款）').waitFor()
    const text = await settle()
    expect(count(text, '（离线写进被删的条款）')).toBe(1)
    expect(text).not.toContain('通报批评')
    expect((await heshu(folder.path, ['snapshot', planId, '--label', '之后'])).code).toBe(0)
    const file = join(folder.path, 'version.json')
    const kept = await heshu(folder.path, [
      'export',
      planId,
      '--format',
      'json',
      '--version',
      '1',
      '-o',
      file,
    ])
    expect(kept.code).toBe(0)
    expect(readFileSync(file, 'utf8')).toContain('离线写进被删的条款')
  })

  test('[T4] what a raw client writes into a document does nothing in anybody’s page', async () => {
    const token = (await heshu(folder.path, ['token', '李主任'])).stdout.trim()
    const room = `${set.workspaceId}/${planId}/body`
    const { socket, client } = await openChannel(`ws://127.0.0.1:${server.port}/sync`, token, room)
    const markup = '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>'
    client.doc.transact(() => {
      const text = bodyOf(client.doc)
      writeBlocks(text, [], () => 'none')
      text.insert(0, `点我${markup}`, {
        link: { href: 'javascript:window.harmed=1' },
        style: 'background:url(javascript:window.harmed=1)',
        onclick: 'window.harmed=1',
      })
      text.insertEmbed(0, { type: 'iframe', src: 'javascript:window.harmed=1', srcdoc: markup })
      const image = { id: 'evil', type: 'image', blob: 'javascript:window.harmed=1', alt: markup }
      text.insertEmbed(0, new Y.Map(Object.entries(image)))
      text.insertEmbed(0, new Y.Map(Object.entries({ id: 'x"><script>', type: markup, level: 0 })))
      const title = headerOf(client.doc).get('title')
      if (title instanceof Y.Text) title.insert(0, markup)
      else headerOf(client.doc).set('title', markup)
    })
    await client.has('it is stored', () => client.unacknowledged.size === 0)
    socket.close()
    await body(bob).getByText('点我', { exact: false }).first().waitFor()
    await bob.reload()
    await body(bob).getByText('点我', { exact: false }).first().click()
    const found = await bob.evaluate(() => ({
      harmed: 'harmed' in window,
      bad: [...document.querySelectorAll('*')]
        .filter(
          (element) =>
            element.matches('iframe, object, embed, body script') ||
            [...element.attributes].some(
              ({ name, value }) =>
                name.startsWith('on') ||
                (name !== 'title' && name !== 'alt' && /^\s*javascript:|url\(/i.test(value)),
            ),
        )
        .map((element) => element.outerHTML.slice(0, 200)),
    }))
    expect(found).toEqual({ harmed: false, bad: [] })
    await typeBehind(bob, '点我', '，照常写')
    await saved(bob).waitFor()
  })
})

test('no page has failed on the way', () => {
  expect([...office.errors, ...street.errors]).toEqual([])
})
