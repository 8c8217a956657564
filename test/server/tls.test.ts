import { X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { RunningServer } from '../../sync-server/server.ts'
import { heshu, PASSWORD, startHeshu, temporaryFolder } from '../support/heshu.ts'

/** A name as offices have them: no public authority would vouch for it. */
const HOST = 'heshu.district.lan'

let folder: ReturnType<typeof temporaryFolder>
let server: RunningServer | null = null

beforeEach(async () => {
  folder = temporaryFolder()
  expect((await heshu(folder.path, ['tls', '--host', HOST, '10.20.30.40'])).code).toBe(0)
})
afterEach(async () => {
  await server?.close()
  server = null
  folder.remove()
})

const part = (name: string) => readFileSync(join(folder.path, 'tls', name), 'utf8')
const certificates = () =>
  part('server.crt')
    .split(/(?<=-----END CERTIFICATE-----\n)/)
    .filter((pem) => pem.includes('BEGIN'))
    .map((pem) => new X509Certificate(pem))

interface Said {
  readonly status: number
  readonly cookies: readonly string[]
  readonly text: string
}

/** Asks the server under its office name, trusting `ca` alone. */
function ask(path: string, ca: string, body?: object): Promise<Said> {
  const port = server?.port ?? 0
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path,
        ca,
        servername: HOST,
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          host: `${HOST}:${port}`,
          ...(body === undefined
            ? {}
            : { origin: `https://${HOST}:${port}`, 'content-type': 'application/json' }),
        },
      },
      (response) => {
        let text = ''
        response.on('data', (chunk: Buffer) => (text += chunk.toString()))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, cookies: response.headers['set-cookie'] ?? [], text }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

describe('heshu tls', () => {
  test('[TLS1] the server speaks https by itself on a name that is not localhost', async () => {
    server = await startHeshu(folder.path)
    expect(server.origin).toBe(`https://${HOST}:${server.port}`)
    expect((await ask('/healthz', part('office-ca.crt'))).status).toBe(200)
    await expect(ask('/healthz', '')).rejects.toThrow(/certificate|issuer/)
  })

  test('[TLS1] [A10] set-up works there, with Secure cookies, and so do sockets', async () => {
    server = await startHeshu(folder.path)
    const ca = part('office-ca.crt')
    const token = server.setupUrl?.split('/').at(-1)
    const person = { login: '李主任', name: '李建国', password: PASSWORD }
    const said = await ask('/api/setup', ca, { token, workspaceName: '组', units: [], ...person })
    expect(said.status).toBe(201)
    expect(said.cookies.join()).toMatch(/^__Secure-heshu.*HttpOnly; Secure; SameSite=Lax$/)
    const [cookie = ''] = (said.cookies[0] ?? '').split(';')
    const url = `wss://127.0.0.1:${server.port}/sync`
    const headers = { cookie, host: `${HOST}:${server.port}`, origin: `https://${HOST}:${server.port}` }
    const socket = new WebSocket(url, { agent: new Agent({ ca, servername: HOST }), headers })
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve())
      socket.once('error', reject)
    })
    expect(socket.readyState).toBe(WebSocket.OPEN)
    socket.terminate()
  })

  test('[TLS2] made again for other names, it is of the same authority', async () => {
    const ca = part('office-ca.crt')
    const again = await heshu(folder.path, ['tls', '--host', 'other.lan', '2001:db8::1', '*.office.lan'])
    expect(again.code).toBe(0)
    expect(part('office-ca.crt')).toBe(ca)
    const [leaf, issuer] = certificates()
    expect(issuer?.toString()).toBe(new X509Certificate(ca).toString())
    expect(issuer === undefined ? false : leaf?.verify(issuer.publicKey)).toBe(true)
    expect(leaf?.subjectAltName).toMatch(/DNS:other.lan, IP Address:2001:DB8:.*DNS:\*\.office\.lan/)
  })

  test('[TLS3] phones take it: an authority marked as such, a leaf below 825 days for servers alone', () => {
    const [leaf, authority] = certificates()
    if (leaf === undefined || authority === undefined) throw new Error('the chain is not whole')
    expect([leaf.ca, authority.ca]).toEqual([false, true])
    const days = (leaf.validToDate.getTime() - leaf.validFromDate.getTime()) / 86_400_000
    expect(days).toBeLessThan(825)
    expect(leaf.checkHost(HOST)).toBe(HOST)
    expect(leaf.checkIP('10.20.30.40')).toBe('10.20.30.40')
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  })

  test('[TLS3] private keys are for their owner alone', () => {
    for (const name of ['server.key', 'office-ca.key']) {
      expect(statSync(join(folder.path, 'tls', name)).mode & 0o077).toBe(0)
    }
  })

  test('[TLS2] says how to trust it on every kind of machine', async () => {
    const { stdout } = await heshu(folder.path, ['tls', '--host', HOST])
    for (const word of ['certutil', 'update-ca-certificates', 'Android', 'iPhone', '麒麟', 'office-ca.crt']) {
      expect(stdout).toContain(word)
    }
  })
})
