import type { LucideIcon } from '@lucide/svelte'
import FileQuestion from '@lucide/svelte/icons/file-question-mark'
import FileText from '@lucide/svelte/icons/file-text'
import Megaphone from '@lucide/svelte/icons/megaphone'
import NotebookPen from '@lucide/svelte/icons/notebook-pen'
import Table2 from '@lucide/svelte/icons/table-2'
import type { KindName } from '../../../schemas/kind.ts'

/** The sign of each kind of document, everywhere it is listed. */
export const KIND_ICONS: Readonly<Record<KindName | 'unknown', LucideIcon>> = {
  plan: FileText,
  matrix: Table2,
  minutes: NotebookPen,
  notice: Megaphone,
  unknown: FileQuestion,
}
