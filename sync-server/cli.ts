import { CommanderError } from 'commander'
import { heshuProgram } from './cli/program.ts'
import { readConfig } from './config.ts'
import { lineOf } from './start-failure.ts'

// `npm run -s heshu -- <command>`: the result on standard output, or one line on standard error and exit code 1.
const program = heshuProgram({
  config: () => readConfig(process.env),
  now: Date.now,
  stdin: process.stdin,
  print: (text) => process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
  remark: (line) => process.stderr.write(`${line}\n`),
})

try {
  await program.parseAsync()
} catch (error) {
  // Help and the version are no failures; commander has printed them.
  const isAsked = error instanceof CommanderError && error.exitCode === 0
  if (!isAsked) {
    process.stderr.write(`heshu: ${lineOf(error)}\n`)
    process.exitCode = 1
  }
}
