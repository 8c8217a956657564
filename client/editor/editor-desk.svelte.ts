import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { Outline } from '../../schemas/text/numbering.ts'
import { EditorStatus } from './editor-status.svelte.ts'
import { Editor } from './open-editor.ts'
import type { Span } from './plugins/highlights.ts'
import { newId } from '../app/new-id.ts'

/** Sizes the sheet can be shown at, in hundredths. */
export const ZOOMS = [60, 75, 90, 100, 110, 125, 150, 200] as const

/** What the sheet hands over when it opens the editor. */
export interface DeskOptions {
  readonly body: Y.Text
  readonly awareness: Awareness | null
  readonly outline: Outline
  readonly isEditable: boolean
  readonly label: string
  readonly onselection?: ((blockId: string | null) => void) | undefined
  readonly onpicturesleftout?: ((count: number) => void) | undefined
}

/**
 * What toolbar, sheet and foot of one document share, and what a screen asks of its editor. A screen makes one, gives
 * it to the three, and calls `scrollTo`, `highlight` and the rest; before the sheet is there these do nothing.
 */
export class EditorDesk {
  readonly status = new EditorStatus()
  zoom: number = $state(100)
  /** Pages the text would fill, by the height of the sheet; 0 before it is known. */
  pages = $state(0)
  isEditable = $state(false)
  outline: Outline | null = $state.raw(null)
  #editor: Editor | null = null

  /** Opens the editor in `place`, closing one that was open. Returns how to close it. */
  open(place: HTMLElement, options: DeskOptions): () => void {
    this.#editor?.destroy()
    const editor = new Editor(place, {
      body: options.body,
      awareness: options.awareness,
      outline: options.outline,
      isEditable: options.isEditable,
      label: options.label,
      newId,
      now: Date.now,
      onChange: (state) => this.status.follow(state),
      onUndoChange: ({ canUndo, canRedo }) => Object.assign(this.status, { canUndo, canRedo }),
      onBlock: (blockId) => options.onselection?.(blockId),
      onPicturesLeftOut: (count) => options.onpicturesleftout?.(count),
    })
    this.#editor = editor
    return () => {
      editor.destroy()
      this.status.forget()
      if (this.#editor === editor) this.#editor = null
    }
  }

  /** Takes over what may change while the editor is open. */
  follow({ outline, isEditable, label }: Pick<DeskOptions, 'outline' | 'isEditable' | 'label'>): void {
    this.outline = outline
    this.isEditable = isEditable
    this.#editor?.setOutline(outline)
    this.#editor?.setEditable(isEditable)
    this.#editor?.retell(label)
  }

  /** Every command, for palette and key sheet; see `paletteCommands`. Empty until the editor is open. */
  get commands(): Editor['commands'] {
    return this.#editor?.commands ?? []
  }

  /** Runs an editor command by its id. */
  run(id: string): boolean {
    return this.#editor?.run(id) ?? false
  }

  focus(): void {
    this.#editor?.focus()
  }

  /** Brings a block into view, the caret staying where it is. False when the block is gone. */
  scrollTo(blockId: string): boolean {
    return this.#editor?.scrollTo(blockId) ?? false
  }

  /** Puts the caret into a block and brings it into view. */
  enter(blockId: string): boolean {
    return this.#editor?.enter(blockId) ?? false
  }

  /** Marks stretches of a block's text (characters from its start), or the whole block when none are given. */
  highlight(blockId: string, spans: readonly Span[] = []): void {
    this.#editor?.highlight(blockId, spans)
  }

  clearHighlights(): void {
    this.#editor?.clearHighlights()
  }

  /** One step larger or smaller. */
  zoomBy(steps: 1 | -1): void {
    const next =
      steps === 1 ? ZOOMS.find((each) => each > this.zoom) : ZOOMS.findLast((each) => each < this.zoom)
    this.zoom = next ?? this.zoom
  }
}
