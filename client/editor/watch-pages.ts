import type { Attachment } from 'svelte/attachments'

/** Height of one page of text in ems of the sheet: 22 lines of 28.99 pt on 16 pt type (domain.md §2). */
const PAGE_EMS = (22 * 28.99) / 16

/** Tells how many pages the sheet's text would fill, after each change of its height. */
export function watchPages(onPages: (pages: number) => void): Attachment<HTMLElement> {
  return (sheet) => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return
      const em = Number.parseFloat(getComputedStyle(sheet).fontSize)
      onPages(Math.max(1, Math.ceil(entry.contentRect.height / em / PAGE_EMS - 0.02)))
    })
    observer.observe(sheet)
    return () => observer.disconnect()
  }
}
