import type { IncomingMessage } from 'node:http'
import * as v from 'valibot'
import { DocumentId, MemberId, UnitId, WorkspaceId } from '../../schemas/ids.ts'
import type { DocumentPolicy, Role } from '../../schemas/workspace/directory.ts'
import type { Membership } from '../../schemas/workspace/rights.ts'
import type { AccessSource, Session } from '../../sync-server/access.ts'

export const workspaceId = (id: string): WorkspaceId => v.parse(WorkspaceId, id)
export const documentId = (id: string): DocumentId => v.parse(DocumentId, id)
export const memberId = (id: string): MemberId => v.parse(MemberId, id)
export const unitId = (id: string): UnitId => v.parse(UnitId, id)

/**
 * People and workspaces for tests of the sync engine alone: what accounts and directory answer in the whole server.
 * A member's token is the member's id. Everything may be changed while connections are open.
 */
export class SyncWorld implements AccessSource {
  readonly #memberships = new Map<string, Membership>()
  readonly #policies = new Map<string, DocumentPolicy>()
  readonly #signedOut = new Set<string>()
  readonly #workspaces = new Set<string>()
  readonly #expiry = new Map<string, number>()

  /** Adds or changes a member: `member('anna', 'drafter', 'w1', 'unit-1')`. */
  member(id: string, role: Role, workspace = 'w1', unit: string | null = null): this {
    this.#workspaces.add(workspace)
    this.#memberships.set(`${workspace}/${id}`, {
      id: memberId(id),
      role,
      unit: unit === null ? null : unitId(unit),
      active: true,
    })
    return this
  }

  remove(id: string, workspace = 'w1'): void {
    this.#memberships.delete(`${workspace}/${id}`)
  }

  signOut(id: string): void {
    this.#signedOut.add(id)
  }

  /** When the member's session ends, as the next look at it will tell. */
  setExpiry(id: string, expiresAt: number): void {
    this.#expiry.set(id, expiresAt)
  }

  signIn(id: string): void {
    this.#signedOut.delete(id)
  }

  setPolicy(policy: DocumentPolicy): void {
    this.#policies.set(policy.documentId, policy)
  }

  authenticate({ url }: IncomingMessage): Promise<Session | null> {
    const token = new URL(url ?? '', 'ws://localhost').searchParams.get('token') ?? ''
    const isMember = [...this.#memberships.keys()].some((key) => key.endsWith(`/${token}`))
    return Promise.resolve(
      isMember && !this.#signedOut.has(token)
        ? { memberId: memberId(token), name: `名 ${token}`, expiresAt: this.#expiry.get(token) ?? null }
        : null,
    )
  }

  workspaceExists(workspace: WorkspaceId): Promise<boolean> {
    return Promise.resolve(this.#workspaces.has(workspace))
  }

  membership(workspace: WorkspaceId, member: MemberId): Promise<Membership | null> {
    return Promise.resolve(this.#memberships.get(`${workspace}/${member}`) ?? null)
  }

  policy(_workspace: WorkspaceId, document: DocumentId): Promise<DocumentPolicy | null> {
    return Promise.resolve(this.#policies.get(document) ?? null)
  }
}

/** Two writers and a reader in workspace `w1`. */
export function smallWorld(): SyncWorld {
  return new SyncWorld().member('anna', 'drafter').member('bob', 'admin').member('rita', 'reader')
}
