import { untrack } from 'svelte'
import type { AppContext } from '../context.ts'
import { alertWords } from '../language/alerts.ts'
import { say } from '../language/language.svelte.ts'
import type { Workspace } from '../workspace.svelte.ts'

/**
 * Tells the person what happens to their work while they look elsewhere: storage that is full, edits the server refused,
 * a session that has ended. Call while a component starts; ends with it. Each is said once until it is over.
 */
export function watchForNews(app: AppContext, workspace: Workspace): void {
  const { alerts, commands, navigation, account } = app
  const look = { label: () => say(alertWords.look), run: () => void commands.run('app.save-state') }

  const save = $derived(workspace.session.saveState)
  const cause = $derived(save.at === 'memory' ? save.cause : null)
  $effect(() => {
    if (cause === null) return
    const count = (): number => (save.at === 'memory' ? save.count : 0)
    const text = (): string => say(STORAGE_WORDS[cause], count())
    return untrack(() => alerts.show('bad', text, { key: 'storage', actions: [look] }))
  })

  const hasRescues = $derived(workspace.session.rescues.length > 0)
  $effect(() => {
    if (!hasRescues) return
    const text = (): string => say(alertWords.rescued)
    return untrack(() => alerts.show('warn', text, { key: 'rescues', actions: [look] }))
  })

  const needsSignIn = $derived(
    workspace.connection === 'signed-out' || (account.state.at === 'present' && account.state.isExpired),
  )
  $effect(() => {
    if (!needsSignIn) return
    const text = (): string => say(alertWords.signInToSync)
    const signIn = { label: () => say(alertWords.signIn), run: () => navigation.go({ screen: 'sign-in' }) }
    return untrack(() => alerts.show('warn', text, { key: 'sign-in', actions: [signIn] }))
  })
}

const STORAGE_WORDS = {
  full: alertWords.storageFull,
  blocked: alertWords.storageBlocked,
  failed: alertWords.storageFailed,
} as const
