import { createContext } from 'svelte'
import type { Alerts } from './alerts.svelte.ts'
import type { Clock } from './clock.svelte.ts'
import type { Commands } from './commands.svelte.ts'
import type { Layout } from './layout.svelte.ts'
import type { Navigation } from './navigation.svelte.ts'
import type { ThemeChoice } from './theme.svelte.ts'

/** What every screen may use, whoever is signed in. Handed down by App.svelte. */
export interface AppContext {
  readonly navigation: Navigation
  readonly alerts: Alerts
  readonly commands: Commands
  readonly clock: Clock
  readonly theme: ThemeChoice
  readonly layout: Layout
}

/** Reads what App.svelte handed down; call it while a component starts. */
export const [getApp, setApp] = createContext<AppContext>()
