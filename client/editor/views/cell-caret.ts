/** Puts the caret behind `offset` characters of an element's text. */
export function caretIn(element: HTMLElement, offset: number): void {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  let left = offset
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0
    if (left <= length) {
      getSelection()?.collapse(node, left)
      return
    }
    left -= length
  }
  getSelection()?.collapse(element, element.childNodes.length)
}

/** Replaces an element's text and keeps the caret, if it is there, with the character it stood behind. */
export function keepCaretWhile(element: HTMLElement, text: string, replace: () => void): void {
  const offset = document.activeElement === element ? caretOffset(element) : null
  const before = element.textContent ?? ''
  replace()
  if (offset === null) return
  let same = 0
  while (same < offset && before[same] === text[same]) same++
  // What differs before the caret has moved it by as much as the text grew.
  caretIn(element, same === offset ? offset : Math.max(0, offset + text.length - before.length))
}

function caretOffset(element: HTMLElement): number | null {
  const selection = getSelection()
  if (selection === null || selection.rangeCount === 0 || !element.contains(selection.focusNode)) return null
  const range = document.createRange()
  range.selectNodeContents(element)
  if (selection.focusNode !== null) range.setEnd(selection.focusNode, selection.focusOffset)
  return range.toString().length
}
