const OPENING = '([《“‘'
const CLOSING = ')]》”’'
const ANY = /[([《“‘)\]》”’]/g
/** A bracket that is not closed within so many characters is damage, not structure. */
const LONGEST_BRACKET = 120

/**
 * How many brackets and quotes are open at each character of a folded text (the brackets themselves count as
 * inside). Unclosed and unopened ones are ignored, so damage in one place does not hide the rest.
 */
export function bracketDepths(folded: string): Uint8Array {
  const depths = new Uint8Array(folded.length)
  const open: { mark: number; at: number }[] = []
  for (const { 0: char, index: at } of folded.matchAll(ANY)) {
    const opens = OPENING.indexOf(char)
    if (opens >= 0) {
      open.push({ mark: opens, at })
      continue
    }
    const closes = CLOSING.indexOf(char)
    let match = open.length - 1
    while (match >= 0 && open[match]?.mark !== closes && at - (open[match]?.at ?? at) <= LONGEST_BRACKET)
      match--
    const from = open[match]?.at
    if (from === undefined || open[match]?.mark !== closes || at - from > LONGEST_BRACKET) continue
    open.length = match
    for (let inside = from; inside <= at; inside++) depths[inside] = Math.min(250, (depths[inside] ?? 0) + 1)
  }
  return depths
}
