/** A stretch of text that stayed, came or went. */
export interface Stretch {
  readonly is: 'same' | 'added' | 'removed'
  readonly text: string
}

/**
 * Most single-character edits looked for between two texts. The search costs the square of it; beyond, what differs is
 * shown as one stretch out and one in, which is also easier to read than a text full of splinters.
 */
const EDITS_MAX = 600

/** Shortest `same` between two edits that is shown as such; below it the reader sees one edit. */
const SAME_LENGTH_MIN = 2

/**
 * The shortest way from `before` to `after`, by whole characters (never half a pair), removals before additions.
 * @see Eugene W. Myers, An O(ND) Difference Algorithm and Its Variations, Algorithmica 1 (1986)
 */
export function textDiff(before: string, after: string): Stretch[] {
  const a = Array.from(before)
  const b = Array.from(after)
  const start = commonStart(a, b)
  const end = commonEnd(a, b, start)
  const middle = middleDiff(a.slice(start, a.length - end), b.slice(start, b.length - end))
  return smoothed([
    { is: 'same', text: a.slice(0, start).join('') },
    ...middle,
    { is: 'same', text: a.slice(a.length - end).join('') },
  ])
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  let count = 0
  while (count < a.length && count < b.length && a[count] === b[count]) count++
  return count
}

function commonEnd(a: readonly string[], b: readonly string[], start: number): number {
  let count = 0
  const most = Math.min(a.length, b.length) - start
  while (count < most && a[a.length - 1 - count] === b[b.length - 1 - count]) count++
  return count
}

function middleDiff(a: readonly string[], b: readonly string[]): Stretch[] {
  const whole: Stretch[] = [
    { is: 'removed', text: a.join('') },
    { is: 'added', text: b.join('') },
  ]
  if (a.length === 0 || b.length === 0) return whole
  const rounds = furthestReaching(a, b)
  return rounds === null ? whole : pathBack(a, b, rounds)
}

/** The x reached on each diagonal, round by round; null when more than EDITS_MAX rounds are needed. */
function furthestReaching(a: readonly string[], b: readonly string[]): Map<number, number>[] | null {
  const rounds: Map<number, number>[] = []
  let reached = new Map<number, number>([[1, 0]])
  for (let edits = 0; edits <= Math.min(EDITS_MAX, a.length + b.length); edits++) {
    const next = new Map<number, number>()
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = goesDown(reached, diagonal, edits)
        ? (reached.get(diagonal + 1) ?? 0)
        : (reached.get(diagonal - 1) ?? 0) + 1
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++
      next.set(diagonal, x)
      if (x >= a.length && x - diagonal >= b.length) return [...rounds, next]
    }
    rounds.push(next)
    reached = next
  }
  return null
}

function goesDown(reached: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  if (diagonal === -edits) return true
  return diagonal !== edits && (reached.get(diagonal - 1) ?? 0) < (reached.get(diagonal + 1) ?? 0)
}

function pathBack(
  a: readonly string[],
  b: readonly string[],
  rounds: readonly ReadonlyMap<number, number>[],
): Stretch[] {
  const backwards: Stretch[] = []
  let x = a.length
  let y = b.length
  for (let edits = rounds.length - 1; edits >= 0; edits--) {
    const reached = rounds[edits - 1] ?? new Map([[1, 0]])
    const diagonal = x - y
    const down = goesDown(reached, diagonal, edits)
    const fromDiagonal = down ? diagonal + 1 : diagonal - 1
    const fromX = reached.get(fromDiagonal) ?? 0
    const edgeX = down ? fromX : fromX + 1
    if (x > edgeX) backwards.push({ is: 'same', text: a.slice(edgeX, x).join('') })
    if (edits > 0) {
      const fromY = fromX - fromDiagonal
      backwards.push(down ? { is: 'added', text: b[fromY] ?? '' } : { is: 'removed', text: a[fromX] ?? '' })
    }
    x = fromX
    y = fromX - fromDiagonal
  }
  return backwards.reverse()
}

/** Joins neighbours, turns splinters of `same` between two edits into edits, and puts removals first. */
function smoothed(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = []
  let removed = ''
  let added = ''
  const flush = () => {
    if (removed !== '') result.push({ is: 'removed', text: removed })
    if (added !== '') result.push({ is: 'added', text: added })
    removed = ''
    added = ''
  }
  const joined = joinNeighbours(stretches)
  for (const [index, { is, text }] of joined.entries()) {
    const isSplinter =
      is === 'same' &&
      index > 0 &&
      index < joined.length - 1 &&
      Array.from(text).length < SAME_LENGTH_MIN &&
      (removed !== '' || added !== '')
    if (is === 'removed' || isSplinter) removed += text
    if (is === 'added' || isSplinter) added += text
    if (is !== 'same' || isSplinter) continue
    flush()
    result.push({ is, text })
  }
  flush()
  return result
}

function joinNeighbours(stretches: readonly Stretch[]): Stretch[] {
  const joined: Stretch[] = []
  for (const stretch of stretches) {
    const last = joined.at(-1)
    if (stretch.text === '') continue
    if (last?.is === stretch.is) joined[joined.length - 1] = { is: last.is, text: last.text + stretch.text }
    else joined.push(stretch)
  }
  return joined
}
