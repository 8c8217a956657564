import type { EditorState } from 'prosemirror-state'
import { officialSchema } from '../../schemas/text/official-schema.ts'

/** Characters are counted at most this often: writing a number at every key costs a frame more than the key itself. */
const COUNT_PAUSE_MS = 300

/** What the toolbar and the foot of the sheet show of an editor. Plain values only: no ProseMirror object is kept. */
export class EditorStatus {
  /** Level of the paragraph at the caret; null when it stands in none. */
  level: number | null = $state(0)
  /** Names of the marks that the next letter would have. */
  marks: ReadonlySet<string> = $state.raw(new Set())
  characters = $state(0)
  canUndo = $state(false)
  canRedo = $state(false)
  #marksKey = ''
  #counted: EditorState | null = null
  #countTimer: ReturnType<typeof setTimeout> | undefined

  /** Takes over what `state` says. Called after every change, so it looks at the caret only, never at the document. */
  follow(state: EditorState): void {
    const { $from: from, empty } = state.selection
    const isText = from.parent.type === officialSchema.nodes.paragraph
    this.level = isText && typeof from.parent.attrs.level === 'number' ? from.parent.attrs.level : null
    const marks = state.storedMarks ?? (empty ? from.marks() : (from.nodeAfter?.marks ?? []))
    const names = marks.map((mark) => mark.type.name)
    const key = names.join()
    if (key !== this.#marksKey) this.marks = new Set(names)
    this.#marksKey = key
    this.#counted = state
    this.#countTimer ??= setTimeout(this.#count, COUNT_PAUSE_MS)
  }

  readonly #count = (): void => {
    this.#countTimer = undefined
    const doc = this.#counted?.doc
    // Opening and closing of every block are positions too; the rest are characters.
    if (doc !== undefined) this.characters = doc.content.size - 2 * doc.childCount
    this.#counted = null
  }

  /** Lets go of the last state, when its editor closes. */
  forget(): void {
    clearTimeout(this.#countTimer)
    this.#countTimer = undefined
    this.#counted = null
  }
}
