import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import * as v from 'valibot'
import { StartFailure } from '../start-failure.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const DIST = join(ROOT, 'client', 'dist')
/** Where the next app grows; the one being served stays whole until it is done. Each process has its own. */
const NEXT = join(ROOT, 'node_modules', `.heshu-build-${process.pid}`)
const STAMP = '.build.json'
const VITE = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')

/** What the app is built from. */
const SOURCES = ['client', 'schemas', 'vite.config.ts', 'tsconfig.json', 'package-lock.json']

/** How often a long build says that it is still at work, in milliseconds. */
const STILL_MS = 5_000

const Stamp = v.object({
  /** Hash of the sources it was built from. */
  sources: v.string(),
  /** Names of this build's own hashed assets; what else lies there is the build's before. */
  assets: v.array(v.string()),
})

/**
 * Builds the app into client/dist when its sources have changed since it was last built there. The hashed assets of the
 * build before are kept beside the new ones: a tab that has not been reloaded yet can still load its screens.
 * @param report told, a line at a time, what is going on
 * @returns whether it was built now
 * @throws StartFailure with the last words of the build
 */
export async function buildClientWhenStale(report: (line: string) => void): Promise<boolean> {
  const sources = fingerprint()
  const before = readStamp()
  if (before?.sources === sources && existsSync(join(DIST, 'index.html'))) return false
  report('正在构建界面 Building the app …')
  rmSync(NEXT, { recursive: true, force: true })
  await runVite(report)
  const assets = namesIn(join(NEXT, 'assets'))
  keepAssets(before?.assets ?? [])
  writeFileSync(join(NEXT, STAMP), JSON.stringify({ sources, assets }))
  replaceDist()
  report('界面已就绪 The app is built.')
  return true
}

/** One hash over the path and content of every source file. */
function fingerprint(): string {
  const hash = createHash('sha256')
  for (const source of SOURCES)
    for (const path of filesOf(join(ROOT, source))) {
      hash
        .update(`${relative(ROOT, path)}\0`)
        .update(readFileSync(path))
        .update('\0')
    }
  return hash.digest('hex')
}

function filesOf(path: string): string[] {
  if (path === DIST) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)))
}

function readStamp(): v.InferOutput<typeof Stamp> | null {
  const path = join(DIST, STAMP)
  if (!existsSync(path)) return null
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Stamp), readFileSync(path, 'utf8'))
  return parsed.success ? parsed.output : null
}

/** In a process of its own: what a bundler needs of memory must not stay with the server for weeks. */
function runVite(report: (line: string) => void): Promise<void> {
  const options = ['build', '--outDir', NEXT, '--emptyOutDir', '--logLevel', 'warn']
  const child = spawn(process.execPath, [VITE, ...options], {
    cwd: ROOT,
    // Whatever the surroundings are, tests among them: the same app for the same sources.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const started = Date.now()
  const still = setInterval(() => report(`  … ${Math.round((Date.now() - started) / 1000)} s`), STILL_MS)
  const said: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
  return new Promise((resolve, reject) => {
    const failed = (why: string) =>
      reject(new StartFailure(`界面构建失败 the app could not be built: ${why}`))
    child.once('error', (error) => failed(error.message))
    child.once('close', (code) => {
      clearInterval(still)
      if (code === 0) resolve()
      else failed(Buffer.concat(said).toString('utf8').trim().slice(-2_000))
    })
  })
}

function keepAssets(names: readonly string[]): void {
  for (const name of names) {
    const [from, to] = [join(DIST, 'assets', name), join(NEXT, 'assets', name)]
    if (existsSync(from) && !existsSync(to)) cpSync(from, to)
  }
}

/** Two renames; a server that is asked in between answers 503 for some microseconds. */
function replaceDist(): void {
  const old = `${NEXT}-old`
  rmSync(old, { recursive: true, force: true })
  if (existsSync(DIST)) renameSync(DIST, old)
  renameSync(NEXT, DIST)
  rmSync(old, { recursive: true, force: true })
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}
