import type { DocumentId } from '../../../schemas/ids.ts'
import type { KindName } from '../../../schemas/kind.ts'
import type { Status } from '../../../schemas/workspace/directory.ts'

/** A document as a line of a list, ready to be drawn. */
export interface DocumentRow {
  readonly id: DocumentId
  readonly kind: KindName | 'unknown'
  readonly title: string
  readonly status: Status
  readonly createdBy: string
  readonly moment: string
  /** Null: cannot be opened from here (in the bin). */
  readonly href: string | null
  /** Words for what of it is only on this device; null when all is on the server. */
  readonly unsent: string | null
}
