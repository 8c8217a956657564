import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pino } from 'pino'
import { WebSocket } from 'ws'
import { API_ERRORS } from '../../schemas/protocol/api.ts'
import { readConfig } from '../../sync-server/config.ts'
import { type RunningServer, startServer } from '../../sync-server/server.ts'
import { codeOf, Person, setUp, type SetUp, startHeshu, temporaryFolder } from '../support/heshu.ts'

const folder = temporaryFolder()
const clientDir = join(folder.path, 'dist')
let server: RunningServer
let world: SetUp
const SCRIPT = 'export const words = "一二三四五六七八九十"\n'.repeat(200)

beforeAll(async () => {
  mkdirSync(join(clientDir, 'assets'), { recursive: true })
  writeFileSync(join(clientDir, 'index.html'), '<!doctype html><title>合署</title>')
  writeFileSync(join(clientDir, 'sw.js'), 'self.x = 1')
  writeFileSync(join(clientDir, '.build.json'), '{}')
  writeFileSync(join(clientDir, 'assets', 'index-3f2a.js'), SCRIPT)
  writeFileSync(join(folder.path, 'outside.txt'), 'not yours')
  server = await startHeshu(join(folder.path, 'data'), { clientDir })
  world = await setUp(server)
})
afterAll(async () => {
  await server.close()
  folder.remove()
})

/** A request with whatever headers, as no browser would send it. */
function raw(
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(server.origin, { method, path, headers }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const JSON_TYPE = { 'content-type': 'application/json' }

describe('where requests come from', () => {
  test('[HTTP1] a foreign Origin changes nothing, with a good cookie too', async () => {
    const path = `/api/workspaces/${world.workspaceId}/invitations`
    const body = JSON.stringify({ role: 'admin', unit: null })
    for (const origin of ['https://evil.example', 'null', server.origin.replace('http', 'https')]) {
      const reply = await raw('POST', path, { ...JSON_TYPE, origin, cookie: world.admin.cookie }, body)
      expect(reply.status).toBe(403)
      expect(reply.text).toContain('foreign-origin')
    }
  })

  test('[HTTP1] a program without an Origin is let in', async () => {
    const path = `/api/workspaces/${world.workspaceId}/invitations`
    const body = JSON.stringify({ role: 'reader', unit: null })
    expect((await raw('POST', path, { ...JSON_TYPE, cookie: world.admin.cookie }, body)).status).toBe(201)
  })

  test('[HTTP2] a name bound to this machine by a stranger opens nothing', async () => {
    const host = 'evil.example:8787'
    const headers = { ...JSON_TYPE, host, origin: `http://${host}`, cookie: world.admin.cookie }
    const reply = await raw('POST', '/api/auth/sign-out', headers, '{}')
    expect(reply.status).toBe(403)
    expect((await world.admin.get('/api/me')).json).toMatchObject({ account: { login: '李主任' } })
  })

  test('[HTTP1] [HTTP2] sockets are judged alike', async () => {
    const url = `${server.origin.replace('http', 'ws')}/sync`
    const openWith = (headers: Record<string, string>) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(url, { headers: { cookie: world.admin.cookie, ...headers } })
        socket.on('open', () => {
          socket.terminate()
          resolve('open')
        })
        socket.on('error', (error) => resolve(error.message))
      })
    expect(await openWith({ origin: server.origin })).toBe('open')
    expect(await openWith({ origin: 'https://evil.example' })).toContain('403')
    expect(await openWith({ host: 'evil.example', origin: 'http://evil.example' })).toContain('403')
  })
})

