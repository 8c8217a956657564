import type { DocumentId } from '../../../schemas/ids.ts'
import type { IndexDocument } from '../../../schemas/workspace/index-room.ts'

/** What the screen of a kind is given. Its workspace and session come from `getWorkspace()`. */
export interface DocumentScreenProps extends Record<string, unknown> {
  readonly documentId: DocumentId
  /** The line of the index; kept up to date. */
  readonly entry: IndexDocument
}
