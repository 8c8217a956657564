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
  // Help that was asked for is no failure; commander has printed it.
  const isAsked = error instanceof CommanderError && error.exitCode === 0
  const isIncomplete = error instanceof CommanderError && error.code === 'commander.help'
  const reason = isIncomplete ? '缺少命令 which command? see: heshu --help' : lineOf(error)
  if (!isAsked) {
    process.stderr.write(`heshu: ${reason}\n`)
    process.exitCode = 1
  }
}
