import { describe, expect, test } from 'vitest'
import { toParseOutput } from '../../../schemas/text/reading/parse-output.ts'
import { readPlan } from '../../../schemas/text/reading/read-plan.ts'
import { corpusSamples, heldOutSamples, ownSamples } from '../../support/plan-samples.ts'
import { CATEGORIES, figures, score } from '../../support/score.ts'
import type { Category } from '../../support/score.ts'

/** F1 that every tuned plan must reach; meta is right or wrong. */
const LEAST: Readonly<Record<Category, number>> = {
  meta: 1,
  sections: 0.98,
  indicators: 0.85,
  stages: 0.95,
  responsibilities: 0.8,
  rules: 0.7,
}

describe.each([...corpusSamples(), ...ownSamples()])('$name', ({ text, gold }) => {
  const scores = score(gold, toParseOutput(readPlan(text)))
  test.each(CATEGORIES)('[R8 R14 R21 R22 R26 R30] %s are found as people labelled them', (category) => {
    const found = scores[category]
    expect(
      found?.f1 ?? 1,
      JSON.stringify({ missed: found?.missed, extra: found?.extra }),
    ).toBeGreaterThanOrEqual(LEAST[category])
  })
})

test.each(CATEGORIES)('[R1] %s of plans nobody tuned on are found as well, taken together', (category) => {
  let [tp, fp, fn] = [0, 0, 0]
  for (const { text, gold } of heldOutSamples()) {
    const found = score(gold, toParseOutput(readPlan(text)))[category]
    tp += found?.tp ?? 0
    fp += found?.fp ?? 0
    fn += found?.fn ?? 0
  }
  expect(figures(tp, fp, fn).f1).toBeGreaterThanOrEqual(LEAST[category])
})

test('the scorer counts a missing, a wrong and an optional item as the corpus says', () => {
  const stage = (start: string, end: string) => ({
    name: null,
    start,
    end,
    text: `${start}至${end}`,
    section: '四',
  })
  const gold = {
    stages: [
      stage('2012-06-01', '2012-06-30'),
      stage('2012-07', '2012-08'),
      { ...stage('2012-09', '2012-09'), optional: true },
    ],
  }
  const got = {
    stages: [stage('2012-06', '2012-06'), stage('2012-10', '2012-10'), stage('2012-09-01', '2012-09-30')],
  }
  expect(score(gold, got).stages).toMatchObject({ tp: 1, fp: 1, fn: 1, p: 0.5, r: 0.5, f1: 0.5 })
  expect(score(gold, got).rules).toBeNull()
})
