import type { PlanFinding } from '../../schemas/plan/findings.ts'
import { readUnitNames } from '../../schemas/plan/finding-words.ts'

/** What one unit answers for and helps with, as the plan's text has it. */
export interface UnitDuties {
  readonly unit: string
  readonly leads: readonly PlanFinding[]
  readonly supports: readonly PlanFinding[]
}

/**
 * Duties by unit, in the order in which units are first named in the text (precedence is never sorted away). Tasks
 * without a lead come last, under an empty name. Rejected findings are left out.
 */
export function dutiesByUnit(findings: readonly PlanFinding[]): UnitDuties[] {
  const duties = new Map<string, { leads: PlanFinding[]; supports: PlanFinding[] }>()
  const of = (unit: string) => {
    const known = duties.get(unit) ?? { leads: [], supports: [] }
    duties.set(unit, known)
    return known
  }
  for (const finding of findings) {
    if (finding.kind !== 'responsibility' || finding.verdict === 'rejected') continue
    const lead = readUnitNames(finding.words.lead ?? '')
    for (const unit of lead) of(unit).leads.push(finding)
    for (const unit of readUnitNames(finding.words.support ?? '')) of(unit).supports.push(finding)
    if (lead.length === 0) of('').leads.push(finding)
  }
  const listed = [...duties].map(([unit, { leads, supports }]) => ({ unit, leads, supports }))
  return [...listed.filter(({ unit }) => unit !== ''), ...listed.filter(({ unit }) => unit === '')]
}
