import { createHash } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { StartFailure, systemCode } from '../start-failure.ts'
import { type Command, CommandResult } from './commands.ts'

/** Longest path of a Unix socket on Linux, in bytes (sockaddr_un, without the closing zero). */
const SOCKET_PATH_MAX = 107

/** Longest request, in bytes: a plan to import and its JSON wrapping. */
const REQUEST_BYTES_MAX = 64 * 1024 * 1024

/** One line of JSON each way; the connection is one command. */
export const Reply = v.variant('ok', [
  v.strictObject({ ok: v.literal(true), result: CommandResult }),
  v.strictObject({ ok: v.literal(false), reason: v.string() }),
])

/**
 * Where a running server listens for its command line: a socket in the data folder, which only its owner may enter; a
 * named pipe on Windows. A data folder with too long a path uses the system's temporary one.
 */
export function adminSocketPath(dataDir: string): string {
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 24)
  if (process.platform === 'win32') return `\\\\.\\pipe\\heshu-${name}`
  const path = join(dataDir, 'admin.sock')
  return Buffer.byteLength(path) <= SOCKET_PATH_MAX ? path : join(tmpdir(), `heshu-${name}.sock`)
}

/**
 * Hands a command to the server that runs on `dataDir`.
 * @returns null when none does
 * @throws StartFailure with the server's reason when it refuses
 */
export async function askRunningServer(dataDir: string, command: Command): Promise<CommandResult | null> {
  const socket = await connected(adminSocketPath(dataDir))
  if (socket === null) return null
  socket.end(JSON.stringify(command))
  const said = await readAll(socket)
  const reply = v.safeParse(v.pipe(v.string(), v.parseJson(), Reply), said)
  if (!reply.success) throw new StartFailure('合署服务在执行中停止 the server stopped before it answered')
  if (!reply.output.ok) throw new StartFailure(reply.output.reason)
  return reply.output.result
}

function connected(path: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path, allowHalfOpen: true }, () => resolve(socket))
    socket.once('error', (error) => {
      const code = systemCode(error)
      // No socket, or one left by a server that was killed: nobody is there.
      if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTDIR') resolve(null)
      else reject(new StartFailure(`${path}: ${error.message}`, { cause: error }))
    })
  })
}

/** All that comes in on a socket, as text. @throws StartFailure when it is more than any command needs */
export async function readAll(socket: Socket): Promise<string> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of socket) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a socket that gives no bytes')
    sizeBytes += chunk.length
    if (sizeBytes > REQUEST_BYTES_MAX) throw new StartFailure(`more than ${REQUEST_BYTES_MAX} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
