import { expect, test } from 'vitest'
import { keyText, pressed, type Press } from '../../../client/app/keys.ts'

const none: Press = {
  key: '',
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  keyCode: 0,
}

test.each<[Partial<Press>, string]>([
  [{ key: 'k', code: 'KeyK', ctrlKey: true }, 'Ctrl+K'],
  [{ key: 'k', code: 'KeyK', metaKey: true }, 'Ctrl+K'],
  [{ key: '¡', code: 'Digit1', altKey: true }, 'Alt+1'],
  [{ key: '/', code: 'Slash', ctrlKey: true }, 'Ctrl+/'],
  [{ key: 'Z', code: 'KeyZ', ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+Z'],
  [{ key: 'F6', code: 'F6' }, 'F6'],
  // A Chinese input method that is on but not composing reports the sign it would write.
  [{ key: '、', code: 'Slash', ctrlKey: true }, 'Ctrl+/'],
])('%o is %s', (press, name) => {
  expect(pressed({ ...none, ...press })).toBe(name)
})

test('[U9] nothing is pressed while an input method composes', () => {
  expect(pressed({ ...none, key: 'k', code: 'KeyK', ctrlKey: true, isComposing: true })).toBeNull()
  // Some browsers end the composition before the event and leave only this sign.
  expect(pressed({ ...none, key: 'Process', code: 'KeyK', ctrlKey: true, keyCode: 229 })).toBeNull()
})

test('a modifier alone is no key', () => {
  expect(pressed({ ...none, key: 'Control', code: 'ControlLeft', ctrlKey: true })).toBeNull()
})

test('keys are written as printed on the keyboard', () => {
  expect(keyText('Ctrl+Shift+Z', false)).toBe('Ctrl+Shift+Z')
  expect(keyText('Ctrl+Shift+Z', true)).toBe('⌘⇧Z')
})
