import * as v from 'valibot'
import {
  type DocumentId,
  type MemberId,
  type Millis,
  type NewId,
  type UnitId,
  WorkspaceId,
} from '../../schemas/ids.ts'
import type { DirectoryPatch, WorkspaceList } from '../../schemas/protocol/api.ts'
import type { Directory, DocumentPolicy, Member, Role, Unit } from '../../schemas/workspace/directory.ts'
import type { Membership } from '../../schemas/workspace/rights.ts'
import type { Account } from '../accounts/accounts.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import { Refused } from '../refusal.ts'
import type { SqlStatement, TableStore } from '../store/store.ts'
import { applyChanges, checkUnit } from './changes.ts'
import { inOrder, loadDirectories, statementsFor } from './tables.ts'

export interface NewWorkspace {
  readonly name: string
  readonly units: readonly Unit[]
  readonly admin: Account | null
}

export interface NewMember {
  readonly account: Account
  readonly role: Role
  readonly unit: UnitId | null
}

/** Where changes come from: the time, and statements that must stand or fall with them (a used link, an audit entry). */
export interface ChangeContext {
  readonly now: Millis
  readonly along: readonly SqlStatement[]
}

/** Reads all directories; from then on they are kept in memory, since every room asks. */
export async function openDirectories(tables: TableStore, newId: NewId): Promise<Directories> {
  return new Directories(tables, newId, await loadDirectories(tables))
}

/** Units, members, roles and policies of every workspace on this server. */
export class Directories {
  readonly #tables: TableStore
  readonly #newId: NewId
  readonly #known: Map<WorkspaceId, Directory>
  readonly #inTurn = oneAtATime()
  readonly #listeners = new Set<(directory: Directory) => void>()

  constructor(tables: TableStore, newId: NewId, known: Map<WorkspaceId, Directory>) {
    this.#tables = tables
    this.#newId = newId
    this.#known = known
  }

  get(workspaceId: WorkspaceId): Directory | null {
    return this.#known.get(workspaceId) ?? null
  }

  all(): Directory[] {
    return [...this.#known.values()]
  }

  /** What `memberId` is in the workspace; null for a stranger. A revoked member is found, with `active: false`. */
  membership(workspaceId: WorkspaceId, memberId: MemberId): Membership | null {
    return this.member(workspaceId, memberId)
  }

  member(workspaceId: WorkspaceId, memberId: MemberId): Member | null {
    return this.#known.get(workspaceId)?.members.find(({ id }) => id === memberId) ?? null
  }

  policy(workspaceId: WorkspaceId, documentId: DocumentId): DocumentPolicy | null {
    return this.#known.get(workspaceId)?.policies.find((policy) => policy.documentId === documentId) ?? null
  }

  /** The workspaces a person is an active member of. */
  workspacesOf(memberId: MemberId): WorkspaceList {
    return this.all().flatMap(({ workspace, members }) => {
      const member = members.find(({ id, active }) => id === memberId && active)
      return member === undefined ? [] : [{ ...workspace, role: member.role }]
    })
  }

  isMemberAnywhere(memberId: MemberId): boolean {
    return this.all().some(({ members }) => members.some(({ id }) => id === memberId))
  }

  /** Whether somebody can run this server from a browser: it has an admin. */
  hasAdmin(): boolean {
    return this.all().some(({ members }) => members.some(({ role, active }) => role === 'admin' && active))
  }

  /** Makes a workspace. */
  create({ name, units, admin }: NewWorkspace, context: ChangeContext): Promise<Directory> {
    const id = v.parse(WorkspaceId, this.#newId())
    const members = admin === null ? [] : [memberOf({ account: admin, role: 'admin', unit: null })]
    const made: Directory = { workspace: { id, name }, units: [...units], members, policies: [], revision: 1 }
    return this.#inTurn(() => this.#store(null, made, context))
  }

  /**
   * Applies a patch, all of it or nothing.
   * @throws Refused 'stale-revision' when somebody changed the directory since, 'bad-input' when it makes no sense
   */
  patch(workspaceId: WorkspaceId, patch: DirectoryPatch, context: ChangeContext): Promise<Directory> {
    return this.#inTurn(() => {
      const before = this.#expect(workspaceId)
      if (patch.revision !== before.revision) {
        const message = `单位与成员已被他人更改 revision ${patch.revision} is not the last, ${before.revision}`
        throw new Refused('stale-revision', message)
      }
      return this.#store(before, applyChanges(before, patch.changes), context)
    })
  }

  /**
   * Lets a person in, or back in with another role.
   * @throws Refused 'not-found' for an unknown workspace, 'bad-input' for an unknown unit
   */
  addMember(workspaceId: WorkspaceId, member: NewMember, context: ChangeContext): Promise<Directory> {
    return this.#inTurn(() => {
      const before = this.#expect(workspaceId)
      checkUnit(before, member.unit)
      const others = before.members.filter(({ id }) => id !== member.account.id)
      const members = [...others, memberOf(member)]
      return this.#store(before, { ...before, members, revision: before.revision + 1 }, context)
    })
  }

  /** Adds one unit at the end of the top of the tree. */
  addUnit(
    workspaceId: WorkspaceId,
    unit: Pick<Unit, 'id' | 'name'>,
    context: ChangeContext,
  ): Promise<Directory> {
    return this.#inTurn(() => {
      const before = this.#expect(workspaceId)
      const order = before.units.filter(({ parent }) => parent === null).length
      const units = [...before.units, { ...unit, shortName: null, parent: null, order }]
      return this.#store(before, { ...before, units, revision: before.revision + 1 }, context)
    })
  }

  /** Calls `listener` after every stored change. Hands back how to stop it. */
  onChange(listener: (directory: Directory) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #expect(workspaceId: WorkspaceId): Directory {
    const directory = this.#known.get(workspaceId)
    if (directory === undefined) throw new Refused('not-found', `没有工作区 ${workspaceId} no such workspace`)
    return directory
  }

  async #store(
    before: Directory | null,
    after: Directory,
    { now, along }: ChangeContext,
  ): Promise<Directory> {
    await this.#tables.write([...statementsFor(before, after, now), ...along])
    const stored = inOrder(after)
    this.#known.set(stored.workspace.id, stored)
    for (const listener of this.#listeners) listener(stored)
    return stored
  }
}

function memberOf({ account, role, unit }: NewMember): Member {
  return { ...account, role, unit, active: true }
}
