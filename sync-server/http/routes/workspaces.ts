import { WorkspaceId } from '../../../schemas/ids.ts'
import { DirectoryPatch, DocumentList, WorkspaceList } from '../../../schemas/protocol/api.ts'
import { Directory } from '../../../schemas/workspace/directory.ts'
import { roomRight } from '../../../schemas/workspace/rights.ts'
import { Refused } from '../../refusal.ts'
import { change, get, memberOf, param, type Route, signedIn } from '../route.ts'
import { adminOf } from './entry.ts'

/** Workspaces, their directories, and what their index rooms list. */
export const workspaceRoutes: readonly Route[] = [
  get(
    '/api/workspaces',
    { summary: 'The workspaces the caller is an active member of', answers: WorkspaceList },
    async (call) => ({ json: call.services.directories.workspacesOf((await signedIn(call)).account.id) }),
  ),

  get(
    '/api/workspaces/:w/directory',
    { summary: 'Units, members, roles and policies', answers: Directory },
    async (call) => {
      const workspaceId = param(call, 'w', WorkspaceId)
      await memberOf(call, workspaceId)
      return { json: call.services.directories.get(workspaceId) }
    },
  ),

  change(
    'PATCH',
    '/api/workspaces/:w/directory',
    { summary: 'Changes the directory, all or nothing (admins)', body: DirectoryPatch, answers: Directory },
    async (call, patch) => {
      const workspaceId = param(call, 'w', WorkspaceId)
      const admin = await adminOf(call, workspaceId)
      const { directories, audit, store, now } = call.services
      for (const each of patch.changes) {
        if (each.change !== 'set-policy') continue
        const owner = await store.rooms.workspaceOf(each.policy.documentId)
        if (owner !== null && owner !== workspaceId) {
          throw new Refused('bad-input', `${each.policy.documentId} is another workspace's document`)
        }
      }
      const details = { revision: patch.revision, changes: patch.changes }
      const entry = {
        time: now(),
        actor: admin.id,
        workspaceId,
        action: 'directory-changed' as const,
        details,
      }
      const context = { now: entry.time, along: [audit.noting(entry)] }
      return { json: await directories.patch(workspaceId, patch, context) }
    },
  ),

  get(
    '/api/workspaces/:w/documents',
    { summary: 'The documents of the index room', answers: DocumentList },
    async (call) => {
      const workspaceId = param(call, 'w', WorkspaceId)
      const member = await memberOf(call, workspaceId)
      const { directories, documents } = call.services
      const listed = await documents.list(workspaceId)
      const visible = listed.filter(({ id: documentId }) => {
        const place = { room: 'part' as const, workspaceId, documentId, part: 'body' as const }
        return roomRight(member, directories.policy(workspaceId, documentId), place) !== 'none'
      })
      return {
        json: visible.map(({ id, kind, title, deletedAt }) => ({
          id,
          kind,
          title,
          deletedAt,
        })) satisfies DocumentList,
      }
    },
  ),
]
