import type { UnitId } from '../../../schemas/ids.ts'
import type { Directory, Member, Unit } from '../../../schemas/workspace/directory.ts'
import { unitsInOrder } from '../../../schemas/workspace/unit-tree.ts'
import { find } from '../find.ts'

/** What of the tree is chosen: everybody, those without a unit, or a unit with all below it. */
export type Chosen = 'everyone' | 'without-unit' | UnitId

/** Members of what is chosen whose name or login has the words, the active first, then by name. [U5] */
export function membersShown(
  { members, units }: Pick<Directory, 'members' | 'units'>,
  chosen: Chosen,
  words: string,
): Member[] {
  const inside = chosen === 'everyone' || chosen === 'without-unit' ? null : unitWithBelow(chosen, units)
  const there = members.filter((member) => {
    if (chosen === 'everyone') return true
    if (member.unit === null) return chosen === 'without-unit'
    return inside?.has(member.unit) ?? false
  })
  const found = find(
    words,
    there.map((member) => ({ id: member.id, names: [member.name, member.login], member })),
  ).map(({ member }) => member)
  return found.toSorted(
    (a, b) =>
      Number(b.active) - Number(a.active) || BY_NAME.compare(a.name, b.name) || (a.id < b.id ? -1 : 1),
  )
}

const BY_NAME = new Intl.Collator('zh-CN')

/** A unit and every unit below it. */
export function unitWithBelow(id: UnitId, units: readonly Unit[]): ReadonlySet<UnitId> {
  const inside = new Set<UnitId>([id])
  for (const { unit } of unitsInOrder(units)) {
    if (unit.parent !== null && inside.has(unit.parent)) inside.add(unit.id)
  }
  return inside
}

/** Whether this is the only active admin: then nobody could let anybody in again. [U6] */
export function isLastAdmin(member: Member, members: readonly Member[]): boolean {
  if (member.role !== 'admin' || !member.active) return false
  return !members.some((other) => other.id !== member.id && other.role === 'admin' && other.active)
}

/** Whether a unit may go: no members, no units below. [U7] */
export function isUnitUnused(id: UnitId, { members, units }: Pick<Directory, 'members' | 'units'>): boolean {
  return !members.some((member) => member.unit === id) && !units.some((unit) => unit.parent === id)
}

/** Active members by unit, a unit's own and all below it. */
export function countsByUnit({ members, units }: Pick<Directory, 'members' | 'units'>): Map<UnitId, number> {
  const counts = new Map<UnitId, number>()
  const parents = new Map(units.map((unit) => [unit.id, unit.parent]))
  for (const member of members) {
    if (!member.active) continue
    const seen = new Set<UnitId>()
    for (let at = member.unit; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
      seen.add(at)
      counts.set(at, (counts.get(at) ?? 0) + 1)
    }
  }
  return counts
}
