import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPlan } from '../../schemas/text/reading/read-plan.ts'

/** Length of the text that is read, in characters: a long plan. */
const LENGTH = 20_000
const ROUNDS = 15

const samples = join(import.meta.dirname, '..', 'samples', 'plans')
const plans = readdirSync(samples)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => readFileSync(join(samples, name), 'utf8'))
const text = plans
  .join('\n')
  .repeat(Math.ceil(LENGTH / plans.join('\n').length))
  .slice(0, LENGTH)

const timesMs = Array.from({ length: ROUNDS }, () => {
  const began = process.cpuUsage()
  readPlan(text)
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1_000
})
const warm = timesMs.slice(3).sort((a, b) => a - b)
console.log(
  `readPlan, ${LENGTH} characters, CPU ms: first ${timesMs[0]?.toFixed(0)}, then median ${warm[Math.floor(warm.length / 2)]?.toFixed(0)}`,
)
