import type { DerivedFinding, FindingSource } from '../../schemas/plan/findings.ts'
import { startWorker } from '../app/own-worker.ts'
// oxlint-disable-next-line import/default -- the build makes the address of the worker's file its default export
import workerAddress from './findings-worker.ts?worker&url'

/** A reading asked of the worker, and its answer; the number tells late answers from fresh ones. */
export interface FindingsQuestion {
  readonly number: number
  readonly source: FindingSource
}
export type FindingsAnswer =
  | { readonly number: number; readonly ok: true; readonly findings: readonly DerivedFinding[] }
  | { readonly number: number; readonly ok: false }

interface Listeners {
  readonly onfindings: (findings: readonly DerivedFinding[]) => void
  readonly onfailure: () => void
}

/**
 * Reads findings in a worker, one text at a time: while one is being read only the newest of those asked for waits, so
 * that a long text under steady typing never piles up work.
 */
export class FindingsReader {
  readonly #listeners: Listeners
  readonly #worker: Worker
  #number = 0
  #isBusy = false
  #waiting: FindingSource | null = null

  constructor(listeners: Listeners) {
    this.#listeners = listeners
    this.#worker = startWorker(workerAddress)
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FindingsAnswer>) => this.#take(data))
    this.#worker.addEventListener('error', () => {
      this.#isBusy = false
      listeners.onfailure()
    })
  }

  /** Asks for the findings of a text; an older question that still waits is dropped. */
  read({ header, blocks }: FindingSource): void {
    this.#waiting = {
      header: pick(header),
      blocks: blocks.map(({ id, type, number, text }) => ({ id, type, number, text })),
    }
    this.#ask()
  }

  #ask(): void {
    if (this.#isBusy || this.#waiting === null) return
    this.#isBusy = true
    const question: FindingsQuestion = { number: ++this.#number, source: this.#waiting }
    this.#waiting = null
    this.#worker.postMessage(question)
  }

  #take(answer: FindingsAnswer): void {
    this.#isBusy = false
    if (answer.number === this.#number) {
      if (answer.ok) this.#listeners.onfindings(answer.findings)
      else this.#listeners.onfailure()
    }
    this.#ask()
  }

  stop(): void {
    this.#worker.terminate()
  }
}

function pick({ title, docNumber, date, recipients }: FindingSource['header']): FindingSource['header'] {
  return { title, docNumber, date, recipients: [...recipients] }
}
