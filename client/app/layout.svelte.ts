import * as v from 'valibot'

/** Widths a side can have, in CSS pixels: narrower hides its words, wider starves the document. */
export const RAIL_WIDTH = { least: 184, usual: 232, most: 360 } as const
export const PANEL_WIDTH = { least: 260, usual: 320, most: 520 } as const

/** Below this the rail is a drawer and the panel a bottom sheet (interface.md, Frame). */
const NARROW = '(max-width: 899px)'
const STORAGE_KEY = 'heshu-layout'

const Stored = v.object({
  railOpen: v.boolean(),
  railWidth: v.pipe(v.number(), v.minValue(RAIL_WIDTH.least), v.maxValue(RAIL_WIDTH.most)),
  panelOpen: v.boolean(),
  panelWidth: v.pipe(v.number(), v.minValue(PANEL_WIDTH.least), v.maxValue(PANEL_WIDTH.most)),
})
type Stored = v.InferOutput<typeof Stored>

const USUAL: Stored = {
  railOpen: true,
  railWidth: RAIL_WIDTH.usual,
  panelOpen: true,
  panelWidth: PANEL_WIDTH.usual,
}

/** What of the frame is open and how wide, remembered on this device. Drawer and sheet start closed each time. */
export class Layout {
  #wide: Stored = $state(stored())
  #narrow = $state(matchMedia(NARROW).matches)
  #drawerOpen = $state(false)
  #sheetOpen = $state(false)

  get isNarrow(): boolean {
    return this.#narrow
  }

  get railOpen(): boolean {
    return this.#narrow ? this.#drawerOpen : this.#wide.railOpen
  }
  set railOpen(open: boolean) {
    if (this.#narrow) this.#drawerOpen = open
    else this.#keep({ railOpen: open })
  }

  get panelOpen(): boolean {
    return this.#narrow ? this.#sheetOpen : this.#wide.panelOpen
  }
  set panelOpen(open: boolean) {
    if (this.#narrow) this.#sheetOpen = open
    else this.#keep({ panelOpen: open })
  }

  get railWidth(): number {
    return this.#wide.railWidth
  }
  set railWidth(width: number) {
    this.#keep({ railWidth: clamp(width, RAIL_WIDTH) })
  }

  get panelWidth(): number {
    return this.#wide.panelWidth
  }
  set panelWidth(width: number) {
    this.#keep({ panelWidth: clamp(width, PANEL_WIDTH) })
  }

  /** Follows the window's width. Call the returned function to stop. */
  start(): () => void {
    const query = matchMedia(NARROW)
    const onChange = (): void => {
      this.#narrow = query.matches
      this.#drawerOpen = false
      this.#sheetOpen = false
    }
    query.addEventListener('change', onChange)
    return () => query.removeEventListener('change', onChange)
  }

  #keep(change: Partial<Stored>): void {
    this.#wide = { ...this.#wide, ...change }
    localStorage.setItem(STORAGE_KEY, JSON.stringify(this.#wide))
  }
}

function clamp(width: number, { least, most }: { least: number; most: number }): number {
  return Math.min(most, Math.max(least, Math.round(width)))
}

function stored(): Stored {
  const read = v.safeParse(Stored, parsedJson(localStorage.getItem(STORAGE_KEY)))
  return read.success ? read.output : USUAL
}

function parsedJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text)
  } catch {
    // Written by something else under our name: the usual layout it is.
    return null
  }
}
