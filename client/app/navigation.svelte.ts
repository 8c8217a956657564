import { pathOf, placeAt, type Place } from './routes.ts'

/** Asked before leaving a place; false keeps the person where they are. */
export type LeaveGuard = (to: Place | null) => boolean

/**
 * Where this tab is, by the History API: every screen has an address, back works, and a link opened with the middle
 * button or Ctrl is the browser's own affair.
 */
export class Navigation {
  #path = $state(location.pathname)
  readonly #place: Place | null = $derived(placeAt(this.#path))
  readonly #guards = new Set<LeaveGuard>()

  /** Null: the address is no screen of this app. Reactive. */
  get place(): Place | null {
    return this.#place
  }

  /** Listens to back, forward and to links. Call the returned function to stop. */
  start(): () => void {
    const onPopState = (): void => {
      this.#path = location.pathname
    }
    addEventListener('popstate', onPopState)
    document.addEventListener('click', this.#onClick)
    return () => {
      removeEventListener('popstate', onPopState)
      document.removeEventListener('click', this.#onClick)
    }
  }

  /** Goes to a place, leaving the present one in the history. */
  go(place: Place): void {
    this.#visit(pathOf(place), 'push')
  }

  /** Goes to a place in the stead of the present one, so that back does not return here. */
  replace(place: Place): void {
    this.#visit(pathOf(place), 'replace')
  }

  /** Back to where the person came from, or to `otherwise` when this tab began here. */
  back(otherwise: Place): void {
    if (history.state?.inside === true) history.back()
    else this.replace(otherwise)
  }

  /** Registers a question asked before leaving (a half-filled form). Returns how to withdraw it. */
  guard(ask: LeaveGuard): () => void {
    this.#guards.add(ask)
    return () => this.#guards.delete(ask)
  }

  #visit(path: string, how: 'push' | 'replace'): void {
    if (path === location.pathname) return
    const to = placeAt(path)
    for (const ask of this.#guards) if (!ask(to)) return
    if (how === 'push') history.pushState({ inside: true }, '', path)
    else history.replaceState(history.state, '', path)
    this.#path = path
    scrollTo(0, 0)
  }

  readonly #onClick = (event: MouseEvent): void => {
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
    if (!plain || event.defaultPrevented || !(event.target instanceof Element)) return
    const link = event.target.closest('a[href]')
    if (!(link instanceof HTMLAnchorElement) || link.target !== '' || link.hasAttribute('download')) return
    if (link.origin !== location.origin || placeAt(link.pathname) === null) return
    // A place further down on the same page is the browser's to go to.
    if (link.hash !== '' && link.pathname === location.pathname) return
    event.preventDefault()
    this.#visit(link.pathname, 'push')
  }
}
