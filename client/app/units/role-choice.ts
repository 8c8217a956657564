import { ROLES, type Role } from '../../../schemas/workspace/directory.ts'
import { say, type Word } from '../language/language.svelte.ts'
import { roleWords } from '../language/shell.ts'
import { unitWords } from '../language/units.ts'

const EXPLAINED: Readonly<Record<Role, Word>> = {
  admin: unitWords.roleAdmin,
  drafter: unitWords.roleDrafter,
  reporter: unitWords.roleReporter,
  reviewer: unitWords.roleReviewer,
  reader: unitWords.roleReader,
}

/** What a role may do, in a sentence. Reactive inside components. */
export function roleText(role: Role): string {
  return say(EXPLAINED[role])
}

/** The roles as choices of a field. Reactive inside components. */
export function roleChoices(): { value: Role; label: string }[] {
  return ROLES.map((role) => ({ value: role, label: say(roleWords[role]) }))
}
