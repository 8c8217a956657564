import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import * as v from 'valibot'
import { adminSocketPath, readAll, type Reply } from './cli/ask-server.ts'
import { Command } from './cli/commands.ts'
import { runCommand } from './cli/run-command.ts'
import type { Services } from './services.ts'
import { lineOf, StartFailure } from './start-failure.ts'

/** Serves the command line while the server runs. The data folder's lock makes sure that nobody else does. */
export async function serveAdminSocket(
  services: Services,
  origin: string,
): Promise<{ close: () => Promise<void> }> {
  const path = adminSocketPath(services.config.dataDir)
  if (process.platform !== 'win32') rmSync(path, { force: true })
  const server = createServer({ allowHalfOpen: true }, (socket) => void answer(socket, services, origin))
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(new StartFailure(`命令行通道 ${path}: ${error.message}`, { cause: error }))
    })
    server.listen(path, resolve)
  })
  if (process.platform !== 'win32') chmodSync(path, 0o600)
  return { close: () => new Promise((resolve) => server.close(() => resolve())) }
}

async function answer(socket: Socket, services: Services, origin: string): Promise<void> {
  // A command line that was stopped half way has nobody left to tell.
  socket.on('error', (error) => services.log.debug({ err: error }, 'command line gone'))
  let reply: v.InferInput<typeof Reply>
  try {
    const command = v.parse(Command, JSON.parse(await readAll(socket)))
    reply = { ok: true, result: await runCommand(services, origin, command) }
  } catch (error) {
    services.log.warn({ err: error }, 'command refused')
    reply = { ok: false, reason: lineOf(error) }
  }
  socket.end(JSON.stringify(reply))
}
