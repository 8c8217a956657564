import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { endWithParent } from './with-parent.ts'

// `npm run dev`: Vite serves the app and passes the rest on to the sync server, which restarts when a source changes.

const ROOT = join(import.meta.dirname, '..', '..')
const VITE = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
const WATCHED = ['--watch', '--watch-preserve-output']

/** Where the sync server listens while developing. */
const port = process.env.PORT ?? '8787'

const children: readonly ChildProcess[] = [
  start([...WATCHED, join(ROOT, 'sync-server', 'main.ts')], { PORT: port, LOG_LEVEL: 'warn' }),
  start([VITE], { HESHU_SYNC_SERVER: `http://127.0.0.1:${port}` }),
]

/** Either one alone is of no use: when one ends, or the developer ends this, all end. */
function endAll(): void {
  for (const child of children) child.kill('SIGTERM')
}

for (const child of children) {
  child.once('exit', (code) => {
    process.exitCode ??= code ?? 1
    endAll()
  })
}
process.once('SIGINT', endAll)
process.once('SIGTERM', endAll)
endWithParent(endAll)

function start(args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
  const env = { ...environment, ...process.env, ...('PORT' in environment ? { PORT: port } : {}) }
  return spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env })
}
