import { Plugin, TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { typedLabel } from '../paste/recognise.ts'
import { outlineOf } from './clause-labels.ts'

/** A number just typed at the head of a paragraph, up to the caret; the last group is what was typed behind it. */
const TYPED: readonly RegExp[] = [
  /^[一二三四五六七八九十]{1,3}、()$/,
  /^[（(][一二三四五六七八九十]{1,3}[）)]()$/,
  // `1.` alone may become 1.5: it is a number of a clause once something else than a digit follows.
  /^\d{1,2}[.．、]([^\d.．、])$/,
  /^[（(]\d{1,2}[）)]()$/,
]

/**
 * Turns a paragraph of running text into a clause when its number is typed: `一、`, `（一）`, `1.`, `（1）`. The typed
 * number goes, since numbers are computed; one undo brings it back as text. [E4]
 * @param beginStep called before the change, so that it is a step of its own to undo
 */
export function typedLabels(beginStep: () => void): Plugin {
  return new Plugin({
    props: {
      handleTextInput(view, from, to, text) {
        if (view.composing || from !== to) return false
        return turnIntoClause(view, text, beginStep)
      },
      handleDOMEvents: {
        compositionend(view) {
          // As in the composition's hold: a task later the committed text is in the state.
          setTimeout(() => {
            if (!view.isDestroyed && !view.composing) turnIntoClause(view, '', beginStep)
          })
        },
      },
    },
  })
}

function turnIntoClause(view: EditorView, typed: string, beginStep: () => void): boolean {
  const { selection } = view.state
  if (!(selection instanceof TextSelection) || !selection.empty || !view.editable) return false
  const { $from } = selection
  if ($from.parent.type.name !== 'paragraph' || $from.parent.attrs.level !== 0 || $from.parentOffset > 6)
    return false
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, '\uFFFC')
  const found = TYPED.map((pattern) => pattern.exec(before + typed)).find((match) => match !== null)
  const label = found === undefined ? null : typedLabel(before + typed + '　', outlineOf(view.state))
  if (found === undefined || label === null) return false
  const behind = found?.[1] ?? ''
  if (typed !== '') view.dispatch(view.state.tr.insertText(typed))
  beginStep()
  const start = $from.start()
  const tr = view.state.tr.delete(start, start + before.length + typed.length - behind.trimStart().length)
  tr.setNodeAttribute($from.before(), 'level', label.level)
  view.dispatch(tr.scrollIntoView())
  beginStep()
  return true
}
