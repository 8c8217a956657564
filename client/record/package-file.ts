import type { DocumentId } from '../../schemas/ids.ts'
import type { PackageReading, Remembered } from '../../schemas/record/package.ts'
import { startWorker } from '../app/own-worker.ts'
// oxlint-disable-next-line import/default -- the build makes the address of the worker's file its default export
import workerAddress from './verify-worker.ts?worker&url'

/** What the verifying worker is asked. */
export interface VerifyQuestion {
  readonly bytes: Uint8Array
  readonly remembered: Remembered
}

/** Fetches the self-proving package of a version; null when the server does not give it. */
export async function fetchPackage(documentId: DocumentId, number: number): Promise<Uint8Array | null> {
  try {
    const response = await fetch(`/api/documents/${documentId}/versions/${number}?format=package`, {
      credentials: 'same-origin',
    })
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null
  } catch {
    // No network: the caller says that the server is needed for this.
    return null
  }
}

/** Verifies a package in a worker, on this device alone: the server's word is not taken for it. */
export function verifyInWorker(bytes: Uint8Array, remembered: Remembered = {}): Promise<PackageReading> {
  const worker = startWorker(workerAddress)
  return new Promise<PackageReading>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<PackageReading>) => resolve(data))
    worker.addEventListener('error', (event) => reject(new Error(event.message)))
    const question: VerifyQuestion = { bytes, remembered }
    worker.postMessage(question)
  }).finally(() => worker.terminate())
}
