import * as fc from 'fast-check'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { layLine } from '../support/line.ts'
import { makeDataDir, removeDataDir, startSyncServer } from '../support/server.ts'
import { SyncWorld } from '../support/sync-world.ts'
import { serveSyncHarness, Tab, type SyncSite } from './sync-harness.ts'

const BODY = 'w1/plan-1/body'
const FUZZ = process.env.HESHU_FUZZ === undefined ? null : Number(process.env.HESHU_FUZZ)

let site: SyncSite
let browser: Browser
beforeAll(async () => {
  site = await serveSyncHarness()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

/** Two people with two tabs each: what happens to them, one thing after another. */
type Step = { readonly do: 'type' | 'reload'; readonly tab: number } | { readonly do: 'cut' | 'mend' }

const tab = fc.nat({ max: 3 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constantFrom('type', 'type', 'type', 'reload'), tab }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('cut', 'mend') }) },
)

test('[C3] [C4] [C7] four tabs, cuts and reloads: in the end all have every word once, and nothing waits', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 40 }), async (steps) => {
      const dataDir = makeDataDir()
      const world = new SyncWorld().member('anna', 'drafter').member('bob', 'admin')
      const server = await startSyncServer({ dataDir, world })
      const line = await layLine(server.port)
      const contexts: BrowserContext[] = [await browser.newContext(), await browser.newContext()]
      const open = (index: number): Promise<Tab> => {
        const [account, context] = index < 2 ? ['anna', contexts[0]] : ['bob', contexts[1]]
        if (context === undefined) throw new Error('no browser for them')
        const url = `ws://127.0.0.1:${line.port}/sync?token=${account}`
        return Tab.open(context, site, { account, rooms: [BODY], url })
      }
      try {
        const tabs = await Promise.all([0, 1, 2, 3].map(open))
        const words: string[] = []
        for (const each of steps) {
          if (!('tab' in each)) {
            if (each.do === 'cut') line.cut()
            else line.mend()
          } else if (each.do === 'reload') {
            await tabs[each.tab]?.closeAtOnce()
            tabs[each.tab] = await open(each.tab)
          } else {
            const word = `〔${words.length}〕`
            words.push(word)
            await tabs[each.tab]?.run('type', BODY, word)
          }
        }
        line.mend()
        for (const each of tabs) {
          await each.has('every word once', ['text', BODY], (text) => {
            return words.every((word) => text.split(word).length === 2)
          })
          await each.saves('server')
          expect(await each.run('rows', 'outbox')).toBe(0)
        }
        const texts = await Promise.all(tabs.map((each) => each.run('text', BODY)))
        expect(new Set(texts).size).toBe(1)
      } finally {
        for (const context of contexts) await context.close()
        await line.close()
        await server.stop()
        removeDataDir(dataDir)
      }
    }),
    // Every run of the suite takes the same four histories; HESHU_FUZZ=n takes 4n new ones.
    { numRuns: 4 * (FUZZ ?? 1), endOnFailure: true, ...(FUZZ === null ? { seed: 20_261_122 } : {}) },
  )
})
