import { sinceText, type Viewpoint } from '../dates.ts'
import { say } from '../language/language.svelte.ts'
import { saveWords, shellWords } from '../language/shell.ts'
import type { SaveView } from './save-view.ts'

/** The words for it (interface.md, Behaviour). Reactive inside components. */
export function saveText(view: SaveView, seen: Viewpoint): string {
  switch (view.at) {
    case 'server':
      return say(saveWords.atServer)
    case 'saving':
      return say(saveWords.saving)
    case 'connecting':
      return say(shellWords.connecting)
    case 'device':
      return say(saveWords.onDevice, view.count, sinceText(view.since, seen))
    case 'offline':
      return say(saveWords.offline)
    case 'not-saved':
      return say(saveWords.notSaved, say(WHY[view.why]))
  }
}

const WHY = {
  full: saveWords.storageFull,
  blocked: saveWords.storageBlocked,
  failed: saveWords.storageFailed,
  refused: saveWords.rescues,
} as const
