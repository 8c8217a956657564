/** Anything that can be found by its name. */
export interface Findable {
  readonly id: string
  /** All names it answers to; the first is the one shown. */
  readonly names: readonly string[]
}

/**
 * Those of `things` in whose names every word of `query` occurs, best first: whole name, then its beginning, then
 * further in; equals keep the order they came in. Chinese has no word limits, so any run of characters may match.
 * An empty query matches everything.
 */
export function find<Thing extends Findable>(query: string, things: readonly Thing[]): Thing[] {
  const words = plain(query)
    .split(/\s+/)
    .filter((word) => word !== '')
  return things
    .map((thing) => ({ thing, score: bestScore(thing.names.map(plain), words) }))
    .filter(({ score }) => score !== null)
    .sort((a, b) => (a.score ?? 0) - (b.score ?? 0))
    .map(({ thing }) => thing)
}

function bestScore(names: readonly string[], words: readonly string[]): number | null {
  const scores = names.flatMap((name) => scoreOf(name, words) ?? [])
  return scores.length === 0 ? null : Math.min(...scores)
}

/** Lower is better; null when a word is missing. */
function scoreOf(name: string, words: readonly string[]): number | null {
  if (words.length === 0) return 0
  let score = 0
  for (const word of words) {
    const at = name.indexOf(word)
    if (at < 0) return null
    score += name === word ? 0 : at === 0 ? 1 : 2 + at / 1_000
  }
  return score
}

/** Full-width letters count as their usual forms, and case does not matter. */
function plain(text: string): string {
  return text.normalize('NFKC').toLocaleLowerCase('zh-CN')
}
