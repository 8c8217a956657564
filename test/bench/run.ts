import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Every bench, each in a process of its own, one after another: they would only slow each other. */
const BENCHES = ['reading.ts', 'official-text.ts', 'editor.ts']

for (const bench of BENCHES) {
  console.log(`\n== ${bench}`)
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, bench)], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
