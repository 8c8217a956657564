import type { Millis } from '../../../schemas/ids.ts'
import type { IndexDocument } from '../../../schemas/workspace/index-room.ts'
import { momentText } from '../dates.ts'
import { language, say } from '../language/language.svelte.ts'
import { saveWords } from '../language/shell.ts'
import { pathOf } from '../routes.ts'
import type { Workspace } from '../workspace.svelte.ts'
import type { DocumentRow } from './document-row.ts'

/** A document of the index as a line of a list. Reactive inside components. */
export function documentRow(document: IndexDocument, workspace: Workspace, now: Millis): DocumentRow {
  const { id, kind, title, createdAt, createdBy } = document
  const unsent = workspace.unsent.find((each) => each.document === id)
  return {
    id,
    kind,
    title,
    status: workspace.statusOf(id),
    createdBy: workspace.memberName(createdBy),
    moment: momentText(createdAt, { now, language: language.current }),
    href: pathOf({ screen: 'document', workspace: workspace.id, document: id }),
    unsent: unsent === undefined ? null : say(saveWords.onlyHere),
  }
}
