import { makeBlocks } from './blocks.ts'
import { readFrame } from './frame.ts'
import { cutAtLabels } from './headings.ts'
import { readParagraphs } from './lines.ts'
import { normaliseInput } from './normalise.ts'
import type { PlanReading } from './reading.ts'
import { findStages, resolveAllDates } from './stages.ts'
import { findRules } from './rules.ts'
import { findIndicators } from './indicators.ts'
import { ownYear } from './years.ts'
import { findResponsibilities } from './responsibilities.ts'
export function readPlan(text: string): PlanReading {
  const source = normaliseInput(text)
  const paragraphs = readParagraphs(source)
  const frame = readFrame(paragraphs)
  const segments = cutAtLabels(paragraphs, (i) => frame.roles[i] === 'body')
  const blocks = makeBlocks(paragraphs, segments, frame.roles)
  const dated = resolveAllDates(blocks, ownYear(frame.header, blocks))
  const stages = findStages(blocks, dated)
  const rules = findRules(blocks)
  const indicators = findIndicators(blocks, dated, rules)
  const responsibilities = findResponsibilities(blocks, dated)
  return {
    kind: 'plan',
    source,
    blocks,
    header: frame.header,
    outline: [],
    indicators,
    stages,
    responsibilities,
    rules,
    doubts: [],
    conflicts: [],
  }
}
