import type { LucideIcon } from '@lucide/svelte'
import type { Findable } from '../find.ts'

/** A line of the palette: a document or a command. */
export interface PaletteItem extends Findable {
  readonly icon: LucideIcon
  /** A word beside the name: the kind of a document, the group of a command. */
  readonly about: string
  readonly keyText?: string | undefined
  readonly run: () => void
}
