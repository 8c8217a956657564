import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Finished, type OwnProcess, Person, spawnHeshu, temporaryFolder } from '../support/heshu.ts'
import { until } from '../support/until.ts'

let folder: ReturnType<typeof temporaryFolder>
const running: OwnProcess[] = []

beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((program) => program.kill('SIGKILL')))
  folder.remove()
})

function start(env: Record<string, string> = {}): OwnProcess {
  const program = spawnHeshu(folder.path, env)
  running.push(program)
  return program
}

function expectOneLine({ code, stdout, stderr }: Finished, about: RegExp): void {
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(stderr).toMatch(about)
}

const ADDRESS = /合署 Heshu: (\S+)/
const LINK = /Set up \(once\): (\S+)\/setup\/(\S+)/

describe('starting', () => {
  test('[RUN1] prints its address and a set-up link, and answers', async () => {
    const program = start()
    const [, origin = ''] = await program.printed(ADDRESS)
    const [, linkOrigin] = await program.printed(LINK)
    expect(linkOrigin).toBe(origin)
    const reply = await new Person(origin).get('/readyz')
    expect(reply.json).toEqual({ ok: true })
  })

  test('[RUN2] a used port is one line and exit code 1', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const address = taken.address()
    const port = typeof address === 'object' ? String(address?.port) : ''
    expectOneLine(await start({ PORT: port }).finished, new RegExp(`PORT=${port}.*in use`))
    taken.close()
  })

  test('[RUN2] a data folder in use is one line and exit code 1, and the first server goes on', async () => {
    const first = start()
    const [, origin = ''] = await first.printed(ADDRESS)
    expectOneLine(await start().finished, /another Heshu is using it/)
    expect((await new Person(origin).get('/healthz')).status).toBe(200)
  })

  test('[RUN2] a data folder that cannot be made or written is one line and exit code 1', async () => {
    writeFileSync(join(folder.path, 'file'), '')
    const impossible = join(folder.path, 'file', 'data')
    expectOneLine(await start({ DATA_DIR: impossible }).finished, /cannot be written/)
    if (process.platform === 'win32') return
    const readOnly = join(folder.path, 'read-only')
    mkdirSync(readOnly)
    chmodSync(readOnly, 0o500)
    // The superuser may write anywhere but where the kernel itself says no.
    const forbidden = process.getuid?.() === 0 ? '/sys/heshu' : readOnly
    expectOneLine(await start({ DATA_DIR: forbidden }).finished, /cannot be written/)
  })

  test('[RUN2] a damaged database is one line and exit code 1', async () => {
    writeFileSync(join(folder.path, 'heshu.db'), 'this was once a database, honestly'.repeat(500))
    expectOneLine(await start().finished, /damaged/)
  })

  test('[RUN2] broken TLS files are one line and exit code 1', async () => {
    const cert = join(folder.path, 'cert.pem')
    writeFileSync(cert, 'no certificate')
    expectOneLine(await start({ TLS_CERT: cert, TLS_KEY: join(folder.path, 'none') }).finished, /TLS_KEY/)
    expectOneLine(await start({ TLS_CERT: cert, TLS_KEY: cert }).finished, /cannot be used/)
    expectOneLine(await start({ TLS_CERT: cert }).finished, /together/)
  })

  test.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['PUBLIC_URL', 'https://host/path'],
    ['TIME_ZONE', 'Mars/Olympus'],
    ['QUIET_MS', '-1'],
    ['DATABASE_URL', 'mysql://x'],
  ])('[RUN2] %s=%s is one line that names it', async (name, value) => {
    expectOneLine(
      await start({ [name]: value }).finished,
      new RegExp(`${name}=${value.replaceAll('/', '.')}`),
    )
  })
})

describe('stopping', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('[RUN3] %s stops in order with exit code 0', async (signal) => {
    const program = start()
    await program.printed(ADDRESS)
    expect(await program.kill(signal)).toMatchObject({ code: 0, stderr: '' })
  })

  test('[RUN3] a signal that comes twice at once, from terminal and npm, stops it in order once', async () => {
    const program = start()
    await program.printed(ADDRESS)
    program.child.kill('SIGINT')
    program.child.kill('SIGTERM')
    expect(await program.finished).toMatchObject({ code: 0, stderr: '' })
  })

  test('[RUN3] started through a shell that is killed, it stops too and frees folder and port', async () => {
    const script = `"${process.execPath}" test/support/under-shell.ts; true`
    const env = { PATH: process.env.PATH ?? '', DATA_DIR: folder.path, PORT: '0' }
    const shell = spawn('sh', ['-c', script], { env, stdio: ['ignore', 'pipe', 'ignore'] })
    await new Promise<void>((resolve) => {
      let said = ''
      shell.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        if (ADDRESS.test(said)) resolve()
      })
    })
    shell.kill('SIGKILL')
    await until('the folder is free', () => !existsSync(join(folder.path, 'heshu.pid')))
    const next = start()
    await next.printed(ADDRESS)
  })

  test('[RUN3] a parent can stop it by a message, where there are no signals', async () => {
    const program = start()
    await program.printed(ADDRESS)
    program.child.send('stop')
    expect((await program.finished).code).toBe(0)
  })

  test('[RUN4] after kill -9 the folder is free again, and only the newest set-up link works', async () => {
    const first = start()
    const [, , oldToken] = await first.printed(LINK)
    await first.kill('SIGKILL')
    const second = start()
    const [, origin = '', newToken] = await second.printed(LINK)
    const person = { login: '王主任', name: '王', password: 'long-enough', workspaceName: '组', units: [] }
    const withOld = await new Person(origin).post('/api/setup', { token: oldToken, ...person })
    expect(withOld.status).toBe(404)
    expect((await new Person(origin).post('/api/setup', { token: newToken, ...person })).status).toBe(201)
  })
})
