import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.otf': 'font/otf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
}

/** Already compressed inside; compressing again only costs time. */
const PACKED = new Set(['.png', '.woff2', '.ico'])

/** Brotli quality: 9 packs within 3 % of the best, in a tenth of its time; done once a file and start. */
const BROTLI_QUALITY = 9

/** Vite gives a hash to all it puts here: such a file never changes under its name. */
const HASHED_FOLDER = `assets${sep}`

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)

type Encoding = 'br' | 'gzip' | 'identity'

interface Asset {
  readonly path: string
  readonly etag: string
  readonly bytes: Readonly<Record<Encoding, Promise<Uint8Array>>>
}

/** The built app in `root`, kept in memory as it is asked for. Answers false for what is no file of it. */
export class Assets {
  readonly #root: string
  readonly #kept = new Map<string, { readonly modifiedMs: number; readonly asset: Asset }>()

  constructor(root: string) {
    this.#root = root
  }

  /** Whether there is an app to serve at all. */
  get isBuilt(): boolean {
    return this.#modifiedMs('index.html') !== null
  }

  /** Serves the file at a URL path, such as `/assets/index-3f2a.js`. False: there is none. */
  async serve(request: IncomingMessage, response: ServerResponse, urlPath: string): Promise<boolean> {
    const path = pathOf(urlPath)
    const asset = path === null ? null : await this.#find(path)
    if (asset === null) return false
    await sendAsset(request, response, asset)
    return true
  }

  /** Serves the app's one page, whatever the address: its router shows the screen. */
  servePage(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    return this.serve(request, response, '/index.html')
  }

  async #find(path: string): Promise<Asset | null> {
    const modifiedMs = this.#modifiedMs(path)
    if (modifiedMs === null) return null
    const kept = this.#kept.get(path)
    if (kept?.modifiedMs === modifiedMs) return kept.asset
    const asset = makeAsset(path, await readFile(join(this.#root, path)))
    this.#kept.set(path, { modifiedMs, asset })
    return asset
  }

  #modifiedMs(path: string): number | null {
    const found = statSync(join(this.#root, path), { throwIfNoEntry: false })
    return found?.isFile() === true ? found.mtimeMs : null
  }
}

/** The path below the root; null for one that leaves it, does not decode, or names a hidden file. */
function pathOf(urlPath: string): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(urlPath)
  } catch {
    // A malformed escape names no file.
    return null
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null
  const path = normalize(decoded).slice(1)
  return path === '' || path.split(sep).some((name) => name.startsWith('.')) ? null : path
}

function makeAsset(path: string, bytes: Uint8Array): Asset {
  const lazily = (make: () => Promise<Uint8Array>) => {
    let made: Promise<Uint8Array> | undefined
    return () => (made ??= make())
  }
  const br = lazily(() => brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }))
  const gz = lazily(() => gzipped(bytes))
  return {
    path,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    bytes: {
      get br() {
        return br()
      },
      get gzip() {
        return gz()
      },
      identity: Promise.resolve(bytes),
    },
  }
}

async function sendAsset(request: IncomingMessage, response: ServerResponse, asset: Asset): Promise<void> {
  const encoding = PACKED.has(extname(asset.path)) ? 'identity' : encodingFor(request)
  const isHashed = asset.path.startsWith(HASHED_FOLDER)
  const headers = {
    etag: asset.etag,
    vary: 'accept-encoding',
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
  if (request.headers['if-none-match'] === asset.etag) {
    response.writeHead(304, headers).end()
    return
  }
  const bytes = await asset.bytes[encoding]
  response.writeHead(200, {
    ...headers,
    ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    'content-type': TYPES[extname(asset.path)] ?? 'application/octet-stream',
    'content-length': bytes.length,
  })
  response.end(request.method === 'HEAD' ? undefined : bytes)
}

function encodingFor(request: IncomingMessage): Encoding {
  const accepted = String(request.headers['accept-encoding'] ?? '')
  if (/\bbr\b/.test(accepted)) return 'br'
  return /\bgzip\b/.test(accepted) ? 'gzip' : 'identity'
}
