import type { LucideIcon } from '@lucide/svelte'
import type { Snippet } from 'svelte'

/** One tab of the side panel: outline, findings, discussion, versions … One is open at a time. */
export interface DocumentPanel {
  readonly id: string
  readonly label: string
  readonly icon?: LucideIcon
  /** Shown beside the label when above 0. */
  readonly count?: number | undefined
  readonly content: Snippet
}
