import type { PastedMark, PastedRun } from './pasted.ts'

/** White space as one sign: `\n` where it broke a line of the source, else a space. Word pads by non-breaking ones. */
export function collapseSpace(text: string): string {
  return text
    .replace(/[\u200B\uFEFF]/g, '')
    .replace(/[ \t\r\n\f\u00A0]+/g, (space) => (/[\r\n]/.test(space) ? '\n' : ' '))
}

const WIDE = /[\p{Script=Han}\u2014\u2018-\u201D\u2026\u3000-\u303F\uFF00-\uFFEF]/u

/**
 * Makes white space what a reader sees, across the runs of a paragraph: one space, and none for a source line broken
 * between two Chinese characters. Word breaks its source anywhere, and Chinese would come in with holes.
 */
function settleSpace(runs: readonly PastedRun[]): { text: string; readonly marks: readonly PastedMark[] }[] {
  const all = runs.map((run) => run.text).join('')
  let at = 0
  let before = ''
  return runs.map(({ text, marks }) => {
    let settled = ''
    for (const char of text) {
      const isSpace = char === '\n' || char === ' '
      const isBreak = char === '\n' && WIDE.test(before) && WIDE.test(nextIn(all, at + 1))
      if (!isSpace) settled += char
      else if (before !== ' ' && !isBreak) settled += ' '
      if (!isBreak) before = isSpace ? ' ' : char
      at += char.length
    }
    return { text: settled, marks }
  })
}

/** The next character at or behind `from` that is no space. */
function nextIn(text: string, from: number): string {
  return /^\s*(\S)/u.exec(text.slice(from, from + 8))?.[1] ?? ''
}

/** The runs of one paragraph as a reader sees them: white space settled, ends trimmed, equal neighbours joined. */
export function settleRuns(runs: readonly PastedRun[]): PastedRun[] {
  const kept = settleSpace(runs)
  // The 2 字 of first-line indent are the form's, so hand-typed spaces before a paragraph go.
  while (kept[0] !== undefined && (kept[0].text = kept[0].text.replace(/^[ \u3000]+/, '')) === '')
    kept.shift()
  for (let last = kept.at(-1); last !== undefined; last = kept.at(-1)) {
    last.text = last.text.replace(/[ \u3000]+$/, '')
    if (last.text !== '') break
    kept.pop()
  }
  return joinEqualRuns(kept)
}

function joinEqualRuns(runs: readonly PastedRun[]): PastedRun[] {
  const joined: PastedRun[] = []
  for (const run of runs) {
    if (run.text === '') continue
    const last = joined.at(-1)
    if (last !== undefined && sameMarks(last.marks, run.marks)) {
      joined[joined.length - 1] = { text: last.text + run.text, marks: last.marks }
    } else joined.push(run)
  }
  return joined
}

function sameMarks(a: readonly PastedMark[], b: readonly PastedMark[]): boolean {
  return a.length === b.length && a.every((mark) => b.includes(mark))
}
