import { EditorState, Selection, type Plugin, type Transaction } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { Millis, NewId } from '../../schemas/ids.ts'
import { textBinding } from '../../schemas/text/binding.ts'
import type { Outline } from '../../schemas/text/numbering.ts'
import type { EditorHost } from '../../schemas/text/text-binding.ts'
import { renderBody } from '../../schemas/text/render.ts'
import { textUndo, type TextUndo } from '../../schemas/text/undo.ts'
import { blockById } from './block-by-id.ts'
import { editorCommands, keysOf, type EditorCommand } from './editor-commands.ts'
import { editorKeys } from './keymap.ts'
import { copyWithNumbers } from './paste/copy-plugin.ts'
import { cleanPaste } from './paste/paste-plugin.ts'
import { colleagueCarets } from './plugins/carets.ts'
import { CLAUSE_LABELS, clauseLabels } from './plugins/clause-labels.ts'
import { compositionHold } from './plugins/composition.ts'
import { clearHighlights, highlightIn, highlights, type Span } from './plugins/highlights.ts'
import { leftBehind } from './plugins/left-behind.ts'
import { longDocument } from './plugins/long-document.ts'
import { runInHeadings } from './plugins/run-in-headings.ts'
import { typedLabels } from './plugins/typed-labels.ts'
import { nodeViews } from './views/node-views.ts'
import type { TableHost } from './views/table-view.ts'

export interface EditorOptions {
  /** The official text of a loaded body room. */
  readonly body: Y.Text
  readonly outline: Outline
  /** Where carets are exchanged; null where nobody else can be. */
  readonly awareness: Awareness | null
  readonly newId: NewId
  readonly now: () => Millis
  readonly isEditable: boolean
  /** The accessible name of the text. */
  readonly label: string
  /** Called after every change of text or selection. */
  readonly onChange: (state: EditorState) => void
  readonly onUndoChange: (undo: TextUndo) => void
  /** The caret came into another block; null when it stands in none that has an id. */
  readonly onBlock: (blockId: string | null) => void
  readonly onPicturesLeftOut: (count: number) => void
}

/** An editor on one body. Whoever opens it destroys it. */
export class Editor {
  readonly commands: readonly EditorCommand[]
  readonly #view: EditorView
  readonly #undo: TextUndo
  readonly #options: EditorOptions
  readonly #stopUndo: () => void
  readonly #tableHost: TableHost
  #isEditable: boolean
  #label: string
  #blockId: string | null = null

