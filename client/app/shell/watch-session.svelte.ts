import { onMount, untrack } from 'svelte'
import type { AppContext } from '../context.ts'
import { downloadRescue } from '../download.ts'
import { alertWords } from '../language/alerts.ts'
import { say } from '../language/language.svelte.ts'
import type { Workspace } from '../workspace.svelte.ts'

/**
 * Keeps what is known of the session true: asks who is signed in when the server comes back or turns this tab away, and
 * connects again when somebody signed in elsewhere (another tab). Call while a component starts; ends with it.
 */
export function watchSession({ account, alerts }: AppContext, workspace: Workspace): void {
  const hasAnswer = $derived(workspace.connection === 'online' || workspace.connection === 'signed-out')
  $effect(() => {
    if (hasAnswer) untrack(() => void account.refresh())
  })

  // Revoked: with nothing left to save the workspace closes; else it stays open until its edits are taken along.
  $effect(() => {
    if (!workspace.isDenied) return
    if (!workspace.hasUnsent) untrack(() => void account.refresh())
    else {
      const take = { label: () => say(alertWords.downloadRescue), run: () => void downloadRescue(workspace) }
      const text = (): string => say(alertWords.revoked)
      return untrack(() => alerts.show('bad', text, { key: 'revoked', actions: [take] }))
    }
  })

  async function lookAgain(): Promise<void> {
    if (document.hidden || workspace.connection !== 'signed-out') return
    await account.refresh()
    if (account.state.at === 'present' && !account.state.isExpired) workspace.session.connectNow()
  }

  onMount(() => {
    const onVisible = (): void => void lookAgain()
    document.addEventListener('visibilitychange', onVisible)
    return () => document.removeEventListener('visibilitychange', onVisible)
  })
}
