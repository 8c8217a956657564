import * as v from 'valibot'
import { DocumentId } from '../../schemas/ids.ts'
import { planFromReading } from '../../schemas/plan/from-reading.ts'
import { partRoom } from '../../schemas/protocol/room-name.ts'
import { addDocument } from '../../schemas/workspace/index-room.ts'
import type { Workspace } from '../app/workspace.svelte.ts'
import type { PlanDraft } from './plan-draft.svelte.ts'
import { newId } from '../app/new-id.ts'

/**
 * Creates the plan of a confirmed draft: its body first, then its place in the index, so that nobody ever finds it
 * empty. Works without the network. Rejects when the room cannot be opened; nothing is listed then.
 */
export async function createPlan(workspace: Workspace, draft: PlanDraft): Promise<DocumentId> {
  const id = v.parse(DocumentId, newId())
  const at = Date.now()
  const by = workspace.account.id
  const body = await workspace.session.open(partRoom(workspace.id, id, 'body'))
  try {
    const corrections = draft.corrections()
    planFromReading(body.doc, draft.reading, corrections, { newId, by, at })
    const { title } = corrections.header
    workspace.edit((doc) =>
      addDocument(doc, { id, kind: 'plan', title, folder: null, createdAt: at, createdBy: by }),
    )
  } finally {
    body.release()
  }
  return id
}
