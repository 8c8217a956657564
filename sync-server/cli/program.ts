import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { Command as Program, Option } from 'commander'
import * as v from 'valibot'
import { KIND_NAMES } from '../../schemas/kind.ts'
import { verifyPackage } from '../../schemas/record/package.ts'
import { toParseOutput } from '../../schemas/text/reading/parse-output.ts'
import { readPlan } from '../../schemas/text/reading/read-plan.ts'
import { ROLES } from '../../schemas/workspace/directory.ts'
import type { Config } from '../config.ts'
import { lineOf, StartFailure } from '../start-failure.ts'
import { Command, type CommandResult, EXPORT_FORMATS } from './commands.ts'
import { nameOfFile, readBytes, readTextFile } from './read-text.ts'
import { doCommand } from './reach.ts'

/** Where results and remarks go, and what the program needs of the world. */
export interface CliContext {
  readonly config: () => Config
  readonly now: () => number
  readonly stdin: NodeJS.ReadableStream
  /** Text for standard output; a line end is added when it has none. */
  readonly print: (text: string) => void
  readonly remark: (line: string) => void
}

const LATER_FORMATS = ['pdf', 'docx', 'xlsx'] as const

/** The command line `heshu`. Every action throws one line on failure and has then done nothing. */
export function heshuProgram(context: CliContext): Program {
  const program = new Program('heshu')
  program.description('合署 Heshu').showHelpAfterError(false).exitOverride()
  // Quiet: whatever is wrong with the arguments becomes the one line that cli.ts prints.
  program.configureOutput({ writeErr: () => undefined })
  addPeople(program, context)
  addDocuments(program, context)
  addRecord(program, context)
  addUpkeep(program, context)
  return program
}

function addPeople(program: Program, context: CliContext): void {
  program
    .command('workspace')
    .command('add <name>')
    .description('make a workspace; prints its id')
    .action((name: string) => run(context, { command: 'workspace-add', name }))

  const user = program.command('user')
  user
    .command('add <login>')
    .description('make an account and let it into a workspace; prints its id')
    .requiredOption('--name <name>', 'name for display')
    .addOption(new Option('--role <role>').choices(ROLES).makeOptionMandatory())
    .option('--unit <unit>', 'id or name; added when missing')
    .option('--workspace <id>', 'may be left out when there is only one')
    .option('--password-stdin', 'read the password from standard input')
    .action(async (login: string, options: Record<string, string | boolean | undefined>) => {
      const { name, role, unit = null, workspace = null, passwordStdin } = options
      const password = passwordStdin === true ? (await text(context.stdin)).replace(/\r?\n$/, '') : null
      await run(context, { command: 'user-add', login, name, role, unit, workspace, password })
    })
  user
    .command('password <login>')
    .description('print a single-use link to a new password')
    .action((login: string) => run(context, { command: 'password-link', login }))

  program
    .command('token <login>')
    .description('print one bearer token for programs')
    .option('--read-only', 'may read, not write')
    .option('--days <days>', 'how long it is good', '365')
    .action((login: string, { readOnly, days }: { readOnly?: boolean; days: string }) =>
      run(context, {
        command: 'token',
        login,
        scope: readOnly === true ? 'read' : 'write',
        days: Number(days),
      }),
    )
}

/** Ids may begin with `-`; where one is expected, an unknown option is taken as it. */
function addDocuments(program: Program, context: CliContext): void {
  program
    .command('parse <file>')
    .description('read a plain-text plan; prints what was understood as JSON')
    .action((file: string) => {
      const reading = readPlan(readTextFile(file))
      if (reading.kind === 'not-text') throw new StartFailure(`${file} 不是文字 is not text`)
      context.print(JSON.stringify(toParseOutput(reading), null, 2))
    })

  program
    .command('import <file>')
    .description('make a document from plain text; prints its id')
    .addOption(new Option('--kind <kind>').choices(KIND_NAMES).makeOptionMandatory())
    .requiredOption('--workspace <id>')
    .action((file: string, { kind, workspace }: { kind: string; workspace: string }) => {
      const fields = { fallbackTitle: nameOfFile(file), text: readTextFile(file), kind, workspace }
      return run(context, { command: 'import', ...fields })
    })

  program
    .command('export <id>')
    .allowUnknownOption()
    .helpOption('--help')
    .description('write a document, or one of its versions, to a file')
    .addOption(
      new Option('--format <format>').choices([...EXPORT_FORMATS, ...LATER_FORMATS]).makeOptionMandatory(),
    )
    .option('--version <n>', 'json of a version is the self-proving package')
    .requiredOption('-o, --output <file>')
    .action(async (document: string, options: { format: string; version?: string; output: string }) => {
      const { format, output } = options
      if (LATER_FORMATS.some((later) => later === format)) {
        throw new StartFailure(`暂不支持 ${format} is not there yet; use ${EXPORT_FORMATS.join(', ')}`)
      }
      const version = options.version === undefined ? null : Number(options.version)
      const { output: written } = await ask(context, { command: 'export', document, format, version })
      writeWhole(output, written)
    })
}

