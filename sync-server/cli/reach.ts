import type { Config } from '../config.ts'
import { loadTls } from '../tls.ts'
import { askRunningServer } from './ask-server.ts'
import type { Command, CommandResult } from './commands.ts'

/**
 * Has a command done by the server that runs on the data folder, or, when none does, by opening the folder under its
 * lock for as long as it takes.
 * @throws StartFailure or Refused with one line saying why; then nothing was changed
 */
export async function doCommand(config: Config, command: Command): Promise<CommandResult> {
  const answer = await askRunningServer(config.dataDir, command)
  if (answer !== null) return answer
  // Only now: the whole server takes half a second to load, and most commands find one running.
  const { pino } = await import('pino')
  const { openServices } = await import('../services.ts')
  const { runCommand } = await import('./run-command.ts')
  const origin = expectedOrigin(config)
  const log = pino({ level: 'silent' })
  const services = await openServices({ config, log, isHttps: origin.startsWith('https://') })
  try {
    return await runCommand(services, origin, command)
  } finally {
    await services.close()
  }
}

/** Where the server will be found once it runs with this configuration. */
function expectedOrigin(config: Config): string {
  if (config.publicOrigin !== null) return config.publicOrigin
  const tls = loadTls(config)
  const isAnywhere = config.host === '0.0.0.0' || config.host === '::'
  const name = tls?.names[0] ?? (isAnywhere ? 'localhost' : config.host)
  return `${tls === null ? 'http' : 'https'}://${name}:${config.port}`
}
