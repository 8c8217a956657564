import type { Node } from 'prosemirror-model'
import type { EditorState, Transaction } from 'prosemirror-state'
import type * as Y from 'yjs'
import { BlockIndex } from './block-index.ts'
import { blockRegion } from './block-region.ts'
import { startOf, startsOf } from './block-starts.ts'
import { keepCaret } from './caret.ts'
import { readAll, readRanges, type Replacement } from './catch-up.ts'
import type { Change } from './changes.ts'
import { dirtyRanges } from './dirty-blocks.ts'
import { HeldBlock } from './held-block.ts'
import { toLasting, type TextPosition } from './lasting-position.ts'
import { localOps } from './local-ops.ts'
import { originRanges, type OriginRange } from './origin-ranges.ts'
import { addStretchSteps } from './region-steps.ts'
import { reindex, walkable } from './reindex.ts'
import { PastUnits } from './write-by-id.ts'
import { writeMarkers, writeOps } from './write-ops.ts'

/** Yjs origin of everything a person does in the editor of this tab. Undo tracks it, and nothing else. */
export const TEXT_EDIT = Symbol('official text edit')

/** What a binding needs of an editor: an `EditorView` is one, tests bring a headless one. */
export interface EditorHost {
  readonly state: EditorState
  dispatch(tr: Transaction): void
}

/** A selection that survives everybody's edits. */
export interface SavedSelection {
  readonly anchor: TextPosition
  readonly head: TextPosition
}

/** What a binding needs of its plugin. */
export interface BindingPlugin {
  /** Marks a transaction as bringing the body's content into the editor. */
  markRemote(tr: Transaction): Transaction
  /** Local changes of the state's document since `isCurrent` last held. */
  changesOf(state: EditorState): readonly Change[]
}

/**
 * Keeps one editor and one body equal: local transactions become small deltas, colleagues' changes small steps.
 * It repairs nothing in the body: what it cannot show it leaves where it is.
 */
export class TextBinding {
  readonly body: Y.Text
  readonly #index: BlockIndex
  readonly #plugin: BindingPlugin
  #host: EditorHost | null = null
  /** The editor's document as it was when last brought together with the body. */
  #current: Node | null = null
  /** The state of the last call of `update`, while its document is current. */
  #lastState: EditorState | null = null
  #selectionBefore: SavedSelection | null = null
  #writing = false
  /** Something else landed in the body while a local edit was written. */
  #missed = false
  #wantsHold = false
  #held: HeldBlock | null = null
  /** Set when colleagues' changes wait for a local edit: what the body held before the first of them. */
  #past: PastUnits | null = null
  readonly #onEvents = (_events: unknown, transaction: Y.Transaction) => this.#receive(transaction)

  constructor(body: Y.Text, plugin: BindingPlugin) {
    this.body = body
    this.#index = new BlockIndex(body)
    this.#plugin = plugin
  }

