import { Plugin, type Command } from 'prosemirror-state'
import { pressed, type KeyName } from '../app/keys.ts'

/**
 * Runs commands by the app's names of keys. `pressed` names no key while an input method composes, so a shortcut can
 * never fall into a composition. Escape lets the next Tab leave the editor, so that nobody is caught in it. [E4]
 */
export function editorKeys(keys: ReadonlyMap<KeyName, Command>): Plugin {
  let leavesByTab = false
  return new Plugin({
    props: {
      handleKeyDown(view, event) {
        const key = view.composing ? null : pressed(event)
        if (key === null) return false
        const isTab = key === 'Tab' || key === 'Shift+Tab'
        const leaves = isTab && leavesByTab
        leavesByTab = key === 'Escape' || (leavesByTab && event.key === 'Shift')
        if (leaves) return false
        return keys.get(key)?.(view.state, view.dispatch, view) ?? false
      },
    },
  })
}
