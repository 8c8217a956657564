import { decodeText, TEXT_BYTES_MAX, type DecodedText } from './decode-text.ts'
import { PlanDraft } from './plan-draft.svelte.ts'
import { readInWorker } from './read-in-worker.ts'

/** Why a text was not read. */
export type Refused =
  | Exclude<DecodedText, { is: 'text' }>
  /** The reading itself failed: a fault of the program, not of the text. */
  | { readonly is: 'failed' }

export type ImportStage =
  | { readonly at: 'start' }
  | { readonly at: 'reading'; readonly characters: number }
  | { readonly at: 'refused'; readonly why: Refused }
  | { readonly at: 'review'; readonly draft: PlanDraft }

/** The way from dropped bytes to a draft under review. Nothing is created on it. */
export class ImportFlow {
  #stage: ImportStage = $state.raw({ at: 'start' })
  #cancel: (() => void) | null = null

  get stage(): ImportStage {
    return this.#stage
  }

  /** Reads a file as it lies on the disk. */
  async takeFile(file: File): Promise<void> {
    if (file.size > TEXT_BYTES_MAX) return this.#refuse({ is: 'too-large', bytes: file.size })
    let bytes: Uint8Array
    try {
      bytes = new Uint8Array(await file.arrayBuffer())
    } catch {
      // Gone or locked since it was chosen: the person is told, and can choose again.
      return this.#refuse({ is: 'failed' })
    }
    const decoded = decodeText(bytes)
    if (decoded.is === 'text') await this.takeText(decoded.text)
    else this.#refuse(decoded)
  }

  /** Reads a text that was pasted. */
  async takeText(text: string): Promise<void> {
    this.cancel()
    if (text.trim() === '') return this.#refuse({ is: 'empty' })
    const reading = readInWorker(text)
    this.#cancel = reading.cancel
    this.#stage = { at: 'reading', characters: text.length }
    try {
      const read = await reading.done
      if (read.kind === 'empty') this.#refuse({ is: 'empty' })
      else if (read.kind === 'not-text') this.#refuse({ is: 'not-text', file: 'other' })
      else this.#stage = { at: 'review', draft: new PlanDraft(read) }
    } catch {
      this.#refuse({ is: 'failed' })
    }
  }

  /** Stops a reading under way; back to the start. */
  cancel(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#stage = { at: 'start' }
  }

  #refuse(why: Refused): void {
    this.#stage = { at: 'refused', why }
  }
}
