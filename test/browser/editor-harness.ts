import { mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import type { BrowserContext, Page } from 'playwright-core'
import { build, preview } from 'vite'
import { TOOLS } from '../support/browser.ts'

const ROOT = resolve(import.meta.dirname, 'harness-editor')

export interface HarnessSite {
  readonly url: string
  close(): Promise<void>
}

/** Builds the page with the editor alone on it, as it would be shipped, and serves it on a free port. */
export async function serveEditorHarness(): Promise<HarnessSite> {
  const outDir = mkdtempSync(join(TOOLS, 'editor-harness-'))
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
