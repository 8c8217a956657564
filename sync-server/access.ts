import type { IncomingMessage } from 'node:http'
import type { DocumentId, MemberId, Millis, WorkspaceId } from '../schemas/ids.ts'
import type { Refusal } from '../schemas/protocol/errors.ts'
import type { RoomPlace } from '../schemas/protocol/room-name.ts'
import type { DocumentPolicy } from '../schemas/workspace/directory.ts'
import { roomRight, type Membership, type RoomRight } from '../schemas/workspace/rights.ts'

/** Who stands behind a connection. */
export interface Session {
  readonly memberId: MemberId
  /** Shown to colleagues. */
  readonly name: string
  /** When the session or token ends; null for not by time. */
  readonly expiresAt: Millis | null
  /** What a token allows at most, whatever its member's role; absent means everything. */
  readonly scope?: 'read' | 'write'
}

/** What the accounts and the directory tell the sync engine. Asked at the door and again at every `revalidate`. */
export interface AccessSource {
  /** By session cookie, or by `?token=` or `Authorization: Bearer`. Null when none is good (any more). */
  authenticate(request: IncomingMessage): Promise<Session | null>
  workspaceExists(workspaceId: WorkspaceId): Promise<boolean>
  membership(workspaceId: WorkspaceId, memberId: MemberId): Promise<Membership | null>
  policy(workspaceId: WorkspaceId, documentId: DocumentId): Promise<DocumentPolicy | null>
}

export type Admission =
  | { readonly admitted: true; readonly right: Exclude<RoomRight, 'none'> }
  | { readonly admitted: false; readonly refusal: Refusal; readonly reason: string }

/** Decides at the door what a session may do in a room; nothing is decided later by looking into updates. */
export class Door {
  readonly #source: AccessSource
  readonly #ownerOf: (documentId: DocumentId) => Promise<WorkspaceId | null>
  #epoch = 0

  /** @param ownerOf which workspace a document id belongs to; null for none yet */
  constructor(source: AccessSource, ownerOf: (documentId: DocumentId) => Promise<WorkspaceId | null>) {
    this.#source = source
    this.#ownerOf = ownerOf
  }

  /** Raised whenever rights may have changed: an admission decided under an older one is decided again. */
  get epoch(): number {
    return this.#epoch
  }

  rightsChanged(): void {
    this.#epoch++
  }

  authenticate(request: IncomingMessage): Promise<Session | null> {
    return this.#source.authenticate(request)
  }

  async admit(session: Session, place: RoomPlace): Promise<Admission> {
    const admission = await this.#admitMember(session.memberId, place)
    return admission.admitted && session.scope === 'read' ? { admitted: true, right: 'read' } : admission
  }

  async #admitMember(memberId: MemberId, place: RoomPlace): Promise<Admission> {
    const { workspaceId } = place
    if (!(await this.#source.workspaceExists(workspaceId))) {
      return refuse('unknownWorkspace', `no workspace ${workspaceId}`)
    }
    const membership = await this.#source.membership(workspaceId, memberId)
    if (membership === null || !membership.active) {
      return refuse('notAllowed', 'not a member of this workspace')
    }
    if (place.room === 'index') return decide(membership, null, place)
    const owner = await this.#ownerOf(place.documentId)
    if (owner !== null && owner !== workspaceId) {
      return refuse('otherWorkspace', `document ${place.documentId} belongs to another workspace`)
    }
    return decide(membership, await this.#source.policy(workspaceId, place.documentId), place)
  }
}

function decide(membership: Membership, policy: DocumentPolicy | null, place: RoomPlace): Admission {
  const right = roomRight(membership, policy, place)
  return right === 'none'
    ? refuse('notAllowed', 'this document is not open to you')
    : { admitted: true, right }
}

function refuse(refusal: Refusal, reason: string): Admission {
  return { admitted: false, refusal, reason }
}
