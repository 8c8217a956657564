const OPENING = '([《“‘'
const CLOSING = ')]》”’'
/** A bracket that is not closed within so many characters is damage, not structure. */
const LONGEST_BRACKET = 120

/**
 * How many brackets and quotes are open at each character of a folded text (the brackets themselves count as
 * inside). Unclosed and unopened ones are ignored, so damage in one place does not hide the rest.
 */
export function bracketDepths(folded: string): Uint8Array {
  const depths = new Uint8Array(folded.length)
  const open: { mark: number; at: number }[] = []
  for (let at = 0; at < folded.length; at++) {
    const char = folded.charAt(at)
    const opens = OPENING.indexOf(char)
    if (opens >= 0) open.push({ mark: opens, at })
    const closes = CLOSING.indexOf(char)
    if (closes < 0) continue
    let match = open.length - 1
    while (match >= 0 && open[match]?.mark !== closes) match--
    if (match < 0) continue
    const from = open[match]?.at ?? at
    open.length = match
    if (at - from > LONGEST_BRACKET) continue
    for (let inside = from; inside <= at; inside++) depths[inside] = Math.min(250, (depths[inside] ?? 0) + 1)
  }
  return depths
}
