import type { BrowserContext, Page } from 'playwright-core'
import { launchPersistent, type PersistentBrowser, type PersistentOptions } from './browser.ts'
import { spawnHeshu, temporaryFolder, type OwnProcess } from './heshu.ts'

/** A server in a process of its own that can be killed and comes back on the same address with the same data. */
export class OfficeServer {
  readonly dataDir: string
  readonly setupLink: string
  readonly origin: string
  readonly #env: Readonly<Record<string, string>>
  readonly #removeData: () => void
  #process: OwnProcess

  private constructor(started: {
    readonly process: OwnProcess
    readonly dataDir: string
    readonly removeData: () => void
    readonly setupLink: string
    readonly env: Readonly<Record<string, string>>
  }) {
    this.#process = started.process
    this.dataDir = started.dataDir
    this.#removeData = started.removeData
    this.setupLink = started.setupLink
    this.origin = new URL(started.setupLink).origin
    this.#env = started.env
  }

  static async start(env: Readonly<Record<string, string>> = {}): Promise<OfficeServer> {
    const { path: dataDir, remove: removeData } = temporaryFolder()
    const process = spawnHeshu(dataDir, env)
    const [setupLink] = await process.printed(/https?:\/\/\S+\/setup\/\S+/)
    return new OfficeServer({ process, dataDir, removeData, setupLink, env })
  }

  /** `kill -9`, in the middle of whatever it is doing. */
  async kill(): Promise<void> {
    await this.#process.kill('SIGKILL')
  }

  /** Starts again after a kill, where it was. */
  async again(): Promise<void> {
    this.#process = spawnHeshu(this.dataDir, { ...this.#env, PORT: new URL(this.origin).port })
    await this.#process.printed(/https?:\/\/\S+/)
  }

  async remove(): Promise<void> {
    await this.#process.kill('SIGTERM')
    this.#removeData()
  }
}

export interface DeskSize {
  readonly width: number
  readonly height: number
}

/** Somebody's own computer: a browser with a profile on disk, which can be closed, killed and opened again. */
export class Computer {
  readonly #folder = temporaryFolder()
  readonly #size: DeskSize
  #browser: PersistentBrowser | null = null
  /** Errors of pages, in the order they came; a test that ends with one has failed. */
  readonly errors: string[] = []

  constructor(size: DeskSize = { width: 1440, height: 900 }) {
    this.#size = size
  }

  async open(address: string, options: PersistentOptions = {}): Promise<Page> {
    this.#browser ??= await launchPersistent(this.#folder.path, options)
    const page = this.context.pages()[0] ?? (await this.context.newPage())
    page.on('pageerror', (error) => this.errors.push(String(error.stack ?? error)))
    page.setDefaultTimeout(15_000)
    await page.setViewportSize(this.#size)
    await page.goto(address)
    return page
  }

  get context(): BrowserContext {
    if (this.#browser === null) throw new Error('this computer is off')
    return this.#browser.context
  }

  /** Closes the browser as a person would. */
  async close(): Promise<void> {
    await this.#browser?.context.close()
    this.#browser = null
  }

  /** A power cut. */
  async kill(): Promise<void> {
    await this.#browser?.kill()
    this.#browser = null
  }

  async remove(): Promise<void> {
    await this.close()
    this.#folder.remove()
  }
}
