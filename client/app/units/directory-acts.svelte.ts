import type { MemberId, UnitId } from '../../../schemas/ids.ts'
import type { DirectoryChange, Invitation, PasswordLink, UnitLine } from '../../../schemas/protocol/api.ts'
import type { Directory, Member, Role, Unit } from '../../../schemas/workspace/directory.ts'
import { unitsFromLines } from '../../../schemas/workspace/unit-tree.ts'
import type { AppContext } from '../context.ts'
import { problemWord } from '../entry/problem.ts'
import { say, type Word } from '../language/language.svelte.ts'
import { unitWords } from '../language/units.ts'
import { server } from '../../sync/api.ts'
import type { Workspace } from '../workspace.svelte.ts'
import { newId } from '../new-id.ts'

/** A question a dialog is open with. */
export type UnitQuestion =
  | { readonly act: 'invite'; readonly unit: UnitId | null }
  | { readonly act: 'change-member'; readonly member: Member }
  | { readonly act: 'revoke'; readonly member: Member }
  | { readonly act: 'password-link'; readonly member: Member }
  | { readonly act: 'add-units'; readonly below: UnitId | null }
  | { readonly act: 'change-unit'; readonly unit: Unit }
  | { readonly act: 'remove-unit'; readonly unit: Unit }

/** As many as one request may carry (schemas/protocol/api.ts, DirectoryPatch). Parents come before children. */
const CHANGES_AT_ONCE = 500

/** What admins do with units and members. All of it needs the server: rights are decided there. */
export class DirectoryActs {
  readonly #app: AppContext
  readonly #workspace: Workspace
  #question: UnitQuestion | null = $state.raw(null)

  constructor(app: AppContext, workspace: Workspace) {
    this.#app = app
    this.#workspace = workspace
  }

  get question(): UnitQuestion | null {
    return this.#question
  }

  ask(question: UnitQuestion): void {
    this.#question = question
  }

  closeQuestion(): void {
    this.#question = null
  }

  /** Answers the single-use link, or what went wrong. */
  async invite(role: Role, unit: UnitId | null): Promise<Invitation | Word> {
    const answer = await server.invite(this.#workspace.id, { role, unit })
    return answer.ok ? answer.value : problemWord(answer.code)
  }

  /** A single-use link under which a member chooses a new password. */
  async passwordLink(member: MemberId): Promise<PasswordLink | Word> {
    const answer = await server.passwordLink(this.#workspace.id, member)
    return answer.ok ? answer.value : problemWord(answer.code)
  }

  changeMember(member: Member, role: Role, unit: UnitId | null): Promise<void> {
    const change = { change: 'set-member', member: member.id, role, unit, active: member.active } as const
    return this.#change([change], () => say(unitWords.changed, member.name))
  }

  /** Revokes a member, or lets them back in. */
  setActive(member: Member, active: boolean): Promise<void> {
    const { role, unit } = member
    const change = { change: 'set-member', member: member.id, role, unit, active } as const
    return this.#change([change], () =>
      say(active ? unitWords.letBackDone : unitWords.revokedDone, member.name),
    )
  }

  changeUnit(unit: Unit, change: Pick<Unit, 'name' | 'shortName' | 'parent'>): Promise<void> {
    const isMoved = change.parent !== unit.parent
    const order = isMoved ? this.#siblings(change.parent) : unit.order
    return this.#change([{ change: 'set-unit', unit: { ...unit, ...change, order } }], () =>
      say(unitWords.unitChanged, change.name),
    )
  }

  removeUnit(unit: Unit): Promise<void> {
    return this.#change([{ change: 'remove-unit', unit: unit.id }], () =>
      say(unitWords.unitRemoved, unit.name),
    )
  }

  /** Adds the units of a pasted tree below `below`, after those already there. */
  addUnits(lines: readonly UnitLine[], below: UnitId | null): Promise<void> {
    const already = this.#siblings(below)
    const units = unitsFromLines(lines, newId)
    const changes = units.map(
      (unit) => ({ change: 'set-unit', unit: placedBelow(unit, below, already) }) as const,
    )
    return this.#change(changes, () => say(unitWords.unitAdded, units.length))
  }

  #siblings(parent: UnitId | null): number {
    return this.#directory().units.filter((unit) => unit.parent === parent).length
  }

  #directory(): Directory {
    const { directory } = this.#workspace
    if (directory === null) throw new RangeError('the directory is not loaded')
    return directory
  }

  async #change(changes: readonly DirectoryChange[], done: () => string): Promise<void> {
    let { revision } = this.#directory()
    let problem: Word | null = null
    for (let at = 0; at < changes.length && problem === null; at += CHANGES_AT_ONCE) {
      const part = changes.slice(at, at + CHANGES_AT_ONCE)
      const answer = await server.changeDirectory(this.#workspace.id, { revision, changes: part })
      if (answer.ok) revision = answer.value.revision
      else problem = problemWord(answer.code)
    }
    await this.#workspace.session.refreshDirectory()
    const { alerts } = this.#app
    if (problem === null) alerts.show('done', done, { key: 'directory' })
    else {
      const said = problem
      alerts.show('warn', () => say(said), { key: 'directory' })
    }
  }
}

/** A unit of a pasted tree where it belongs: its top ones below `parent`, after the `already` there. */
function placedBelow(unit: Unit, parent: UnitId | null, already: number): Unit {
  return unit.parent === null ? { ...unit, parent, order: unit.order + already } : unit
}
