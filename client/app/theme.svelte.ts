export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const STORAGE_KEY = 'heshu-theme'
const DARK = '(prefers-color-scheme: dark)'

/** Light or dark, chosen or as the system has it. The first paint is public/theme.js's. */
export class ThemeChoice {
  #current: Theme = $state(storedTheme())

  get current(): Theme {
    return this.#current
  }

  choose(theme: Theme): void {
    this.#current = theme
    localStorage.setItem(STORAGE_KEY, theme)
    this.#paint()
  }

  /** Follows the system while it is asked to. Call the returned function to stop. */
  start(): () => void {
    const system = matchMedia(DARK)
    const onChange = (): void => this.#paint()
    system.addEventListener('change', onChange)
    this.#paint()
    return () => system.removeEventListener('change', onChange)
  }

  #paint(): void {
    const dark = this.#current === 'dark' || (this.#current === 'system' && matchMedia(DARK).matches)
    document.documentElement.dataset.theme = dark ? 'dark' : 'light'
    // The browser's own frame takes the desk's colour, from the one place where colours live.
    const desk = getComputedStyle(document.documentElement).getPropertyValue('--desk').trim()
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', desk)
  }
}

function storedTheme(): Theme {
  const stored = localStorage.getItem(STORAGE_KEY)
  return THEMES.find((theme) => theme === stored) ?? 'system'
}
