import { createContext } from 'svelte'
import type { Alerts } from './alerts.svelte.ts'
import type { Clock } from './clock.svelte.ts'
import type { Commands } from './commands.svelte.ts'
import type { Layout } from './layout.svelte.ts'
import type { Navigation } from './navigation.svelte.ts'
import type { ProgramUpdate } from './program-update.svelte.ts'
import type { AccountHolder } from './account.svelte.ts'
import type { ThemeChoice } from './theme.svelte.ts'
import type { Workspace } from './workspace.svelte.ts'

/** What every screen may use, whoever is signed in. Handed down by App.svelte. */
export interface AppContext {
  readonly account: AccountHolder
  readonly navigation: Navigation
  readonly alerts: Alerts
  readonly commands: Commands
  readonly clock: Clock
  readonly theme: ThemeChoice
  readonly layout: Layout
  readonly update: ProgramUpdate
}

/** Reads what App.svelte handed down; call it while a component starts. */
export const [getApp, setApp] = createContext<AppContext>()

/** Reads the workspace whose screens these are; only inside the shell, while a component starts. */
export const [getWorkspace, setWorkspace] = createContext<Workspace>()
