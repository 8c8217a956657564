import * as Y from 'yjs'

/**
 * Makes `text` say `words`, touching only the stretch in the middle that differs, so that what a colleague writes
 * elsewhere in it stays. Writes nothing when it says so already; never cuts a surrogate pair.
 */
export function setTextWords(text: Y.Text, words: string): void {
  const before = text.toString()
  if (before === words) return
  let start = 0
  while (start < before.length && start < words.length && before[start] === words[start]) start++
  let end = 0
  const most = Math.min(before.length, words.length) - start
  while (end < most && before[before.length - 1 - end] === words[words.length - 1 - end]) end++
  if (isLowSurrogate(before, start) || isLowSurrogate(words, start)) start--
  if (isLowSurrogate(before, before.length - end) || isLowSurrogate(words, words.length - end)) end--
  const removed = before.length - end - start
  if (removed > 0) text.delete(start, removed)
  if (words.length - end > start) text.insert(start, words.slice(start, words.length - end))
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff
}

/** Sets words kept as a Y.Text under `key`; makes one when there is none (or something else) yet. */
export function setWordsAt(map: Y.Map<unknown>, key: string, words: string): void {
  const text = map.get(key)
  if (text instanceof Y.Text) setTextWords(text, words)
  else if (words !== '' || text !== undefined) map.set(key, new Y.Text(words))
}

/** Writes a register; writing what already stands there would only make the room longer. */
export function setValueAt(map: Y.Map<unknown>, key: string, value: unknown): void {
  if (map.get(key) !== value) map.set(key, value)
}