  constructor(place: HTMLElement, options: EditorOptions) {
    this.#options = options
    this.#isEditable = options.isEditable
    this.#label = options.label
    this.#tableHost = {
      run: (id) => this.#runHere(id),
      newId: options.newId,
      now: options.now,
      beginStep: () => this.#undo.stopCapturing(),
    }
    this.#undo = textUndo(options.body, { host: this.#host() })
    this.commands = editorCommands(this.#undo, options.newId)
    this.#view = new EditorView(place, {
      state: EditorState.create({ doc: renderBody(options.body), plugins: this.#plugins() }),
      nodeViews: nodeViews(this.#tableHost),
      editable: () => this.#isEditable,
      attributes: () => ({
        class: 'official-text',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-readonly': String(!this.#isEditable),
        'aria-label': this.#label,
        // A checker of English words underlines every Chinese one, and costs time at each key.
        spellcheck: 'false',
        lang: 'zh-CN',
      }),
      dispatchTransaction: (tr) => this.#dispatch(tr),
    })
    this.#stopUndo = this.#undo.subscribe(() => options.onUndoChange(this.#undo))
    options.onChange(this.#view.state)
    options.onUndoChange(this.#undo)
  }

  /** The view as undo knows it; undo must be there before the view, whose keys run it. */
  #host(): EditorHost {
    const view = (): EditorView => this.#view
    return {
      get state() {
        return view().state
      },
      dispatch: (tr) => view().dispatch(tr),
    }
  }

  #plugins(): Plugin[] {
    const { awareness, body, newId, onPicturesLeftOut, outline } = this.#options
    const beginStep = (): void => this.#undo.stopCapturing()
    return [
      editorKeys(keysOf(this.commands)),
      typedLabels(beginStep),
      cleanPaste({ newId, beginStep, onPicturesLeftOut }),
      copyWithNumbers(),
      compositionHold(),
      clauseLabels(outline),
      runInHeadings(),
      highlights(),
      leftBehind(),
      longDocument(),
      ...(awareness === null ? [] : [colleagueCarets(awareness)]),
      textBinding(body, { newId, canWrite: () => this.#isEditable }),
    ]
  }

  #dispatch(tr: Transaction): void {
    this.#view.updateState(this.#view.state.apply(tr))
    if (!tr.docChanged && !tr.selectionSet && !tr.storedMarksSet) return
    const { state } = this.#view
    this.#options.onChange(state)
    const { $from } = state.selection
    const id: unknown = $from.depth > 0 ? $from.node(1).attrs.id : $from.nodeAfter?.attrs.id
    const blockId = typeof id === 'string' && id !== '' ? id : null
    if (blockId === this.#blockId) return
    this.#blockId = blockId
    this.#options.onBlock(blockId)
  }

  get undo(): TextUndo {
    return this.#undo
  }

  /** Runs a command by its id and gives the focus back to the text. False when it does nothing here. */
  run(id: string): boolean {
    const command = this.commands.find((command) => command.id === id)
    if (command === undefined || !this.#isEditable || this.#view.composing) return false
    const hasRun = command.run(this.#view.state, this.#view.dispatch, this.#view)
    this.#view.focus()
    return hasRun
  }

  /** As `run`, for parts of the text that keep the focus: cells of tables. */
  #runHere(id: string): void {
    const command = this.commands.find((command) => command.id === id)
    if (this.#isEditable) command?.run(this.#view.state, this.#view.dispatch, this.#view)
  }

  focus(): void {
    this.#view.focus()
  }

  setEditable(isEditable: boolean): void {
    if (isEditable === this.#isEditable) return
    this.#isEditable = isEditable
    // The cells of tables ask only when they are drawn.
    this.#view.setProps({ nodeViews: nodeViews(this.#tableHost) })
  }

  setOutline(outline: Outline): void {
    if (CLAUSE_LABELS.getState(this.#view.state)?.outline.join() === outline.join()) return
    this.#view.dispatch(this.#view.state.tr.setMeta(CLAUSE_LABELS, outline))
  }

  /** Draws the words inside the text (closed boxes, its own name) again, after a change of language. */
  retell(label: string): void {
    if (label === this.#label) return
    this.#label = label
    this.#view.setProps({ nodeViews: nodeViews(this.#tableHost) })
  }

  /** Brings a block into view without moving the caret. False when it is no longer there. */
  scrollTo(blockId: string): boolean {
    const found = blockById(this.#view.state.doc, blockId)
    const element = found === null ? null : this.#view.nodeDOM(found.from)
    if (!(element instanceof HTMLElement)) return false
    element.scrollIntoView({ block: 'center' })
    return true
  }

  /** Puts the caret at the start of a block and brings it into view. */
  enter(blockId: string): boolean {
    const found = blockById(this.#view.state.doc, blockId)
    if (found === null) return false
    const { state } = this.#view
    this.#view.dispatch(
      state.tr.setSelection(Selection.near(state.doc.resolve(found.from + 1))).scrollIntoView(),
    )
    this.#view.focus()
    return true
  }

  /** Marks stretches of a block's text, or the whole block when none are given; replaces what was marked before. */
  highlight(blockId: string, spans: readonly Span[] = []): void {
    this.#view.dispatch(highlightIn(this.#view.state, blockId, spans))
  }

  clearHighlights(): void {
    this.#view.dispatch(clearHighlights(this.#view.state))
  }

  destroy(): void {
    if (this.#view.isDestroyed) return
    this.#stopUndo()
    this.#view.destroy()
    this.#undo.destroy()
  }
}
