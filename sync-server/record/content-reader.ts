import { Worker } from 'node:worker_threads'
import type { ContentAnswer, ContentRead, ContentRequest } from './content-worker.ts'

/** Longest a document may take to read, in milliseconds. A million characters take some two seconds. */
const READ_MS_MAX = 60_000

/** A worker that has had nothing to do for this long gives its memory back. */
const IDLE_MS = 30_000

interface Waiting {
  readonly resolve: (read: ContentRead) => void
  readonly reject: (error: Error) => void
  readonly timer: NodeJS.Timeout
}

/** Reads documents beside the sync engine: a long one never holds up a keystroke, a hostile one only its own version. */
export class ContentReader {
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | null = null
  #idle: NodeJS.Timeout | undefined
  #lastId = 0

  /** @throws Error when the document cannot be read, or not within a minute */
  read(request: Omit<ContentRequest, 'id'>): Promise<ContentRead> {
    clearTimeout(this.#idle)
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      const late = () => this.#end(new Error(`reading took longer than ${READ_MS_MAX} ms`))
      this.#waiting.set(id, { resolve, reject, timer: setTimeout(late, READ_MS_MAX) })
      this.#running().postMessage({ id, ...request })
    })
  }

  /** Ends the worker; what was being read is rejected. Safe to call twice. */
  close(): void {
    this.#end(new Error('the server is stopping'))
  }

  #running(): Worker {
    if (this.#worker !== null) return this.#worker
    const worker = new Worker(new URL('./content-worker.ts', import.meta.url), { execArgv: [] })
    worker.on('message', (answer: ContentAnswer) => this.#answer(answer))
    worker.on('error', (error) => {
      if (this.#worker === worker) this.#end(error)
    })
    worker.unref()
    this.#worker = worker
    return worker
  }

  #answer(answer: ContentAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    clearTimeout(waiting?.timer)
    if ('read' in answer) waiting?.resolve(answer.read)
    else waiting?.reject(new Error(answer.failed))
    if (this.#waiting.size === 0) this.#idle = setTimeout(() => this.close(), IDLE_MS).unref()
  }

  #end(error: Error): void {
    clearTimeout(this.#idle)
    const worker = this.#worker
    this.#worker = null
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer)
      reject(error)
    }
    this.#waiting.clear()
    void worker?.terminate()
  }
}
