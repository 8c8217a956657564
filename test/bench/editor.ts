import { execFileSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import type { Browser, Page } from 'playwright-core'
import { build, preview } from 'vite'
import { launchBrowser, freshToolFolder } from '../support/browser.ts'
import type { BenchParagraph } from './editor-page/bench-window.ts'

/**
 * Key to paint in Heshu's editor against a bare y-prosemirror editor, in one run and by turns, with a colleague
 * typing three blocks away. Prints medians, 95th percentiles and their ratios (design.md §10: at most 1.2).
 * `node test/bench/editor.ts [characters] [blocks]`
 */
const CHARACTERS = Number(process.argv[2] ?? 100_000)
const BLOCKS = Number(process.argv[3] ?? 500)
const ROUNDS = 3
const KEYS = 80
const KEY_PAUSE_MS = 70
const PEER_PAUSE_MS = 100

const PAGES = {
  heshu: resolve(import.meta.dirname, 'editor-page'),
  bare: resolve(import.meta.dirname, 'peers/bare-editor'),
}
type Name = keyof typeof PAGES

interface Times {
  /** Key down to the frame in which it is seen, in milliseconds. */
  readonly paint: number[]
  /** Key down to the end of the work it caused. */
  readonly work: number[]
  /** A colleague's update: applied and drawn into the DOM. */
  readonly remote: number[]
}

function installPeers(): void {
  const folder = resolve(import.meta.dirname, 'peers')
  if (existsSync(join(folder, 'node_modules/y-prosemirror'))) return
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], {
    cwd: folder,
    stdio: 'inherit',
  })
}

function paragraphs(): BenchParagraph[] {
  const sentence = '各街道要按照属地管理原则逐栋摸清底数建立台账明确责任单位和完成时限按月报送进度。'
  const length = Math.round(CHARACTERS / BLOCKS)
  const text = sentence.repeat(Math.ceil(length / sentence.length))
  return Array.from({ length: BLOCKS }, (_, index) => ({
    level: index % 10 === 0 ? 1 : index % 5 === 0 ? 2 : 0,
    text: text.slice(index % 7, (index % 7) + length),
  }))
}

async function served(name: Name): Promise<{ url: string; close: () => Promise<void> }> {
  const root = PAGES[name]
  const outDir = freshToolFolder(`bench-${name}-`)
  const shared = { root, configFile: false as const, logLevel: 'error' as const, plugins: [svelte()] }
  await build({ ...shared, build: { outDir, emptyOutDir: true, target: 'es2022' } })
  const server = await preview({ ...shared, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } })
  const close = async (): Promise<void> => {
    await server.close()
    rmSync(outDir, { recursive: true, force: true })
  }
  return { url: server.resolvedUrls?.local[0] ?? '', close }
}

async function measure(browser: Browser, url: string): Promise<Times> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(url)
  await page.waitForFunction(() => 'bench' in window)
  await page.evaluate((content) => window.bench.load(content), paragraphs())
  await page.evaluate(() => window.bench.open())
  const place = Math.floor(BLOCKS / 2) + 2
  await page.evaluate((index) => window.bench.caretIn(index), place)
  await startClock(page)
  await page.evaluate(([index, pause]) => window.clock.peer(index, pause), [
    place + 3,
    PEER_PAUSE_MS,
  ] as const)
  for (let key = 0; key < KEYS; key++) {
    await page.keyboard.press('a')
    await page.waitForTimeout(KEY_PAUSE_MS)
  }
  const times = await page.evaluate(() => window.clock.stop())
  await context.close()
  // The first keys find cold code in both.
  return { paint: times.paint.slice(10), work: times.work.slice(10), remote: times.remote.slice(5) }
}

declare global {
  interface Window {
    clock: { stop(): Times; peer(index: number, pauseMs: number): void }
  }
}

async function startClock(page: Page): Promise<void> {
  await page.evaluate(() => {
    const times: Times = { paint: [], work: [], remote: [] }
    const soon = (act: () => void): void => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', act)
      port1.start()
      port2.postMessage(null)
    }
    addEventListener(
      'keydown',
      () => {
        const start = performance.now()
        requestAnimationFrame(() => soon(() => times.paint.push(performance.now() - start)))
      },
      true,
    )
    let start = 0
    addEventListener('keydown', () => (start = performance.now()), true)
    // The mutation observer's and Yjs's work is done when the task after the key runs.
    addEventListener('keyup', () => times.work.push(performance.now() - start), true)
    let timer: ReturnType<typeof setInterval> | undefined
    window.clock = {
      peer(index, pauseMs) {
        timer = setInterval(() => {
          const began = performance.now()
          window.bench.peerTypes(index)
          times.remote.push(performance.now() - began)
        }, pauseMs)
      },
      stop() {
        clearInterval(timer)
        return times
      },
    }
  })
}

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

function report(all: Readonly<Record<Name, Times>>): void {
  console.log(
    `${CHARACTERS} characters in ${BLOCKS} blocks, a colleague typing 10/s; ${ROUNDS} rounds by turns`,
  )
  for (const what of ['paint', 'work', 'remote'] as const) {
    for (const [word, part] of [
      ['p50', 0.5],
      ['p95', 0.95],
    ] as const) {
      const heshu = percentile(all.heshu[what], part)
      const bare = percentile(all.bare[what], part)
      const ratio = (heshu / bare).toFixed(2)
      console.log(
        `${what.padEnd(7)}${word}  heshu ${heshu.toFixed(1)} ms  bare ${bare.toFixed(1)} ms  ratio ${ratio}`,
      )
    }
  }
}

installPeers()
const sites = { heshu: await served('heshu'), bare: await served('bare') }
const browser = await launchBrowser()
const all: Record<Name, Times> = {
  heshu: { paint: [], work: [], remote: [] },
  bare: { paint: [], work: [], remote: [] },
}
for (let round = 0; round < ROUNDS; round++) {
  for (const name of ['heshu', 'bare'] as const) {
    const times = await measure(browser, sites[name].url)
    for (const what of ['paint', 'work', 'remote'] as const) all[name][what].push(...times[what])
  }
}
await browser.close()
await Promise.all([sites.heshu.close(), sites.bare.close()])
report(all)
