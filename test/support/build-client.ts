import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { build } from 'vite'
import { TOOLS } from './browser.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const SOURCES = ['client', 'schemas', 'vite.config.ts', 'package-lock.json']
const STAMP = join(TOOLS, 'client-built')

/**
 * Builds the client once before the browser tests, unless what it is built from has not changed since (vitest
 * globalSetup). A client without its page yet has nothing to build, and the tests that need it say so themselves.
 */
export default async function buildClient(): Promise<void> {
  if (!existsSync(join(ROOT, 'client/index.html'))) return
  const sources = fingerprint()
  const built = existsSync(join(ROOT, 'client/dist/index.html')) && existsSync(STAMP)
  if (built && readFileSync(STAMP, 'utf8') === sources) return
  await build({ root: ROOT, configFile: join(ROOT, 'vite.config.ts'), logLevel: 'warn' })
  mkdirSync(dirname(STAMP), { recursive: true })
  writeFileSync(STAMP, sources)
}

/** One hash over path, size and time of every source file: cheap, and different after any save. */
function fingerprint(): string {
  const hash = createHash('sha256')
  for (const source of SOURCES) for (const line of marks(join(ROOT, source))) hash.update(line)
  return hash.digest('hex')
}

function marks(path: string): string[] {
  const stat = statSync(path)
  if (!stat.isDirectory()) return [`${path} ${stat.size} ${stat.mtimeMs}\n`]
  return readdirSync(path)
    .filter((name) => name !== 'dist' && name !== 'node_modules')
    .sort()
    .flatMap((name) => marks(join(path, name)))
}
