import Keyboard from '@lucide/svelte/icons/keyboard'
import LogIn from '@lucide/svelte/icons/log-in'
import LogOut from '@lucide/svelte/icons/log-out'
import Settings from '@lucide/svelte/icons/settings'
import type { MenuSection } from '../../ui/menu-entry.ts'
import type { AppContext } from '../context.ts'
import { keyTextHere } from '../keys.ts'
import { say } from '../language/language.svelte.ts'
import { roleWords, shellWords } from '../language/shell.ts'
import { rememberWorkspace } from '../last-workspace.ts'
import type { Workspace } from '../workspace.svelte.ts'

/** The workspaces of this account; choosing one goes to its documents. Reactive inside components. */
export function workspaceMenu({ account, navigation }: AppContext, current: Workspace): MenuSection[] {
  const { state } = account
  if (state.at !== 'present') return []
  return [
    {
      id: 'workspaces',
      heading: say(shellWords.switchWorkspace),
      entries: state.workspaces.map(({ id, name, role }) => ({
        id,
        label: id === current.id ? current.name : name,
        hint: say(roleWords[role]),
        checked: id === current.id,
        run: () => {
          rememberWorkspace(id)
          navigation.go({ screen: 'documents', workspace: id })
        },
      })),
    },
  ]
}

/** What a person does with the app itself. Reactive inside components. */
export function meMenu(
  { account, navigation, commands }: AppContext,
  workspace: Workspace,
  onsignout: () => void,
): MenuSection[] {
  const needsSignIn =
    workspace.connection === 'signed-out' || (account.state.at === 'present' && account.state.isExpired)
  return [
    {
      id: 'app',
      entries: [
        {
          id: 'settings',
          label: say(shellWords.settings),
          icon: Settings,
          run: () => navigation.go({ screen: 'settings' }),
        },
        {
          id: 'keys',
          label: say(shellWords.keySheet),
          icon: Keyboard,
          keyText: keyTextHere('Ctrl+/'),
          run: () => commands.run('app.keys'),
        },
      ],
    },
    {
      id: 'session',
      entries: [
        needsSignIn
          ? {
              id: 'sign-in',
              label: say(shellWords.signIn),
              icon: LogIn,
              run: () => navigation.go({ screen: 'sign-in' }),
            }
          : { id: 'sign-out', label: say(shellWords.signOut), icon: LogOut, run: onsignout },
      ],
    },
  ]
}
