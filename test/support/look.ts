import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What is wrong with how a page stands: what axe flags, and whether the page itself scrolls instead of its parts. */
export async function flaws(page: Page): Promise<string[]> {
  // By evaluation, which the page's own policy rightly forbids to anything on the page.
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const axe: {
      run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
    } = Reflect.get(window, 'axe')
    const { violations } = await axe.run()
    const { scrollWidth, scrollHeight } = document.documentElement
    const scrolls = scrollWidth > innerWidth || scrollHeight > innerHeight
    return [
      ...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`),
      ...(scrolls ? [`the page is ${scrollWidth} × ${scrollHeight} in ${innerWidth} × ${innerHeight}`] : []),
    ]
  })
}
