import type { Attachment } from 'svelte/attachments'

/** One stop for Tab in a toolbar; arrows, Home and End go from button to button. @see https://www.w3.org/WAI/ARIA/apg/patterns/toolbar/ */
export const rovingFocus: Attachment<HTMLElement> = (toolbar) => {
  const buttons = (): HTMLButtonElement[] => [
    ...toolbar.querySelectorAll<HTMLButtonElement>('button:enabled'),
  ]
  const settle = (chosen?: HTMLButtonElement): void => {
    const all = buttons()
    const stop = chosen ?? all.find((button) => button.tabIndex === 0) ?? all[0]
    for (const button of all) button.tabIndex = button === stop ? 0 : -1
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const all = buttons()
    const at = all.findIndex((button) => button === document.activeElement)
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key]
    if (next === undefined || at < 0) return
    event.preventDefault()
    const chosen = all.at(next % all.length)
    settle(chosen)
    chosen?.focus()
  }
  const onFocusIn = ({ target }: FocusEvent): void => {
    if (target instanceof HTMLButtonElement) settle(target)
  }
  // A button that is disabled while it was the stop hands the stop on.
  const observer = new MutationObserver(() => settle())
  observer.observe(toolbar, { subtree: true, attributeFilter: ['disabled'] })
  toolbar.addEventListener('keydown', onKeyDown)
  toolbar.addEventListener('focusin', onFocusIn)
  settle()
  return () => {
    observer.disconnect()
    toolbar.removeEventListener('keydown', onKeyDown)
    toolbar.removeEventListener('focusin', onFocusIn)
  }
}
