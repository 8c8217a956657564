import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import type { BrowserContext, Page } from 'playwright-core'
import { build, preview } from 'vite'
import { freshToolFolder } from '../support/browser.ts'

const ROOT = resolve(import.meta.dirname, 'harness-editor')

export interface HarnessSite {
  readonly url: string
  close(): Promise<void>
}

/** Builds the page with the editor alone on it, as it would be shipped, and serves it on a free port. */
export async function serveEditorHarness(): Promise<HarnessSite> {
  const outDir = freshToolFolder('editor-harness-')
  const shared = { root: ROOT, configFile: false as const, logLevel: 'error' as const, plugins: [svelte()] }
  await build({ ...shared, build: { outDir, emptyOutDir: true, target: 'es2022', minify: false } })
  const server = await preview({ ...shared, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } })
  const url = server.resolvedUrls?.local[0]
  if (url === undefined) throw new Error('the harness was served on no address')
  return {
    url,
    close: async () => {
      await server.close()
      rmSync(outDir, { recursive: true, force: true })
    },
  }
}

export interface HarnessPage {
  /** Pages of one room and one context share a document. */
  readonly room: string
  readonly who?: string
  readonly theme?: 'light' | 'dark'
}

/** Opens the harness; the editor itself opens with `window.harness.open()`. Errors of the page fail the test. */
export async function openHarness(
  context: BrowserContext,
  site: HarnessSite,
  harness: HarnessPage,
): Promise<Page> {
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  const { room, who = 'chen', theme = 'light' } = harness
  await page.goto(`${site.url}?${new URLSearchParams({ room, who, name: who, theme })}`)
  await page.waitForFunction(() => 'harness' in window)
  return page
}

/** Lets `page` paste this clipboard into the editor, as the browser would hand it over. */
export async function paste(
  page: Page,
  clipboard: { readonly html?: string; readonly text?: string },
): Promise<void> {
  await page.evaluate(({ html, text }) => {
    const clipboardData = new DataTransfer()
    if (html !== undefined) clipboardData.setData('text/html', html)
    if (text !== undefined) clipboardData.setData('text/plain', text)
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.querySelector('.official-text')?.dispatchEvent(event)
  }, clipboard)
}

/** What `page` would put on the clipboard when its selection is copied, or cut. */
export async function copied(
  page: Page,
  how: 'copy' | 'cut' = 'copy',
): Promise<{ readonly html: string; readonly text: string }> {
  return page.evaluate((how) => {
    const clipboardData = new DataTransfer()
    const event = new ClipboardEvent(how, { clipboardData, bubbles: true, cancelable: true })
    document.querySelector('.official-text')?.dispatchEvent(event)
    return { html: clipboardData.getData('text/html'), text: clipboardData.getData('text/plain') }
  }, how)
}

/** The blocks of the document as `level|text`, as they stand in Yjs. */
export function blocks(page: Page): Promise<string[]> {
  return page.evaluate(() => window.harness.blocks())
}

/** The numbers that are drawn, block by block; '' for running text. */
export function numbers(page: Page): Promise<string[]> {
  return page.$$eval('.official-text > *', (all) => all.map((each) => each.getAttribute('data-number') ?? ''))
}

/** Clicks into a block and puts the caret behind its last letter. */
export async function caretAtEnd(page: Page, index: number): Promise<void> {
  await page.bringToFront()
  await page.locator('.official-text > *').nth(index).click()
  await page.keyboard.press('End')
  await selectionRead(page)
}

/** Waits until the browser has told of a change of selection, which it does a task after the key. */
export async function selectionRead(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))
}
