import type { Logger } from 'pino'
import type { DocumentId, Millis } from '../../schemas/ids.ts'
import type { Store } from '../store/store.ts'
import type { Archive } from './archive.ts'

/** The store is asked at least this often, in milliseconds; edits come in between and move a document's time on. */
const LOOK_MS_MAX = 60_000

/** And at most this often. */
const LOOK_MS_MIN = 25

export interface QuietOptions {
  readonly store: Store
  readonly archive: Archive
  readonly quietMs: number
  readonly now: () => Millis
  readonly log: Logger
}

/**
 * Takes a version of every document that was edited since its last one and then left alone for `quietMs`. When that was
 * is read from the store each time, so the schedule survives a restart.
 * @returns how to stop; resolves when the version being taken is done
 */
export function startQuietVersions(options: QuietOptions): () => Promise<void> {
  const schedule = new QuietSchedule(options)
  return () => schedule.stop()
}

class QuietSchedule {
  readonly #options: QuietOptions
  /** Documents that were tried, with their last edit: looked at again only after another one, whatever came of it. */
  readonly #tried = new Map<DocumentId, Millis>()
  #timer: NodeJS.Timeout | undefined
  #isStopped = false
  #running: Promise<void>

  constructor(options: QuietOptions) {
    this.#options = options
    this.#running = this.#look()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#timer)
    await this.#running
  }

  async #look(): Promise<void> {
    const { log, quietMs, now } = this.#options
    let nextMs = LOOK_MS_MAX
    try {
      const lastEdits = await this.#takeDue()
      nextMs = Math.min(LOOK_MS_MAX, ...lastEdits.map((lastEdit) => lastEdit + quietMs - now()))
    } catch (error) {
      log.error({ err: error }, 'quiet versions: the store could not be asked; trying again')
    }
    if (this.#isStopped) return
    const again = () => {
      this.#running = this.#look()
    }
    this.#timer = setTimeout(again, Math.max(LOOK_MS_MIN, Math.min(nextMs, quietMs)))
  }

  /** Takes what is due. Answers when the documents that are not due yet were last edited. */
  async #takeDue(): Promise<Millis[]> {
    const { store, quietMs, now } = this.#options
    const waiting: Millis[] = []
    for (const document of await store.rooms.unversionedSince()) {
      if (this.#isStopped) break
      if (this.#tried.get(document.documentId) === document.lastEdit) continue
      if (document.lastEdit + quietMs > now()) waiting.push(document.lastEdit)
      else await this.#take(document)
    }
    return waiting
  }

  async #take({ documentId, workspaceId, lastEdit }: Unversioned): Promise<void> {
    const { archive, log } = this.#options
    this.#tried.set(documentId, lastEdit)
    try {
      await archive.take({
        documentId,
        workspaceId,
        label: '',
        reason: 'quiet',
        author: null,
        requestId: null,
        onlyIfChanged: true,
      })
    } catch (error) {
      log.error({ err: error, documentId }, 'quiet version not taken; trying again after the next edit')
    }
  }
}

type Unversioned = Awaited<ReturnType<Store['rooms']['unversionedSince']>>[number]
