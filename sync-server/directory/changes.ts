import type { DirectoryChange } from '../../schemas/protocol/api.ts'
import type { UnitId } from '../../schemas/ids.ts'
import type { Directory, Unit } from '../../schemas/workspace/directory.ts'
import { Refused } from '../refusal.ts'
import { assertNever } from '../assert-never.ts'

/**
 * The directory after `changes`, all of them in order, with its revision raised by one. The given one is left alone.
 * @throws Refused 'bad-input' when the result would not make sense: a unit under itself or under none, a unit removed
 * from under its people, a member nobody invited, a workspace without an admin
 */
export function applyChanges(directory: Directory, changes: readonly DirectoryChange[]): Directory {
  const changed = changes.reduce(applyChange, directory)
  checkTree(changed.units)
  if (!changed.members.some(({ role, active }) => role === 'admin' && active)) {
    throw bad('工作区必须保留至少一名管理员 a workspace needs an active admin')
  }
  return { ...changed, revision: directory.revision + 1 }
}

function applyChange(directory: Directory, change: DirectoryChange): Directory {
  switch (change.change) {
    case 'set-unit':
      return { ...directory, units: replaced(directory.units, change.unit, ({ id }) => id) }
    case 'remove-unit':
      return withoutUnit(directory, change.unit)
    case 'set-member':
      return withMember(directory, change)
    case 'set-policy': {
      const policies = replaced(directory.policies, change.policy, ({ documentId }) => documentId)
      return { ...directory, policies }
    }
    case 'rename-workspace':
      return { ...directory, workspace: { ...directory.workspace, name: change.name } }
    default:
      return assertNever(change)
  }
}

function replaced<Entry>(entries: readonly Entry[], entry: Entry, keyOf: (entry: Entry) => string): Entry[] {
  const at = entries.findIndex((other) => keyOf(other) === keyOf(entry))
  return at < 0 ? [...entries, entry] : entries.with(at, entry)
}

function withoutUnit(directory: Directory, unit: UnitId): Directory {
  if (!directory.units.some(({ id }) => id === unit)) throw bad(`unit ${unit} is not in the directory`)
  if (directory.units.some(({ parent }) => parent === unit)) {
    throw bad(`unit ${unit} still has units below it; move or remove them first`)
  }
  if (directory.members.some((member) => member.unit === unit)) {
    throw bad(`unit ${unit} still has members; move them first`)
  }
  return { ...directory, units: directory.units.filter(({ id }) => id !== unit) }
}

function withMember(
  directory: Directory,
  { member: id, role, unit, active }: Extract<DirectoryChange, { change: 'set-member' }>,
): Directory {
  const member = directory.members.find((known) => known.id === id)
  if (member === undefined) throw bad(`${id} is not a member; people join by an invitation`)
  checkUnit(directory, unit)
  const members = replaced(directory.members, { ...member, role, unit, active }, (known) => known.id)
  return { ...directory, members }
}

/** @throws Refused 'bad-input' when `unit` names a unit that the directory does not have */
export function checkUnit(directory: Directory, unit: UnitId | null): void {
  if (unit !== null && !directory.units.some(({ id }) => id === unit)) {
    throw bad(`unit ${unit} is not in the directory`)
  }
}

function checkTree(units: readonly Unit[]): void {
  const parents = new Map(units.map(({ id, parent }) => [id, parent]))
  for (const { id } of units) {
    const above = new Set<UnitId>([id])
    let parent = parents.get(id) ?? null
    while (parent !== null) {
      if (!parents.has(parent)) throw bad(`unit ${id} lies under ${parent}, which is not in the directory`)
      if (above.has(parent)) throw bad(`unit ${parent} would lie under itself`)
      above.add(parent)
      parent = parents.get(parent) ?? null
    }
  }
}

function bad(message: string): Refused {
  return new Refused('bad-input', message)
}
