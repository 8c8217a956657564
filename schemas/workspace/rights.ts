import { reportUnit, type RoomPlace } from '../protocol/room-name.ts'
import type { DocumentPolicy, Member, Role } from './directory.ts'

/** What a membership may do in a room. */
export type RoomRight = 'none' | 'read' | 'write'

/** The membership a right is decided from. `active: false` is a revoked one. */
export type Membership = Pick<Member, 'id' | 'role' | 'unit' | 'active'>

/**
 * What `membership` may do in the room at `place`, which belongs to its workspace (design.md §8).
 * One function for the client, to show, and for the server, to enforce.
 * @param policy the document's policy, or null when it has none or the room is the index
 */
export function roomRight(
  membership: Membership | null,
  policy: DocumentPolicy | null,
  place: RoomPlace,
): RoomRight {
  if (membership === null || !membership.active) return 'none'
  if (place.room === 'index') return writesBody(membership.role) ? 'write' : 'read'
  if (policy !== null && !isAdmitted(membership, policy)) return 'none'
  const right = partRight(membership, place.part)
  return right === 'write' && policy !== null && isFrozen(policy) ? 'read' : right
}

/** Whether a binding status (approved, issued, archived) freezes the document for everybody. */
export function isFrozen(policy: DocumentPolicy): boolean {
  return policy.status === 'approved' || policy.status === 'issued' || policy.status === 'archived'
}

function isAdmitted(membership: Membership, policy: DocumentPolicy): boolean {
  if (policy.narrowedTo === null || membership.role === 'admin') return true
  const { members, units } = policy.narrowedTo
  return members.includes(membership.id) || (membership.unit !== null && units.includes(membership.unit))
}

function partRight(membership: Membership, part: string): RoomRight {
  const { role, unit } = membership
  if (part === 'discussion') return role === 'reader' ? 'read' : 'write'
  const reported = reportUnit(part)
  if (reported === null) return writesBody(role) ? 'write' : 'read'
  if (role === 'admin') return 'write'
  return unit === reported && (role === 'drafter' || role === 'reporter') ? 'write' : 'read'
}

function writesBody(role: Role): boolean {
  return role === 'admin' || role === 'drafter'
}

/** What a role may do with versions: take one and file it, take one, or only read them. */
export function versionRight(role: Role): 'take-and-file' | 'take' | 'read' {
  if (role === 'admin') return 'take-and-file'
  return role === 'drafter' ? 'take' : 'read'
}

/** Whether a role may change units, members, roles and policies. */
export function mayChangeDirectory(role: Role): boolean {
  return role === 'admin'
}
