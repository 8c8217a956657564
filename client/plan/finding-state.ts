import type { PlanFinding } from '../../schemas/plan/findings.ts'
import type { Verdict } from '../../schemas/plan/judgement.ts'
import type { Confidence } from '../../schemas/text/reading/reading.ts'

/** How a finding stands: as read, as judged, or judged once and overtaken by the text. */
export type FindingState = Confidence | Verdict | 'lapsed'

/** The state a finding is shown in. */
export function stateOf(finding: Pick<PlanFinding, 'verdict' | 'lapsed' | 'confidence'>): FindingState {
  if (finding.lapsed) return 'lapsed'
  return finding.verdict ?? finding.confidence
}