function addRecord(program: Program, context: CliContext): void {
  program
    .command('versions <id>')
    .allowUnknownOption()
    .helpOption('--help')
    .description('list the versions: number, time, reason, label, author, hash')
    .action((document: string) => run(context, { command: 'versions', document }))

  program
    .command('snapshot <id>')
    .allowUnknownOption()
    .helpOption('--help')
    .description('take a version; prints its number')
    .requiredOption('--label <label>')
    .action((document: string, { label }: { label: string }) =>
      run(context, { command: 'snapshot', document, label }),
    )

  program
    .command('verify <package>')
    .description('check an exported version, without any server')
    .option('--head <hash>', 'the head remembered or printed: NUMBER:HASH')
    .action((file: string, { head }: { head?: string }) => {
      const remembered = head === undefined ? {} : { head: headIn(head) }
      const { holds, findings, entry, head: found } = verifyPackage(readBytes(file), remembered)
      if (!holds || entry === null || found === null) {
        throw new StartFailure(`不成立 does not hold: ${findings.map(({ what }) => what).join('; ')}`)
      }
      context.print(`成立 holds: ${entry.documentId} ${entry.number} ${entry.label} ${found.hash}`)
    })
}

function addUpkeep(program: Program, context: CliContext): void {
  program
    .command('backup <file>')
    .description('copy the data into one file, also while the server runs; prints its SHA-256')
    .action((file: string) => run(context, { command: 'backup', file: resolve(file) }))

  program
    .command('restore <file>')
    .description('put the data of a backup in place; the server must be stopped')
    .action(async (file: string) => {
      const { restoreFrom } = await import('./restore.ts')
      const aside = await restoreFrom(resolve(file), context.config().dataDir, context.now())
      context.print(`已恢复 restored ${file}`)
      if (aside !== null) context.remark(`原有数据已移至 the former data was moved to ${aside}`)
    })

  program
    .command('tls')
    .description('make an office certificate for this server')
    .requiredOption('--host <name...>', 'names and addresses people use, the first one in links')
    .action(async ({ host }: { host: string[] }) => {
      const { makeTls } = await import('../tls/make.ts')
      context.print(await makeTls(context.config().dataDir, host, context.now()))
    })
}

async function run(context: CliContext, command: unknown): Promise<void> {
  const { output, remarks } = await ask(context, command)
  for (const remark of remarks) context.remark(remark)
  if (output !== '') context.print(output)
}

async function ask(context: CliContext, command: unknown): Promise<CommandResult> {
  const parsed = v.safeParse(Command, command)
  if (!parsed.success) {
    const [issue] = parsed.issues
    throw new StartFailure(`${v.getDotPath(issue) ?? 'command'} ${String(issue.input)}: ${issue.message}`)
  }
  return doCommand(context.config(), parsed.output)
}

function headIn(given: string): { number: number; hash: string } {
  const [, number, hash] = /^(\d{1,9}):([0-9a-f]{64})$/.exec(given) ?? []
  if (number === undefined || hash === undefined)
    throw new StartFailure(`--head ${given}: expected NUMBER:HASH`)
  return { number: Number(number), hash }
}

/** A file that was there stays whole until the new one is; `-` is the standard output, as everywhere. */
function writeWhole(path: string, written: string): void {
  if (path === '-') {
    process.stdout.write(written)
    return
  }
  const half = `${path}.half`
  try {
    writeFileSync(half, written, { flush: true })
    renameSync(half, path)
  } catch (error) {
    rmSync(half, { force: true })
    throw new StartFailure(`文件无法写入 ${path} cannot be written: ${lineOf(error)}`, { cause: error })
  }
}
