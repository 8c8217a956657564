import type { Attachment } from 'svelte/attachments'

/** Words that live outside the page: read, written, and followed when somebody else changes them. */
export interface LiveWords {
  readonly read: () => string
  readonly write: (words: string) => void
  /** Calls back after every change; returns how to stop. */
  readonly observe: (onChange: () => void) => () => void
}

/**
 * Ties an input or textarea to living words. Each input is written at once, so that two people's typing merges; what
 * an input method is composing is neither sent nor disturbed before it is committed, and the caret stays by its letter
 * when a colleague types before it.
 */
export function liveWords(words: LiveWords): Attachment<HTMLInputElement | HTMLTextAreaElement> {
  return (element) => {
    let isComposing = false
    const show = (): void => {
      if (!isComposing) showWords(element, words.read())
    }
    const write = (): void => {
      if (!isComposing) words.write(element.value)
    }
    const onStart = (): void => {
      isComposing = true
    }
    const onEnd = (): void => {
      isComposing = false
      write()
      show()
    }
    element.value = words.read()
    const stop = words.observe(show)
    element.addEventListener('input', write)
    element.addEventListener('compositionstart', onStart)
    element.addEventListener('compositionend', onEnd)
    return () => {
      stop()
      element.removeEventListener('input', write)
      element.removeEventListener('compositionstart', onStart)
      element.removeEventListener('compositionend', onEnd)
    }
  }
}

function showWords(element: HTMLInputElement | HTMLTextAreaElement, words: string): void {
  const before = element.value
  if (before === words) return
  const { selectionStart, selectionEnd } = element
  element.value = words
  if (element.ownerDocument.activeElement !== element || selectionStart === null) return
  element.setSelectionRange(
    movedOffset(before, words, selectionStart),
    movedOffset(before, words, selectionEnd ?? selectionStart),
  )
}

/** Where an offset in `before` lies in `after`, by what both have in common at their ends. */
export function movedOffset(before: string, after: string, offset: number): number {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let end = 0
  const most = Math.min(before.length, after.length) - start
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  if (offset <= start) return offset
  return offset >= before.length - end ? after.length - (before.length - offset) : after.length - end
}
