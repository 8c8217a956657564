import type { FindingKind } from '../../schemas/plan/judgement.ts'
import { say } from '../app/language/language.svelte.ts'
import { planWords } from '../app/language/plan.ts'

/** The four kinds of findings, in words. */
export function kindChoices(): { readonly value: FindingKind; readonly label: string }[] {
  return [
    { value: 'indicator', label: say(planWords.indicators) },
    { value: 'stage', label: say(planWords.stages) },
    { value: 'responsibility', label: say(planWords.responsibilities) },
    { value: 'rule', label: say(planWords.rules) },
  ]
}
