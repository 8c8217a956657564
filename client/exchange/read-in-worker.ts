import type { PlanReading } from '../../schemas/text/reading/reading.ts'
import { startWorker } from '../app/own-worker.ts'
// oxlint-disable-next-line import/default -- the build makes the address of the worker's file its default export
import workerAddress from './reading-worker.ts?worker&url'

/** What the reading worker answers. */
export type ReadingAnswer =
  { readonly ok: true; readonly reading: PlanReading } | { readonly ok: false; readonly why: string }

/** A reading under way. */
export interface RunningReading {
  /** Rejects when the worker fails; never settles after {@link cancel}. */
  readonly done: Promise<PlanReading>
  readonly cancel: () => void
}

/** Reads a text in a worker, so that a long one never holds up the page. */
export function readInWorker(text: string): RunningReading {
  const worker = startWorker(workerAddress)
  const done = new Promise<PlanReading>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<ReadingAnswer>) => {
      worker.terminate()
      if (data.ok) resolve(data.reading)
      else reject(new Error(data.why))
    })
    worker.addEventListener('error', (event) => {
      worker.terminate()
      reject(new Error(event.message || 'the reading worker did not start'))
    })
  })
  worker.postMessage(text)
  return { done, cancel: () => worker.terminate() }
}
