import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { chromium, type Browser, type BrowserContext } from 'playwright-core'
import { chineseFontEnv } from './chinese-font.ts'

/** What the tests need of the machine: one Chromium, and how to start it. */
export interface BrowserPlace {
  readonly executablePath: string
  readonly env: Readonly<Record<string, string>>
}

/** Ordinary switches. The npm browser's own list has `--single-process` and `--disable-web-security`: never those. */
export const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

/** Where unpacked test tools live: private to this clone, one folder a version. */
export const TOOLS = resolve(import.meta.dirname, '../../node_modules/.cache/heshu-test')

/** A fresh folder among the test tools; in a clone that has never been tested, the place itself is made first. */
export function freshToolFolder(prefix: string): string {
  mkdirSync(TOOLS, { recursive: true })
  return mkdtempSync(join(TOOLS, prefix))
}

let found: Promise<BrowserPlace> | null = null

/**
 * Finds the test browser: `BROWSER_PATH`, then the one from npm, then the system's. Unpacks it the first time (3 s).
 * @throws Error naming the ways out when there is none; tests never skip for want of a browser
 */
export function findBrowser(): Promise<BrowserPlace> {
  return (found ??= find())
}

async function find(): Promise<BrowserPlace> {
  const named = process.env.BROWSER_PATH
  if (named !== undefined && named !== '') return { executablePath: named, env: {} }
  const unpacked = await fromNpm()
  if (typeof unpacked !== 'string') return unpacked
  const system = SYSTEM_BROWSERS.find((path) => existsSync(path))
  if (system !== undefined) return { executablePath: system, env: {} }
  throw new Error(`no browser for the tests (${unpacked}): set BROWSER_PATH, or install Chromium`)
}

/** The browser from @sparticuz/chromium, or why it does not run on this machine. */
async function fromNpm(): Promise<BrowserPlace | string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return `none from npm for ${process.platform}`
  try {
    const root = packageRoot()
    const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const folder = join(TOOLS, `chromium-${version}`)
    if (!existsSync(folder)) await unpack(root, folder)
    const executablePath = join(folder, 'chromium')
    const lacksLibraries = execFileSync('ldd', [executablePath], { encoding: 'utf8' }).includes('not found')
    return { executablePath, env: lacksLibraries ? { LD_LIBRARY_PATH: join(folder, 'al2023/lib') } : {} }
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}

function packageRoot(): string {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  return entry.slice(0, entry.lastIndexOf('chromium') + 'chromium'.length).replace(/build.*$/, '')
}

/**
 * Unpacks into a fresh folder and renames it into place, so that no half-written and no stale browser is ever used:
 * the package itself unpacks into the shared temporary folder and takes whatever lies there.
 */
async function unpack(root: string, folder: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true })
  const fresh = mkdtempSync(`${folder}-`)
  const before = process.env.TMPDIR
  process.env.TMPDIR = fresh
  try {
    const { default: packed, inflate } = await import('@sparticuz/chromium')
    await packed.executablePath()
    await inflate(join(root, 'bin/al2023.tar.br'))
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
  try {
    renameSync(fresh, folder)
  } catch (cause) {
    rmSync(fresh, { recursive: true, force: true })
    // Another worker was quicker: its folder is as good as ours.
    if (!existsSync(folder)) throw cause
  }
}

async function launchOptions() {
  const { executablePath, env } = await findBrowser()
  return {
    executablePath,
    args: BROWSER_ARGS,
    env: { ...definedEnv(), ...chineseFontEnv(TOOLS), ...env },
  }
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])),
  )
}

/** Starts a browser without a profile; its contexts are isolated from each other. Close it yourself. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch(await launchOptions())
}

export interface PersistentBrowser {
  readonly context: BrowserContext
  /** `kill -9` of the browser and all its processes: what a power cut looks like to a page. */
  kill(): Promise<void>
}

export interface PersistentOptions {
  readonly offline?: boolean
  readonly baseURL?: string
  readonly ignoreHTTPSErrors?: boolean
  /** Switches besides the ordinary ones. */
  readonly args?: readonly string[]
}

/** Starts a browser whose profile lies in `folder`, so that another start finds its databases again. */
export async function launchPersistent(
  folder: string,
  options: PersistentOptions = {},
): Promise<PersistentBrowser> {
  const { args = [], ...rest } = options
  const launch = await launchOptions()
  const context = await chromium.launchPersistentContext(folder, {
    ...launch,
    ...rest,
    args: [...launch.args, ...args],
  })
  const pid = await browserPid(context)
  const closed = new Promise<void>((done) => context.once('close', () => done()))
  return {
    context,
    kill: async () => {
      // The browser leads its own process group; the negative id reaches its renderers too.
      process.kill(-pid, 'SIGKILL')
      await closed
    },
  }
}

async function browserPid(context: BrowserContext): Promise<number> {
  const browser = context.browser()
  if (browser === null) throw new Error('the persistent context names no browser')
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const main = processInfo.find(({ type }) => type === 'browser')
  if (main === undefined) throw new Error('the browser names no main process')
  return main.id
}
