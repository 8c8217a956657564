import { Plugin, PluginKey, type EditorState, type Transaction } from 'prosemirror-state'
import type * as Y from 'yjs'
import type { NewId } from '../ids.ts'
import { assignIds } from './block-ids.ts'
import { addStepMap, type Change } from './changes.ts'
import { TextBinding } from './text-binding.ts'

export interface TextBindingOptions {
  /** Ids for blocks made here. */
  readonly newId: NewId
  /** While false, local changes of the document are refused. Default: always true. */
  readonly canWrite?: () => boolean
}

export interface TextBindingState {
  readonly binding: TextBinding
  /** Local changes since the body and the editor were last brought together. */
  readonly changes: readonly Change[]
}

/** Set on transactions that bring the body's content into the editor. */
interface TextBindingMeta {
  readonly remote: true
}

export const TEXT_BINDING_KEY = new PluginKey<TextBindingState>('official text')

/** Whether a transaction brings colleagues' changes, or an undo, into the editor. */
export function isRemote(tr: Transaction): boolean {
  const meta: TextBindingMeta | undefined = tr.getMeta(TEXT_BINDING_KEY)
  return meta?.remote === true
}

/** The binding of an editor's state, or null when it has none. */
export function bindingOf(state: EditorState): TextBinding | null {
  return TEXT_BINDING_KEY.getState(state)?.binding ?? null
}

/**
 * Ties an editor to a body: `EditorState.create({ doc: renderBody(body), plugins: [textBinding(body, …), …] })`.
 * After each transaction the editor's document equals `renderBody(body)`, except for a held block. Transactions that
 * bring colleagues' changes carry `addToHistory: false` and are told by `isRemote`.
 */
export function textBinding(body: Y.Text, options: TextBindingOptions): Plugin<TextBindingState> {
  const meta: TextBindingMeta = { remote: true }
  const binding = new TextBinding(body, {
    markRemote: (tr) => tr.setMeta(TEXT_BINDING_KEY, meta),
    changesOf: (state) => TEXT_BINDING_KEY.getState(state)?.changes ?? [],
  })
  const canWrite = options.canWrite ?? (() => true)
  return new Plugin<TextBindingState>({
    key: TEXT_BINDING_KEY,
    state: {
      init: () => ({ binding, changes: [] }),
      apply: (tr, value, before) =>
        tr.docChanged ? { binding, changes: changesAfter(tr, value, before) } : value,
    },
    filterTransaction: (tr) => !tr.docChanged || isRemote(tr) || canWrite(),
    appendTransaction(transactions, before, state) {
      const local = transactions.filter((tr) => tr.docChanged && !isRemote(tr))
      if (local.length === 0) return null
      const changes = local.reduce<readonly Change[]>(changesOf, [])
      const tr = state.tr
      return assignIds(tr, before.doc, { changes, newId: options.newId }) ? tr : null
    },
    view(view) {
      binding.attach(view)
      return { update: () => binding.update(), destroy: () => binding.detach() }
    },
  })

  function changesAfter(tr: Transaction, value: TextBindingState, before: EditorState): readonly Change[] {
    if (isRemote(tr)) return []
    return changesOf(binding.isCurrent(before.doc) ? [] : value.changes, tr)
  }
}

function changesOf(changes: readonly Change[], tr: Transaction): readonly Change[] {
  return tr.mapping.maps.reduce(addStepMap, changes)
}
