import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import type { BrowserContext, Page } from 'playwright-core'
import { build, preview, type Plugin } from 'vite'
import type { SyncHarness } from './harness-sync/main.ts'
import { freshToolFolder } from '../support/browser.ts'
import { until } from '../support/until.ts'

const ROOT = resolve(import.meta.dirname, 'harness-sync')

export interface SyncSite {
  readonly url: string
  close(): Promise<void>
}

export interface SiteOptions {
  /** A free one when left out. The same port is the same origin, and so the same databases. */
  readonly port?: number
  /** What makes another release of it. */
  readonly plugins?: readonly Plugin[]
}

/** Builds the page with replica and sync alone on it, and serves it: its origin holds the databases. */
export async function serveSyncHarness({ port = 0, plugins = [] }: SiteOptions = {}): Promise<SyncSite> {
  const outDir = freshToolFolder('sync-harness-')
  const shared = {
    root: ROOT,
    configFile: false as const,
    logLevel: 'error' as const,
    plugins: [svelte(), ...plugins],
  }
  await build({ ...shared, build: { outDir, emptyOutDir: true, target: 'es2022', minify: false } })
  const server = await preview({
    ...shared,
    build: { outDir },
    preview: { port, strictPort: port !== 0, host: '127.0.0.1' },
  })
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

export interface TabOptions {
  readonly account: string
  /** Who is signed in at the server; left out: the account itself. */
  readonly signedIn?: string
  /** Address of `GET /sync` with its token; left out: no server anywhere. */
  readonly url?: string
  /** Rooms to open at once. */
  readonly rooms?: readonly string[]
}

/** One tab with the harness. Its calls are those of `SyncHarness`, run in the page. */
export class Tab {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  static async open(context: BrowserContext, site: SyncSite, options: TabOptions): Promise<Tab> {
    const tab = new Tab(await context.newPage())
    const { account, url, signedIn = account } = options
    const query = new URLSearchParams({
      account,
      'signed-in': signedIn,
      ...(url === undefined ? {} : { url }),
    })
    await tab.page.goto(`${site.url}?${query}`)
    await tab.page.waitForFunction(() => 'sync' in window)
    for (const room of options.rooms ?? []) await tab.run('open', room)
    return tab
  }

  /** Calls the harness in the page. */
  run<Name extends keyof SyncHarness>(
    name: Name,
    ...args: Parameters<SyncHarness[Name]>
  ): Promise<Awaited<ReturnType<SyncHarness[Name]>>> {
    return this.page.evaluate(
      ([name, args]) => Reflect.apply(Reflect.get(window.sync, name), window.sync, args),
      [name, args] as const,
    )
  }

  /** Waits until what the harness answers satisfies `holds`. */
  async has<Name extends keyof SyncHarness>(
    what: string,
    [name, ...args]: readonly [Name, ...Parameters<SyncHarness[Name]>],
    holds: (answer: Awaited<ReturnType<SyncHarness[Name]>>) => boolean,
  ): Promise<void> {
    await until(what, async () => holds(await this.run(name, ...args)))
  }

  /** Closes the tab as quickly as a hand can: one frame after what it saw last. Nothing is waited for. */
  async closeAtOnce(): Promise<void> {
    await this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)))
    await this.page.close()
  }

  async hasText(room: string, text: string): Promise<void> {
    await this.has(`${room} reads ${text}`, ['text', room], (found) => found === text)
  }

  async saves(at: string): Promise<void> {
    await this.has(`the save state is ${at}`, ['state'], ({ save }) => save.at === at)
  }
}
