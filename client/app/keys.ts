/** A key with its modifiers, as `Ctrl+K`, `Alt+1`, `Ctrl+Shift+Z`, `Ctrl+/`. On a Mac, Ctrl stands for ⌘. */
export type KeyName = string

/** What of a keyboard event matters to a shortcut. */
export type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing' | 'keyCode'
>

/**
 * The name of what was pressed; null while a Chinese input method composes (its keys are its own), and for a modifier
 * alone. Digits and letters come from the physical key, since Alt and input methods change what `key` says.
 */
export function pressed(press: Press): KeyName | null {
  if (press.isComposing || press.keyCode === 229) return null
  const key = keyOf(press)
  if (key === null) return null
  const parts = [
    press.ctrlKey || press.metaKey ? 'Ctrl' : '',
    press.altKey ? 'Alt' : '',
    press.shiftKey ? 'Shift' : '',
  ]
  return [...parts.filter((part) => part !== ''), key].join('+')
}

function keyOf({ key, code }: Press): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  if (letter !== undefined) return letter
  const digit = /^Digit(\d)$/.exec(code)?.[1]
  if (digit !== undefined) return digit
  if (code === 'Slash') return '/'
  if (['Control', 'Shift', 'Alt', 'Meta', 'Process', 'Dead', 'Unidentified'].includes(key)) return null
  return key.length === 1 ? key.toUpperCase() : key
}

/** A key as it is printed on the keyboard at hand: `⌘K` on a Mac, `Ctrl+K` elsewhere. */
export function keyText(key: KeyName, isMac: boolean): string {
  if (!isMac) return key
  const signs: Readonly<Record<string, string>> = { Ctrl: '⌘', Alt: '⌥', Shift: '⇧' }
  return key
    .split('+')
    .map((part) => signs[part] ?? part)
    .join('')
}

/** {@link keyText} for the keyboard of this computer. */
export function keyTextHere(key: KeyName): string {
  return keyText(key, /Mac|iPhone|iPad/.test(navigator.platform))
}