describe('what is answered', () => {
  test('[HTTP3] every refusal is a code of the closed list and a message, with a request id', async () => {
    const nobody = new Person(server.origin)
    const replies = await Promise.all([
      nobody.get('/api/workspaces'),
      nobody.get('/api/nothing'),
      world.admin.get('/api/workspaces/none/directory'),
      world.admin.get('/api/documents/none/versions'),
      world.admin.post(`/api/workspaces/${world.workspaceId}/invitations`, { role: 'king', unit: null }),
      world.admin.post(`/api/workspaces/${world.workspaceId}/invitations`, '{"role":'),
      nobody.get('/api/invitations/%E0%A4%A'),
      nobody.post('/api/auth/sign-up/email', { email: 'a@b.c', password: 'does-not-matter', name: 'x' }),
    ])
    expect(replies.map(({ status }) => status)).toEqual([401, 404, 404, 404, 400, 400, 404, 404])
    for (const reply of replies) {
      expect(API_ERRORS).toContain(codeOf(reply))
      expect(reply.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
      expect(reply.text).not.toMatch(/at .*\.ts|node_modules/)
    }
  })

  test('[HTTP4] a body over the limit is refused, announced or not', async () => {
    const large = JSON.stringify({ note: 'x'.repeat(1_100_000) })
    const path = `/api/workspaces/${world.workspaceId}/invitations`
    const announced = await world.admin.post(path, large)
    expect([announced.status, codeOf(announced)]).toEqual([413, 'too-large'])
    const chunked = await new Promise<string>((resolve) => {
      const { hostname, port } = new URL(server.origin)
      const socket = connect(Number(port), hostname)
      let said = ''
      socket.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        if (said.includes('\r\n')) resolve(said)
      })
      // The server hangs up while we still send; that is what is wanted.
      socket.on('error', () => resolve(said))
      socket.write(`POST ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: ${world.admin.cookie}\r\n`)
      socket.write('Transfer-Encoding: chunked\r\n\r\n')
      const piece = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`
      for (let count = 0; count < 20; count++) socket.write(piece)
    })
    expect(chunked).toContain('413')
  })

  test('[HTTP4] a stranger is turned away before what they send is read', async () => {
    const large = JSON.stringify({ states: { body: 'x'.repeat(2_000_000) } })
    const reply = await new Person(server.origin).post('/api/documents/some/versions', large)
    expect([reply.status, codeOf(reply)]).toEqual([401, 'sign-in'])
  })

  test('[HTTP5] large answers go packed to who can unpack them', async () => {
    const headers = { cookie: world.admin.cookie, 'accept-encoding': 'gzip' }
    expect((await raw('GET', '/api/me', headers)).headers['content-encoding']).toBeUndefined()
    const units = Array.from({ length: 60 }, (_, index) => ({
      change: 'set-unit',
      unit: { id: `unit-${index}`, name: `第${index}社区`, shortName: null, parent: null, order: index },
    }))
    const path = `/api/workspaces/${world.workspaceId}/directory`
    expect((await world.admin.patch(path, { revision: 1, changes: units })).status).toBe(200)
    expect((await raw('GET', path, headers)).headers['content-encoding']).toBe('gzip')
    expect((await world.admin.get(path)).text).toContain('第59社区')
  })

  test('[HTTP9] the description names every endpoint and its fields', async () => {
    const { json } = await new Person(server.origin).get('/api/openapi.json')
    expect(json).toMatchObject({
      openapi: '3.1.0',
      paths: {
        '/api/setup': { post: { requestBody: { content: { 'application/json': {} } } } },
        '/api/documents/{id}/versions/{n}': { get: { parameters: [{ name: 'id' }, { name: 'n' }] } },
        '/api/workspaces/{w}/directory': { get: {}, patch: {} },
      },
    })
    expect(JSON.stringify(json)).toContain('requestId')
  })
})

describe('the app', () => {
  test('[HTTP5] hashed assets are kept for ever, pages and the service worker asked for each time', async () => {
    const visitor = new Person(server.origin)
    const cache = async (path: string) => (await visitor.get(path)).headers.get('cache-control')
    expect(await cache('/assets/index-3f2a.js')).toBe('public, max-age=31536000, immutable')
    expect(await cache('/')).toBe('no-cache')
    expect(await cache('/sw.js')).toBe('no-cache')
    expect(await cache('/api/me')).toBe('no-store')
  })

  test('[HTTP5] text is sent packed as the browser likes it, and not again when unchanged', async () => {
    const packed = await raw('GET', '/assets/index-3f2a.js', { 'accept-encoding': 'gzip, br' })
    expect(packed.headers['content-encoding']).toBe('br')
    expect(Number(packed.headers['content-length'])).toBeLessThan(SCRIPT.length / 10)
    const gzipped = await raw('GET', '/assets/index-3f2a.js', { 'accept-encoding': 'gzip' })
    expect(gzipped.headers['content-encoding']).toBe('gzip')
    const plain = await raw('GET', '/assets/index-3f2a.js', {})
    expect(plain.text).toBe(SCRIPT)
    const again = await raw('GET', '/assets/index-3f2a.js', { 'if-none-match': String(plain.headers.etag) })
    expect(again.status).toBe(304)
  })

  test('[HTTP6] every screen has an address; a missing file or endpoint is a miss', async () => {
    const visitor = new Person(server.origin)
    for (const path of ['/', '/d/abc', '/setup/some-token', '/join/some-token', '/units']) {
      expect([path, (await visitor.get(path)).text]).toEqual([path, expect.stringContaining('合署')])
    }
    for (const path of [
      '/assets/old-1.js',
      '/favicon.ico',
      '/api/x',
      '/notices/x',
      '/sync/x',
      '/.build.json',
    ]) {
      expect([path, (await visitor.get(path)).status]).toEqual([path, 404])
    }
  })

  test('[HTTP6] nothing outside the built app is served', async () => {
    for (const path of [
      '/../outside.txt',
      '/%2e%2e/outside.txt',
      '/..%2foutside.txt',
      '/assets/..%5c..%5cx.txt',
    ]) {
      expect((await raw('GET', path, {})).text).not.toContain('not yours')
    }
  })

  test('[HTTP7] no inline script, WebAssembly allowed, no framing, no sniffing', async () => {
    const { headers } = await new Person(server.origin).get('/')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('[HTTP8] links and tokens in addresses never reach the log', async () => {
    const lines: string[] = []
    const other = temporaryFolder()
    const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) })
    const config = readConfig({ PORT: '0', DATA_DIR: other.path })
    const logged = await startServer({ config, log, clientDir })
    const visitor = new Person(logged.origin)
    await visitor.get('/api/invitations/secret-in-the-path')
    await visitor.get('/setup/secret-in-the-path')
    await visitor.get('/api/workspaces?token=secret-in-the-query')
    await visitor.post('/api/setup', { token: 'secret-in-the-body' })
    expect((await visitor.get('/metrics')).text).toMatch(/^heshu_rooms_open 0$/m)
    await logged.close()
    other.remove()
    expect(lines.length).toBeGreaterThan(4)
    expect(lines.join('')).not.toContain('secret-in')
  })

  test('HEAD is answered as GET without its body, unknown methods are refused', async () => {
    const head = await raw('HEAD', '/', {})
    expect([head.status, head.text]).toEqual([200, ''])
    expect((await raw('HEAD', '/api/me', {})).status).toBe(200)
    expect((await raw('DELETE', '/api/me', {})).status).toBe(404)
  })
})
