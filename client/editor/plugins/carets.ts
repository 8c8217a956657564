import { Plugin, PluginKey, type EditorState, type Transaction } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'
import { absolutePosition, relativePosition } from '../../../schemas/text/positions.ts'
import { personIndex } from '../../ui/person.ts'
import { readPersonCaret, type PersonCaret } from '../person-caret.ts'

/** Least time between two announcements of one's own caret. */
const ANNOUNCE_PAUSE_MS = 80
/** More carets than this are not drawn: a crowd of readers must not slow a writer. */
const CARETS_MAX = 40

interface CaretState {
  readonly people: readonly PersonCaret[]
  readonly decorations: DecorationSet
}

const CARETS = new PluginKey<CaretState>('carets of colleagues')

/**
 * Shows where colleagues write and what they have selected, and tells them the same of this editor. Carets are held
 * as relative positions; between two announcements they ride along with the text. [E7]
 */
export function colleagueCarets(awareness: Awareness): Plugin<CaretState> {
  return new Plugin<CaretState>({
    key: CARETS,
    state: {
      init: () => ({ people: [], decorations: DecorationSet.empty }),
      // The state before the transaction: in the one after it the binding may not stand yet.
      apply: (tr, carets, before) => nextCarets(tr, carets, before),
    },
    props: { decorations: (state) => CARETS.getState(state)?.decorations },
    view: (view) => new CaretExchange(view, awareness),
  })
}

function nextCarets(tr: Transaction, carets: CaretState, state: EditorState): CaretState {
  const people: readonly PersonCaret[] | undefined = tr.getMeta(CARETS)
  if (people !== undefined) return { people, decorations: drawCarets(people, carets.people, state) }
  if (!tr.docChanged || carets.people.length === 0) return carets
  return { people: carets.people, decorations: carets.decorations.map(tr.mapping, tr.doc) }
}

function drawCarets(
  people: readonly PersonCaret[],
  before: readonly PersonCaret[],
  state: EditorState,
): DecorationSet {
  const decorations = people.flatMap((person) => {
    const head = absolutePosition(state, person.head)
    const anchor = absolutePosition(state, person.anchor)
    if (head === null) return []
    const last = before.find(({ clientId }) => clientId === person.clientId)
    const hasMoved = JSON.stringify(last?.head) !== JSON.stringify(person.head)
    return [caretAt(head, person, hasMoved), ...selectionBetween(anchor ?? head, head, person)]
  })
  return DecorationSet.create(state.doc, decorations)
}

let moves = 0

/** A widget is redrawn only under a new key; a move gets one, so that the name shows again and fades anew. */
function caretAt(pos: number, person: PersonCaret, hasMoved: boolean): Decoration {
  if (hasMoved) moves++
  return Decoration.widget(pos, () => caretElement(person), {
    key: `caret-${person.clientId}-${hasMoved ? moves : JSON.stringify(person.head)}-${person.name}`,
    side: 10,
    ignoreSelection: true,
    stopEvent: () => true,
  })
}

function caretElement(person: PersonCaret): HTMLElement {
  const caret = document.createElement('span')
  caret.className = `caret person-${personIndex(person.memberId)}`
  caret.setAttribute('aria-hidden', 'true')
  // An attribute that the style sheet draws: searching the page for a name must not find carets.
  caret.dataset.name = person.name
  return caret
}

function selectionBetween(anchor: number, head: number, person: PersonCaret): Decoration[] {
  if (anchor === head) return []
  const [from, to] = anchor < head ? [anchor, head] : [head, anchor]
  const hue = `selected-by person-${personIndex(person.memberId)}`
  return [Decoration.inline(from, to, { class: hue })]
}

/** Listens to awareness, announces the own caret, at most so often; drawing waits for the next frame. */
class CaretExchange {
  readonly #view: EditorView
  readonly #awareness: Awareness
  #frame = 0
  #announce: ReturnType<typeof setTimeout> | undefined
  #announced = ''

  constructor(view: EditorView, awareness: Awareness) {
    this.#view = view
    this.#awareness = awareness
    awareness.on('change', this.#onAwareness)
    view.dom.addEventListener('focus', this.#announceSoon)
    view.dom.addEventListener('blur', this.#announceSoon)
    view.dom.addEventListener('compositionend', this.#onAwareness)
    this.#onAwareness()
  }

  update(view: EditorView, before: EditorState): void {
    if (!view.state.selection.eq(before.selection)) this.#announceSoon()
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
    clearTimeout(this.#announce)
    this.#awareness.off('change', this.#onAwareness)
    this.#view.dom.removeEventListener('focus', this.#announceSoon)
    this.#view.dom.removeEventListener('blur', this.#announceSoon)
    this.#view.dom.removeEventListener('compositionend', this.#onAwareness)
    if (this.#awareness.getLocalState() !== null) this.#awareness.setLocalStateField('caret', null)
  }

  readonly #onAwareness = (): void => {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#draw)
  }

  readonly #draw = (): void => {
    this.#frame = 0
    // A caret drawn into the text being composed would end the composition; it is drawn when that has ended.
    if (this.#view.composing) return
    const people = [...this.#awareness.getStates()]
      .filter(([clientId]) => clientId !== this.#awareness.clientID)
      .flatMap(([clientId, state]) => readPersonCaret(clientId, state) ?? [])
      .slice(0, CARETS_MAX)
    if (!isUnchanged(people, CARETS.getState(this.#view.state)?.people ?? [])) {
      this.#view.dispatch(this.#view.state.tr.setMeta(CARETS, people))
    }
  }

  readonly #announceSoon = (): void => {
    this.#announce ??= setTimeout(this.#announceNow, ANNOUNCE_PAUSE_MS)
  }

  readonly #announceNow = (): void => {
    this.#announce = undefined
    const { state } = this.#view
    const caret = this.#view.hasFocus()
      ? {
          anchor: relativePosition(state, state.selection.anchor),
          head: relativePosition(state, state.selection.head),
        }
      : null
    const announced = JSON.stringify(caret)
    if (announced === this.#announced || this.#awareness.getLocalState() === null) return
    this.#announced = announced
    this.#awareness.setLocalStateField('caret', caret)
  }
}

function isUnchanged(people: readonly PersonCaret[], before: readonly PersonCaret[]): boolean {
  return people.length === before.length && JSON.stringify(people) === JSON.stringify(before)
}
