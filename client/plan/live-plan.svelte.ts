import type * as Y from 'yjs'
import { readOfficial, type OfficialContent } from '../../schemas/official/content.ts'
import { mergeFindings, type DerivedFinding, type PlanFinding } from '../../schemas/plan/findings.ts'
import { readJudgements, type Judgement } from '../../schemas/plan/judgement.ts'
import { outlineOf, type OutlineLine } from './outline.ts'
import { FindingsReader } from './findings-reader.ts'

/** How long the text must rest before it is read again, and how long a steady writer can put that off, in ms. */
const REST_MS = 400
const PUT_OFF_MAX_MS = 3_000

/** What of a plan is shown beside its text: outline, findings, judgements. Read when the text rests, never per key. */
export class LivePlan {
  #content: OfficialContent | null = $state.raw(null)
  #judgements: readonly Judgement[] = $state.raw([])
  #derived: readonly DerivedFinding[] | null = $state.raw(null)
  #failed = $state(false)
  readonly #outline: readonly OutlineLine[] = $derived(
    this.#content === null ? [] : outlineOf(this.#content.blocks),
  )
  readonly #findings: readonly PlanFinding[] = $derived(
    this.#content === null || this.#derived === null
      ? []
      : mergeFindings(this.#derived, this.#judgements, this.#content.blocks),
  )

  /** Null until the text has been read once. */
  get content(): OfficialContent | null {
    return this.#content
  }

  get outline(): readonly OutlineLine[] {
    return this.#outline
  }

  get findings(): readonly PlanFinding[] {
    return this.#findings
  }

  /** Whether the findings shown are of some reading; before the first they are unknown, not none. */
  get hasFindings(): boolean {
    return this.#derived !== null
  }

  /** The last reading failed; what is shown is of the one before. */
  get hasFailed(): boolean {
    return this.#failed
  }

  /** Follows a loaded body room. Call the returned function to stop. */
  follow(doc: Y.Doc): () => void {
    const reader = new FindingsReader({
      onfindings: (derived) => {
        this.#derived = derived
        this.#failed = false
      },
      onfailure: () => (this.#failed = true),
    })
    const read = (): void => {
      // Not read back from the state: an effect that follows would then follow itself.
      const content = readOfficial(doc)
      this.#content = content
      this.#judgements = readJudgements(doc)
      reader.read(content)
    }
    const judged = (): void => {
      this.#judgements = readJudgements(doc)
    }
    const later = whenAtRest(read)
    doc.on('update', later.call)
    const confirmed = doc.getMap('confirmed')
    confirmed.observeDeep(judged)
    read()
    return () => {
      doc.off('update', later.call)
      confirmed.unobserveDeep(judged)
      later.stop()
      reader.stop()
    }
  }
}

/** Calls `read` when calls have ceased for a moment, and now and then while they do not. */
function whenAtRest(read: () => void): { readonly call: () => void; readonly stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | null = null
  let firstAt = 0
  let idle = 0
  const run = (): void => {
    timer = null
    // A long text takes tens of milliseconds: they are taken from a pause between keys where the browser can tell one.
    if ('requestIdleCallback' in window) idle = requestIdleCallback(read, { timeout: REST_MS })
    else read()
  }
  return {
    call: () => {
      const now = Date.now()
      if (timer === null) firstAt = now
      else clearTimeout(timer)
      timer = setTimeout(run, Math.max(0, Math.min(REST_MS, firstAt + PUT_OFF_MAX_MS - now)))
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer)
      timer = null
      if (idle !== 0) cancelIdleCallback(idle)
    },
  }
}
