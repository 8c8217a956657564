import * as v from 'valibot'
import { DocumentId, type Millis, type WorkspaceId } from '../../schemas/ids.ts'

/** As many as a person still remembers having had open. */
const KEPT = 12

const Opened = v.object({ document: DocumentId, at: v.number() })
export type Opened = v.InferOutput<typeof Opened>

/** The documents last opened on this device in one workspace, latest first. */
export class RecentDocuments {
  readonly #key: string
  #opened: readonly Opened[] = $state.raw([])

  constructor(workspaceId: WorkspaceId) {
    this.#key = `heshu-recent-${workspaceId}`
    this.#opened = stored(this.#key)
  }

  get opened(): readonly Opened[] {
    return this.#opened
  }

  /** Notes that a document was opened at time `at`. */
  note(document: DocumentId, at: Millis): void {
    this.#opened = [{ document, at }, ...this.#opened.filter((each) => each.document !== document)].slice(
      0,
      KEPT,
    )
    localStorage.setItem(this.#key, JSON.stringify(this.#opened))
  }
}

function stored(key: string): readonly Opened[] {
  try {
    const read = v.safeParse(v.array(Opened), JSON.parse(localStorage.getItem(key) ?? '[]'))
    return read.success ? read.output : []
  } catch {
    // Not JSON: nothing is remembered then.
    return []
  }
}
