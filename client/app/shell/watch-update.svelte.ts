import { untrack } from 'svelte'
import type { AppContext } from '../context.ts'
import { alertWords } from '../language/alerts.ts'
import { say } from '../language/language.svelte.ts'
import type { Workspace } from '../workspace.svelte.ts'

/**
 * Offers a newer program while nothing is unsent, and applies it only when asked, and then only while nobody composes.
 * Call while a component starts; ends with it. [U11]
 */
export function watchUpdate({ alerts, update }: AppContext, workspace: Workspace): void {
  function apply(): void {
    if (workspace.hasUnsent || update.isComposing) {
      alerts.show('note', () => say(alertWords.updateWaits), { key: 'update' })
      return
    }
    void update.apply()
  }

  const isOffered = $derived(update.state !== 'none' && !workspace.hasUnsent)
  $effect(() => {
    if (!isOffered) return
    const word = update.state === 'elsewhere' ? alertWords.updatedElsewhere : alertWords.updateReady
    const text = (): string => say(word)
    const actions = [{ label: () => say(alertWords.updateNow), run: apply }]
    return untrack(() => alerts.show('ask', text, { key: 'update', actions }))
  })
}
