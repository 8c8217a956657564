import KeyRound from '@lucide/svelte/icons/key-round'
import Pencil from '@lucide/svelte/icons/pencil'
import Plus from '@lucide/svelte/icons/plus'
import Trash from '@lucide/svelte/icons/trash'
import UserCheck from '@lucide/svelte/icons/user-check'
import UserCog from '@lucide/svelte/icons/user-cog'
import UserPlus from '@lucide/svelte/icons/user-plus'
import UserX from '@lucide/svelte/icons/user-x'
import type { Directory, Member, Unit } from '../../../schemas/workspace/directory.ts'
import type { MenuSection } from '../../ui/menu-entry.ts'
import { say } from '../language/language.svelte.ts'
import { unitWords } from '../language/units.ts'
import type { DirectoryActs } from './directory-acts.svelte.ts'
import { isLastAdmin, isUnitUnused } from './people.ts'

/** What an admin can do with a member. What is not possible says why. Reactive inside components. */
export function memberMenu(member: Member, directory: Directory, acts: DirectoryActs): MenuSection[] {
  const isLast = isLastAdmin(member, directory.members)
  const change = {
    id: 'change',
    label: say(unitWords.change),
    icon: UserCog,
    run: () => acts.ask({ act: 'change-member', member }),
  }
  const password = {
    id: 'password',
    label: say(unitWords.passwordLink),
    icon: KeyRound,
    run: () => acts.ask({ act: 'password-link', member }),
  }
  const revoke = {
    id: 'revoke',
    label: say(unitWords.revoke),
    icon: UserX,
    danger: true,
    disabled: isLast,
    hint: isLast ? say(unitWords.lastAdmin) : undefined,
    run: () => acts.ask({ act: 'revoke', member }),
  }
  const letBack = {
    id: 'let-back',
    label: say(unitWords.letBack),
    icon: UserCheck,
    run: () => void acts.setActive(member, true),
  }
  return [
    { id: 'member', entries: member.active ? [change, password] : [change] },
    { id: 'access', entries: [member.active ? revoke : letBack] },
  ]
}

/** What an admin can do with a unit. Reactive inside components. */
export function unitMenu(unit: Unit, directory: Directory, acts: DirectoryActs): MenuSection[] {
  const isUnused = isUnitUnused(unit.id, directory)
  return [
    {
      id: 'people',
      entries: [
        {
          id: 'invite',
          label: say(unitWords.invite),
          icon: UserPlus,
          run: () => acts.ask({ act: 'invite', unit: unit.id }),
        },
      ],
    },
    {
      id: 'unit',
      entries: [
        {
          id: 'below',
          label: say(unitWords.addBelow),
          icon: Plus,
          run: () => acts.ask({ act: 'add-units', below: unit.id }),
        },
        {
          id: 'change',
          label: say(unitWords.renameUnit),
          icon: Pencil,
          run: () => acts.ask({ act: 'change-unit', unit }),
        },
        {
          id: 'remove',
          label: say(unitWords.removeUnit),
          icon: Trash,
          danger: true,
          disabled: !isUnused,
          hint: isUnused ? undefined : say(unitWords.removeHasMembers),
          run: () => acts.ask({ act: 'remove-unit', unit }),
        },
      ],
    },
  ]
}
