/** How far each address of this tab was scrolled, in CSS pixels: coming back to a list is coming back to its place. */
const scrolled = new Map<string, number>()

/** Keeps and restores how far the page at `path` is scrolled. For `{@attach}` on what scrolls. */
export function rememberScroll(path: string): (part: HTMLElement) => () => void {
  return (part) => {
    // After the content, which is drawn in the same turn, has its height.
    const frame = requestAnimationFrame(() => {
      part.scrollTop = scrolled.get(path) ?? 0
    })
    const onScroll = (): void => {
      scrolled.set(path, part.scrollTop)
    }
    part.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      part.removeEventListener('scroll', onScroll)
    }
  }
}
