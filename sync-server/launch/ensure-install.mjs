// Plain JavaScript: it runs before the project's own Node is there, on whatever Node the machine has (from 20.19).
// Installs what the lock file says, but only when it changed, so that a second start is immediate.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const stamp = join(root, 'node_modules', '.heshu-installed')

/** What the installed packages depend on: the lock file and the platform they were chosen for. */
function wanted() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex')
}

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted()) {
  // On standard error, as all progress: `npm run -s heshu` prints its result alone.
  console.error('正在安装依赖，约需一分钟 Installing packages, about a minute …')
  const npm = process.env.npm_execpath
  // Not `npm ci`: it refuses a lock file that does not name the packages of platforms its registry does not carry, and it
  // deletes node_modules first, the Node that runs this included (which Windows forbids). `--no-save` keeps to the lock.
  const install = ['install', '--no-save', '--include=dev']
  const [command, args] = npm ? [process.execPath, [npm, ...install]] : ['npm', install]
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['inherit', 2, 2],
    shell: !npm && process.platform === 'win32',
  })
  if (result.status !== 0) {
    console.error(
      'Packages could not be installed. Check the network or the npm registry setting, then start again.',
    )
    process.exit(1)
  }
  writeFileSync(stamp, wanted())
}
