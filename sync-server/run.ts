import { writeSync } from 'node:fs'
import { type Logger, pino } from 'pino'
import { readConfig } from './config.ts'
import { type RunningServer, startServer } from './server.ts'
import { lineOf, StartFailure } from './start-failure.ts'

/** A stop that takes longer than this is cut short, in milliseconds; what was acknowledged is on disk by then. */
const STOP_MS_MAX = 15_000

/** A second signal within this time is the same one (a terminal and npm both send it); after it, it means: now. */
const AGAIN_MS = 1_000

/** Standard error's file descriptor: the log, apart from what is meant for people. */
const STDERR = 2

/**
 * Runs the server until it is told to stop (SIGTERM, SIGINT, or the message `stop` from a parent process, since Windows
 * has no signals). A start that fails prints one line and ends the process with exit code 1.
 * @returns how to stop it, as a signal does
 */
export async function runServer(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<() => void> {
  let running: RunningServer
  let log: Logger
  try {
    const config = readConfig(environment)
    log = pino({ level: config.logLevel }, pino.destination({ fd: STDERR, sync: true }))
    running = await startServer({ config, log })
  } catch (error) {
    return failToStart(error)
  }
  const stop = stopWhenTold(running)
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'a bug; stopping in order, so that what was accepted is kept')
    process.exitCode = 1
    stop()
  })
  console.log(`合署 Heshu: ${running.origin}`)
  if (running.setupUrl !== null) console.log(`首次设置 Set up (once): ${running.setupUrl}`)
  return stop
}

function failToStart(error: unknown): never {
  // Anything but a StartFailure is a bug, and its stack is wanted.
  const text =
    error instanceof StartFailure ? lineOf(error) : error instanceof Error ? error.stack : String(error)
  writeSync(STDERR, `合署未能启动 Heshu did not start: ${text}\n`)
  process.exit(1)
}

function stopWhenTold(running: RunningServer): () => void {
  let since: number | null = null
  const stop = () => {
    if (since !== null) return
    since = performance.now()
    setTimeout(() => process.exit(1), STOP_MS_MAX).unref()
    running.close().then(() => process.exit(), failToStop)
  }
  const onSignal = () => {
    if (since !== null && performance.now() - since > AGAIN_MS) process.exit(1)
    stop()
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  process.on('message', (message) => {
    if (message === 'stop') stop()
  })
  return stop
}

function failToStop(error: unknown): never {
  writeSync(STDERR, `合署未能正常停止 Heshu did not stop in order: ${lineOf(error)}\n`)
  process.exit(1)
}
