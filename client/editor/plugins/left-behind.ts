import type { Node } from 'prosemirror-model'
import { Plugin, PluginKey, type EditorState, type Transaction } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import { bindingOf, isRemote } from '../../../schemas/text/binding.ts'
import { startOf } from '../../../schemas/text/block-starts.ts'
import { leftBehind as findLeftBehind, type LeftBehind } from '../../../schemas/text/left-behind.ts'
import { editorWords } from '../../app/language/editor.ts'
import { say } from '../../app/language/language.svelte.ts'

/** Rest after a change before the body is looked through: nobody waits for a note, and a key must cost nothing. */
const REST_MS = 600

interface Shown {
  readonly decorations: DecorationSet
  /** Where notes stood that somebody has seen to in this editor; never drawn. */
  readonly settled: DecorationSet
}

type Meta = { readonly found: readonly LeftBehind[] } | { readonly settle: string }

const LEFT_BEHIND = new PluginKey<Shown>('text left behind')

/**
 * Marks text that was written into a paragraph while somebody moved it, and stayed behind. The mark goes once the
 * text is edited here, or is waved away. [E13]
 */
export function leftBehind(): Plugin<Shown> {
  return new Plugin<Shown>({
    key: LEFT_BEHIND,
    state: {
      init: () => ({ decorations: DecorationSet.empty, settled: DecorationSet.empty }),
      apply: (tr, shown) => nextShown(tr, shown),
    },
    props: { decorations: (state) => LEFT_BEHIND.getState(state)?.decorations },
    view: (view) => new Watch(view),
  })
}

function nextShown(tr: Transaction, shown: Shown): Shown {
  const meta: Meta | undefined = tr.getMeta(LEFT_BEHIND)
  if (meta !== undefined && 'found' in meta)
    return { ...shown, decorations: draw(tr, meta.found, shown.settled) }
  if (meta !== undefined) return settle(tr.doc, shown, new Set([meta.settle]))
  if (!tr.docChanged || (isEmpty(shown.decorations) && isEmpty(shown.settled))) return shown
  const edited = isRemote(tr) ? new Set<string>() : editedKeys(tr, shown.decorations)
  const { decorations, settled } = settle(tr.before, shown, edited)
  return { decorations: decorations.map(tr.mapping, tr.doc), settled: settled.map(tr.mapping, tr.doc) }
}

function isEmpty(decorations: DecorationSet): boolean {
  return decorations === DecorationSet.empty
}

/** Takes notes away, and keeps where they stood: a note on what is left of the text would be the same note. */
function settle(doc: Node, { decorations, settled }: Shown, keys: ReadonlySet<string>): Shown {
  if (keys.size === 0) return { decorations, settled }
  const gone = decorations.find(undefined, undefined, (spec) => keys.has(spec.left))
  const places = gone
    .filter(({ from, to }) => from < to)
    .map(({ from, to }) => Decoration.inline(from, to, {}, { inclusiveStart: true, inclusiveEnd: true }))
  return { decorations: decorations.remove(gone), settled: settled.add(doc, places) }
}

/** Notes whose text a local transaction changes; writing right before or behind it changes nothing of it. */
function editedKeys(tr: Transaction, decorations: DecorationSet): Set<string> {
  const keys = new Set<string>()
  let now = decorations
  for (const [index, map] of tr.mapping.maps.entries()) {
    map.forEach((from, to) => {
      for (const each of now.find(from, to)) {
        if (each.from < each.to && from < each.to && to > each.from) keys.add(String(each.spec.left))
      }
    })
    now = now.map(tr.mapping.slice(index, index + 1), tr.docs[index + 1] ?? tr.doc)
  }
  return keys
}

function draw({ doc }: Transaction, found: readonly LeftBehind[], settled: DecorationSet): DecorationSet {
  const decorations = found.flatMap(({ key, block, from, to }) => {
    const start = startOf(doc, block) + 1
    if (settled.find(start + from, start + to).length > 0) return []
    return [
      Decoration.inline(start + from, start + to, markAttributes(), { left: key }),
      Decoration.widget(start + to, (view) => settleButton(view, key), {
        key: `left-${key}`,
        left: key,
        side: -1,
        ignoreSelection: true,
        stopEvent: () => true,
      }),
    ]
  })
  return decorations.length === 0 ? DecorationSet.empty : DecorationSet.create(doc, decorations)
}

function markAttributes(): Record<string, string> {
  const note = say(editorWords.leftBehind)
  return { class: 'left-behind', nodeName: 'mark', title: note, 'aria-description': note }
}

/** What it says is drawn by the style sheet: it is no word of the text, and searching must not find it there. */
function settleButton(view: EditorView, key: string): HTMLElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'left-behind-settle'
  button.contentEditable = 'false'
  button.title = say(editorWords.leftBehindSettle)
  button.setAttribute('aria-label', `${say(editorWords.leftBehind)}，${say(editorWords.leftBehindSettle)}`)
  button.addEventListener('mousedown', (event) => event.preventDefault())
  button.addEventListener('click', () => {
    const meta: Meta = { settle: key }
    view.dispatch(view.state.tr.setMeta(LEFT_BEHIND, meta))
    view.focus()
  })
  return button
}

/** Looks the body through when the document has rested. */
class Watch {
  readonly #view: EditorView
  #timer: ReturnType<typeof setTimeout> | undefined
  #last = '[]'

  constructor(view: EditorView) {
    this.#view = view
    this.#wait()
  }

  update(view: EditorView, before: EditorState): void {
    if (view.state.doc !== before.doc) this.#wait()
  }

  destroy(): void {
    clearTimeout(this.#timer)
  }

  #wait(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#look, REST_MS)
  }

  readonly #look = (): void => {
    const { state, composing } = this.#view
    const binding = bindingOf(state)
    if (binding === null) return
    // Where the body is ahead of the editor, places in the one are none in the other.
    if (composing || !binding.isCurrent(state.doc) || binding.isHeld || binding.isWaiting) return this.#wait()
    const meta: Meta = { found: findLeftBehind(binding.body) }
    const told = JSON.stringify(meta.found)
    if (told === this.#last) return
    this.#last = told
    this.#view.dispatch(state.tr.setMeta(LEFT_BEHIND, meta))
  }
}
