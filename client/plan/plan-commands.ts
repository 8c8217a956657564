import type { Command } from '../app/commands.svelte.ts'
import { planWords } from '../app/language/plan.ts'
import { recordWords } from '../app/language/record.ts'

/** What the plan's screen can be asked to do by name or key. */
export interface PlanActs {
  readonly mayWrite: () => boolean
  readonly mayTake: () => boolean
  readonly editHead: () => void
  readonly takeVersion: () => void
  /** Opens the side panel at one of its tabs. */
  readonly show: (panel: string) => void
}

/** The commands of the plan's screen, for palette and key sheet. */
export function planCommands(acts: PlanActs): Command[] {
  return [
    {
      id: 'plan.head',
      group: 'document',
      title: planWords.editHeadCommand,
      isPossible: acts.mayWrite,
      run: acts.editHead,
    },
    {
      id: 'plan.take-version',
      group: 'document',
      title: recordWords.take,
      isPossible: acts.mayTake,
      run: acts.takeVersion,
    },
    { id: 'plan.outline', group: 'view', title: planWords.showOutline, run: () => acts.show('outline') },
    { id: 'plan.findings', group: 'view', title: planWords.showFindings, run: () => acts.show('findings') },
    { id: 'plan.versions', group: 'view', title: planWords.showVersions, run: () => acts.show('versions') },
  ]
}
