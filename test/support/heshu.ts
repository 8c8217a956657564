import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import * as v from 'valibot'
import { Joined } from '../../schemas/protocol/api.ts'
import type { Role } from '../../schemas/workspace/directory.ts'
import { readConfig } from '../../sync-server/config.ts'
import { type RunningServer, startServer } from '../../sync-server/server.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** A folder of its own for one test. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'heshu-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export interface TestServerOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly clientDir?: string
  readonly now?: () => number
}

/** The whole server in this process, on a free port, silent. */
export function startHeshu(dataDir: string, options: TestServerOptions = {}): Promise<RunningServer> {
  const { env = {}, ...rest } = options
  const config = readConfig({ PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent', ...env })
  return startServer({ config, log: pino({ level: 'silent' }), ...rest })
}

/** What a finished program left behind. */
export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A program of ours in a process of its own: real signals, real exit codes, `kill -9`. */
export class OwnProcess {
  readonly child: ChildProcess
  readonly finished: Promise<Finished>
  #stdout = ''
  #stderr = ''

  constructor(script: string, args: readonly string[], env: Readonly<Record<string, string>>) {
    this.child = spawn(process.execPath, [join(ROOT, script), ...args], {
      cwd: ROOT,
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    })
    this.child.stdout?.on('data', (chunk: Buffer) => (this.#stdout += chunk.toString()))
    this.child.stderr?.on('data', (chunk: Buffer) => (this.#stderr += chunk.toString()))
    this.finished = new Promise((resolve) => {
      this.child.once('close', (code) => resolve({ code, stdout: this.#stdout, stderr: this.#stderr }))
    })
  }

  get stdout(): string {
    return this.#stdout
  }

  get stderr(): string {
    return this.#stderr
  }

  /** Standard output once it matches. @throws Error when the program ends before */
  printed(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(this.#stdout)
        if (found !== null) resolve(found)
        return found !== null
      }
      if (look()) return
      this.child.stdout?.on('data', look)
      void this.finished.then(({ code, stderr }) => reject(new Error(`ended with ${code}: ${stderr}`)))
    })
  }

  kill(signal: NodeJS.Signals): Promise<Finished> {
    this.child.kill(signal)
    return this.finished
  }
}

/** `node sync-server/main.ts` on a free port. */
export function spawnHeshu(dataDir: string, env: Readonly<Record<string, string>> = {}): OwnProcess {
  return new OwnProcess('sync-server/main.ts', [], {
    DATA_DIR: dataDir,
    PORT: '0',
    LOG_LEVEL: 'warn',
    ...env,
  })
}

/** Runs `heshu …` to its end. */
export function heshu(dataDir: string, args: readonly string[], input = ''): Promise<Finished> {
  const program = new OwnProcess('sync-server/cli.ts', args, { DATA_DIR: dataDir, PORT: '8787' })
  program.child.stdin?.end(input)
  return program.finished
}

/** An answer of the API. */
export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: unknown
}

const ErrorBody = v.object({ error: v.object({ code: v.string(), message: v.string() }) })

/** The code of a refusal, or the status when it is none. */
export function codeOf({ json, status }: Reply): string {
  const parsed = v.safeParse(ErrorBody, json)
  return parsed.success ? parsed.output.error.code : String(status)
}

/** Somebody at a browser: keeps cookies, sends our own Origin. */
export class Person {
  readonly origin: string
  readonly #headers: Readonly<Record<string, string>>
  #cookies = new Map<string, string>()

  constructor(origin: string, headers: Readonly<Record<string, string>> = {}) {
    this.origin = origin
    this.#headers = headers
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  get(path: string): Promise<Reply> {
    return this.#send('GET', path)
  }

  post(path: string, body: unknown = {}): Promise<Reply> {
    return this.#send('POST', path, body)
  }

  patch(path: string, body: unknown): Promise<Reply> {
    return this.#send('PATCH', path, body)
  }

  async #send(method: string, path: string, body?: unknown): Promise<Reply> {
    const response = await fetch(this.origin + path, {
      method,
      redirect: 'manual',
      headers: {
        origin: this.origin,
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...this.#headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: jsonOf(text) }
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '' || /max-age=0/i.test(line)) this.#cookies.delete(name)
    else this.#cookies.set(name, value)
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Pages and plain text are no JSON; the test looks at `text`.
    return null
  }
}

export const PASSWORD = 'correct-horse-8'

export interface SetUp {
  readonly admin: Person
  readonly workspaceId: string
  readonly adminId: string
}

/** Does the first set-up: an admin 李主任, two units one below the other. */
export async function setUp(server: RunningServer): Promise<SetUp> {
  const admin = new Person(server.origin)
  const token = server.setupUrl?.split('/').at(-1)
  const units = [
    { name: '某区', depth: 0 },
    { name: '东街道', depth: 1 },
  ]
  const person = { login: '李主任', name: '李建国', password: PASSWORD }
  const reply = await admin.post('/api/setup', { token, workspaceName: '创建工作领导小组', units, ...person })
  const joined = v.parse(Joined, reply.json)
  return { admin, workspaceId: joined.workspaceId, adminId: joined.account.id }
}

const Link = v.object({ url: v.string() })

/** Invites somebody and lets them join with `login`. */
export async function joinAs(
  { admin, workspaceId }: SetUp,
  login: string,
  role: Role,
  unit: string | null = null,
): Promise<{ person: Person; id: string }> {
  const invited = await admin.post(`/api/workspaces/${workspaceId}/invitations`, { role, unit })
  const token = v.parse(Link, invited.json).url.split('/').at(-1) ?? ''
  const person = new Person(admin.origin)
  const reply = await person.post(`/api/invitations/${token}`, { login, name: login, password: PASSWORD })
  return { person, id: v.parse(Joined, reply.json).account.id }
}
