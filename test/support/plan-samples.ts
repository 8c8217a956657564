import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A plan as text with its structure as people labelled it. */
export interface PlanSample {
  readonly name: string
  readonly text: string
  readonly gold: unknown
}

const ROOT = join(import.meta.dirname, '..', '..')
const SAMPLES = join(ROOT, 'test', 'samples', 'plans')
const CORPUS = join(ROOT, '..', 'shared', 'corpus')

function readSamples(texts: string, golds: string): PlanSample[] {
  const names = readdirSync(texts).filter((name) => name.endsWith('.txt'))
  return names.sort().map((file) => ({
    name: file.slice(0, -'.txt'.length),
    text: readFileSync(join(texts, file), 'utf8'),
    gold: JSON.parse(readFileSync(join(golds, file.replace(/\.txt$/, '.json')), 'utf8')),
  }))
}

/** Our own labelled plans, which the parser is tuned on. */
export const ownSamples = (): PlanSample[] => readSamples(SAMPLES, SAMPLES)

/** Labelled plans nobody tunes on: what they score is what an unseen plan may expect. */
export const heldOutSamples = (): PlanSample[] =>
  readSamples(join(SAMPLES, 'held-out'), join(SAMPLES, 'held-out'))

/** The shared corpus beside the project, or nothing where the project stands alone. */
export function corpusSamples(): PlanSample[] {
  return existsSync(CORPUS) ? readSamples(join(CORPUS, 'input'), join(CORPUS, 'gold')) : []
}
