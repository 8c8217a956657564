import type { LucideIcon } from '@lucide/svelte'

/** One line of a menu. */
export interface MenuEntry {
  readonly id: string
  readonly label: string
  readonly icon?: LucideIcon | undefined
  /** The key that does the same, as printed on the keyboard. */
  readonly keyText?: string | undefined
  /** A second line that explains, when the label cannot. */
  readonly hint?: string | undefined
  /** Set: one of a choice, marked when true. */
  readonly checked?: boolean | undefined
  readonly disabled?: boolean | undefined
  readonly danger?: boolean | undefined
  readonly run: () => void
}

/** Lines that belong together; a rule is drawn between sections. */
export interface MenuSection {
  readonly id: string
  readonly heading?: string | undefined
  readonly entries: readonly MenuEntry[]
}
