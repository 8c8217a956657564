import type { BrowserContext, Locator, Page } from 'playwright-core'
import * as v from 'valibot'
import { Command } from '../../sync-server/cli/commands.ts'
import { importText } from '../../sync-server/cli/import-text.ts'
import type { RunningServer } from '../../sync-server/server.ts'
import type { Person } from './heshu.ts'

/** The text of the document itself, without head and foot of the sheet. */
export const body = (page: Page): Locator => page.locator('.ProseMirror')

/** The paragraph of the document that holds `words`. */
export const paragraph = (page: Page, words: string): Locator =>
  body(page).locator('p', { hasText: words }).first()

/** What the save state says when nothing at all waits. */
export const saved = (page: Page): Locator => page.getByRole('button', { name: '已保存到服务器' })

/** What it says when edits are on this device alone. */
export const onDevice = (page: Page): Locator =>
  page.getByRole('button', { name: /已保存在本机，\d+ 处待上传/ })

/** Puts the caret at the end of the paragraph that holds `words` and types. */
export async function typeBehind(page: Page, words: string, typed: string): Promise<void> {
  await paragraph(page, words).click()
  await page.evaluate(async (words) => {
    const found = [...document.querySelectorAll('.ProseMirror p')].find((p) => p.textContent?.includes(words))
    if (found === undefined) throw new Error(`no paragraph with ${words}`)
    getSelection()?.selectAllChildren(found)
    getSelection()?.collapseToEnd()
    // The editor hears of the selection by an event; two frames later it has.
    await new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))
  }, words)
  await page.keyboard.type(typed)
}

/** Lets a browser be signed in as somebody who signed in over HTTP. */
export async function bringSession(context: BrowserContext, person: Person): Promise<void> {
  const cookies = person.cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: person.origin, expires: FAR_AHEAD_S }
  })
  await context.addCookies(cookies)
}

/** A cookie without an end is not kept over a restart of the browser; in seconds. */
const FAR_AHEAD_S = 2_000_000_000

/** Makes a plan out of `text`, as the command line does beside a running server. @returns the path of its screen */
export async function makePlan(
  { services }: RunningServer,
  workspace: string,
  text: string,
): Promise<{ readonly id: string; readonly path: string }> {
  const command = v.parse(Command, {
    command: 'import',
    workspace,
    kind: 'plan',
    text,
    fallbackTitle: '未命名',
  })
  if (command.command !== 'import') throw new Error('not an import')
  const { output: id } = await importText(services, command)
  return { id, path: `/w/${workspace}/documents/${id}` }
}
