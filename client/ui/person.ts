/** How many hues people are told apart by (`--person-0` … in tokens.css). */
export const PERSON_HUES = 12

/** The hue of a person, the same on every screen and every computer: by the member's id, never chosen by a client. */
export function personIndex(memberId: string): number {
  let sum = 0
  for (const letter of memberId) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0
  return sum % PERSON_HUES
}

/** What stands in a person's circle: the last character of a Chinese name (surnames repeat), else Latin initials. */
export function initialsOf(name: string): string {
  const trimmed = name.trim()
  if (/\p{Script=Han}/u.test(trimmed)) return [...trimmed].at(-1) ?? ''
  const words = trimmed.split(/\s+/)
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return ends
    .map((word) => [...(word ?? '')].at(0) ?? '')
    .join('')
    .toUpperCase()
}