  /** The body, and where the blocks shown lie in it. While `isWaiting`, where they lay. */
  get shown(): { readonly body: Y.Text; readonly index: BlockIndex } {
    return { body: this.body, index: this.#index }
  }

  /** The selection as it was before the last local edit was written. */
  get selectionBefore(): SavedSelection | null {
    return this.#selectionBefore
  }

  /** Whether a composition is protected at the moment. */
  get isHeld(): boolean {
    return this.#held !== null
  }

  /** Whether colleagues' changes wait for a composition to end. */
  get isWaiting(): boolean {
    return this.#past !== null
  }

  /** Ids of the units of block `index`, its marker included. */
  originOf(index: number): OriginRange[] {
    return originRanges(this.#index.walkStart(index).item, this.#index.entries[index]?.item ?? null)
  }

  /** Whether `doc` is what the body was last brought together with. */
  isCurrent(doc: Node): boolean {
    return doc === this.#current
  }

  /** Begins to keep `host` and the body equal, catching up with what changed since the state was made. */
  attach(host: EditorHost): void {
    this.detach()
    this.#host = host
    this.body.observeDeep(this.#onEvents)
    this.#catchUp()
    this.#lastState = host.state
  }

  /** Ends it, writing first what is not yet written. Safe to call twice. */
  detach(): void {
    if (this.#host === null) return
    this.release()
    this.body.unobserveDeep(this.#onEvents)
    this.#host = null
    this.#current = null
    this.#index.clear()
  }

  /** To be called after each change of the host's state: writes what is new to the body. */
  update(): void {
    const state = this.#host?.state
    if (state === undefined || this.#current === null) return
    const last = this.#lastState
    this.#lastState = state
    if (state.doc === this.#current) return
    const isFirst = !this.isWaiting && this.#held?.isChanged !== true
    if (isFirst && last?.doc === this.#current) this.#selectionBefore = this.#save(last)
    const changes = this.#plugin.changesOf(state)
    if (this.#holdBack(this.#current, state.doc, changes)) return
    this.#settle(this.#current, state.doc, changes)
    if (this.#wantsHold) this.hold()
  }

  /**
   * Composition begins: from now on the block at the caret is not sent, and colleagues' changes of it wait. Once one
   * waits, the others wait as well, to arrive in order. The caller sets the longest time and calls `release`.
   */
  hold(): void {
    const state = this.#host?.state
    if (state === undefined || state.doc !== this.#current || this.#held !== null) return
    this.#wantsHold = true
    const place = state.selection.$from.index(0)
    const entry = this.#index.entries[place]
    const block = state.doc.maybeChild(place)
    if (entry !== undefined && block?.isTextblock) this.#held = new HeldBlock(entry, block)
  }

  /** Composition has ended, or waited long enough: sends what was composed, then shows what waited. */
  release(): void {
    this.#wantsHold = false
    const state = this.#host?.state
    if (this.#held === null || state === undefined || this.#current === null) return
    this.#settle(this.#current, state.doc, [])
  }

  #save({ doc, selection }: EditorState): SavedSelection {
    const shown = { ...this.shown, doc }
    return { anchor: toLasting(shown, selection.anchor, -1), head: toLasting(shown, selection.head, -1) }
  }

  /** Keeps a local change to itself if all of it lies in the held block. */
  #holdBack(before: Node, after: Node, changes: readonly Change[]): boolean {
    if (this.#held === null) return false
    const place = this.#index.entries.indexOf(this.#held.entry)
    const region = blockRegion(before, after, changes)
    if (region.from !== place || region.toA !== place + 1 || region.toB !== place + 1) return false
    if (after.child(place).type !== this.#held.base.type) return false
    this.#held.add(changes, startOf(before, place))
    this.#current = after
    return true
  }

  /** Writes all that is not yet written and shows all that waits. */
  #settle(before: Node, after: Node, changes: readonly Change[]): void {
    const held = this.#held
    this.#held = null
    if (held === null) return this.#write(before, after, changes)
    const place = this.#index.entries.indexOf(held.entry)
    const all = held.changesAt(startOf(before, place), changes)
    this.#write(held.baseDoc(before, place), after, all)
  }

  #write(before: Node, after: Node, changes: readonly Change[]): void {
    const past = this.#past
    const region = walkable(this.#index, blockRegion(before, after, changes), after)
    const { ops, writes } = localOps({ a: before, b: after }, region, { changes, index: this.#index })
    const start = this.#index.unitsBefore(region.from)
    let isShown = false
    this.#past = null
    this.#current = after
    this.#transact(() => {
      writeMarkers(writes)
      if (past !== null) return past.write(start, ops)
      writeOps(this.body, start, ops)
      isShown = reindex(this.#index, region, after)
    })
    if (isShown && !this.#missed) return
    // The index no longer tells which block is which.
    if (this.#index.entries.length !== after.childCount) this.#index.clear()
    this.#catchUp()
  }

  #transact(write: () => void): void {
    this.#writing = true
    try {
      this.body.doc?.transact(write, TEXT_EDIT)
    } finally {
      this.#writing = false
    }
  }

  #receive(transaction: Y.Transaction): void {
    const state = this.#host?.state
    if (state === undefined || this.#current === null || this.#past !== null) return
    if (this.#writing) {
      // A write has indexed its own doing. What else lands meanwhile is looked at when it is through.
      if (transaction.origin !== TEXT_EDIT) this.#missed = true
      return
    }
    const replacements = readRanges(
      this.#index,
      dirtyRanges(this.body, this.#index, transaction),
      transaction,
    )
    if (state.doc !== this.#current || replacements.some((replacement) => this.#touchesHeld(replacement))) {
      this.#past = new PastUnits(this.body, transaction)
      return
    }
    const grown = replacements.reduce((sum, { from, to, nodes }) => sum + nodes.length - (to - from), 0)
    if (this.#index.entries.length + grown === 0) this.#catchUp()
    else this.#show(replacements)
  }

  #touchesHeld({ from, to }: Replacement): boolean {
    if (this.#held === null) return false
    const place = this.#index.entries.indexOf(this.#held.entry)
    return place >= from && place < to
  }

  #catchUp(): void {
    this.#missed = false
    const replacements = readAll(this.body, this.#index)
    const blocks = this.#index.entries.length
    // Without an index yet, what stands in the editor is compared as a whole.
    const count = blocks === 0 ? (this.#host?.state.doc.childCount ?? 0) : blocks
    this.#show(
      blocks === 0 ? replacements.map((each) => Object.assign(each, { from: 0, to: count })) : replacements,
    )
  }

  /** Brings what was read from the body into the index and the editor, in one transaction. */
  #show(replacements: readonly Replacement[]): void {
    const host = this.#host
    if (host === null) return
    const { state } = host
    const tr = state.tr
    const starts = startsOf(state.doc, replacements)
    const blocks = this.#index.entries.length
    // From the last to the first: what is shown does not move what comes before.
    for (const [place, { from, to, entries, nodes, changes }] of [...replacements.entries()].toReversed()) {
      addStretchSteps(tr, { index: from, pos: starts[place] ?? 0, count: to - from, nodes, changes })
      this.#index.replace(from, Math.min(to, blocks), entries)
    }
    const last = replacements.at(-1)
    if (last !== undefined && last.to >= blocks) this.#index.setFormatsAtEnd(last.formatsAfter)
    this.#current = tr.doc
    if (!tr.docChanged) return
    keepCaret(state, tr)
    host.dispatch(this.#plugin.markRemote(tr.setMeta('addToHistory', false)))
  }
}
