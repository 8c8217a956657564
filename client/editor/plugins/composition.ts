import { Plugin } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { bindingOf } from '../../../schemas/text/binding.ts'

/** Longest time colleagues' words wait for a composition. Any longer, and two people write past each other. */
export const COMPOSITION_HOLD_MAX_MS = 10_000

/**
 * Protects Chinese input: from its first key to its end the composed paragraph is neither touched by colleagues'
 * changes nor sent to them, so no composition is aborted and nobody is shown pinyin. [E6]
 */
export function compositionHold(): Plugin {
  let cap: ReturnType<typeof setTimeout> | undefined
  let end: ReturnType<typeof setTimeout> | undefined
  const release = (view: EditorView): void => {
    clearTimeout(cap)
    clearTimeout(end)
    bindingOf(view.state)?.release()
  }
  const startCap = (view: EditorView): void => {
    clearTimeout(cap)
    cap = setTimeout(() => {
      // While nobody's words wait there is no reason to send what is half typed.
      if (view.composing && bindingOf(view.state)?.isWaiting === false) startCap(view)
      else release(view)
    }, COMPOSITION_HOLD_MAX_MS)
  }
  return new Plugin({
    props: {
      handleDOMEvents: {
        compositionstart(view) {
          clearTimeout(end)
          bindingOf(view.state)?.hold()
          startCap(view)
        },
        compositionend(view) {
          clearTimeout(end)
          // ProseMirror reads the committed text in the microtasks after this event; a task later it is in the state.
          end = setTimeout(release, 0, view)
        },
        blur: (view) => release(view),
      },
    },
    view: (view) => ({ destroy: () => release(view) }),
  })
}
