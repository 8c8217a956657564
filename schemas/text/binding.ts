import { Plugin, PluginKey, type EditorState, type Transaction } from 'prosemirror-state'
import type * as Y from 'yjs'
import type { NewId } from '../ids.ts'

/** Yjs origin of everything a person does in the editor of this tab. Undo tracks it, and nothing else. */
export const TEXT_EDIT = Symbol('official text edit')

export interface TextBindingOptions {
  /** Ids for blocks made here. */
  readonly newId: NewId
  /** While false, local changes of the document are refused. Default: always true. */
  readonly canWrite?: () => boolean
}

/** What a binding needs of an editor: an `EditorView` is one, tests bring a headless one. */
export interface EditorHost {
  readonly state: EditorState
  dispatch(tr: Transaction): void
}

export interface TextBindingState {
  readonly binding: TextBinding
}

export const TEXT_BINDING_KEY = new PluginKey<TextBindingState>('official text')

export class TextBinding {
  readonly body: Y.Text
  constructor(body: Y.Text, _options: TextBindingOptions) {
    this.body = body
  }
  attach(_host: EditorHost): void {}
  update(_host: EditorHost): void {}
  detach(): void {}
  /** Composition begins: from now on the block at the caret is neither sent nor touched by colleagues' changes. */
  hold(): void {}
  /** Composition has ended, or waited long enough. Safe to call at any time. */
  release(): void {}
  get held(): boolean {
    return false
  }
}

/**
 * Ties an editor to a body. Create the state with `EditorState.create({ doc: renderBody(body), plugins: [textBinding(body, …)] })`.
 * Transactions that come from colleagues carry the meta `TEXT_BINDING_KEY` = `{ remote: true }` and `addToHistory: false`.
 */
export function textBinding(body: Y.Text, options: TextBindingOptions): Plugin<TextBindingState> {
  const binding = new TextBinding(body, options)
  return new Plugin({
    key: TEXT_BINDING_KEY,
    state: { init: () => ({ binding }), apply: (_tr, value) => value },
    view(view) {
      binding.attach(view)
      return { update: () => binding.update(view), destroy: () => binding.detach() }
    },
  })
}
