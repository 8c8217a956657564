/** What a file that was dropped or a text that was pasted turned out to be. */
export type DecodedText =
  | { readonly is: 'text'; readonly text: string; readonly encoding: 'utf-8' | 'utf-16' | 'gb18030' }
  | { readonly is: 'empty' }
  | { readonly is: 'too-large'; readonly bytes: number }
  /** `word`: DOCX, XLSX and their like. `old-word`: DOC, WPS. The rest is some other file that holds no plain text. */
  | { readonly is: 'not-text'; readonly file: 'word' | 'old-word' | 'pdf' | 'image' | 'other' }

/** Largest file read as a plan, in bytes: a million Chinese characters and room to spare. */
export const TEXT_BYTES_MAX = 8 * 1024 * 1024

const SIGNATURES: readonly (readonly [readonly number[], 'word' | 'old-word' | 'pdf' | 'image'])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'word'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'old-word'],
  [[0x25, 0x50, 0x44, 0x46], 'pdf'],
  [[0x89, 0x50, 0x4e, 0x47], 'image'],
  [[0xff, 0xd8, 0xff], 'image'],
  [[0x47, 0x49, 0x46, 0x38], 'image'],
]

/** Signs that no text has and that every program's own format is full of. */
// oxlint-disable-next-line no-control-regex -- looking for control characters is the point
const CONTROLS = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/g

/** Share of broken characters up to which a text counts as damaged UTF-8 rather than as another encoding. */
const DAMAGED_UTF8_SHARE_MAX = 0.1

/** Share of controls and of replaced characters above which what was decoded is no text. */
const BROKEN_SHARE_MAX = 0.02

/**
 * Reads bytes as plain text: by their mark, else as UTF-8, else as GB18030 (which holds GBK and GB2312). Damaged bytes
 * in the midst of text are kept as U+FFFD, so that the reading can say where; a file that is no text is named as such.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes.length > TEXT_BYTES_MAX) return { is: 'too-large', bytes: bytes.length }
  const file = SIGNATURES.find(([signature]) => signature.every((byte, at) => bytes[at] === byte))?.[1]
  if (file !== undefined) return { is: 'not-text', file }
  const decoded = decodeBest(bytes)
  if (decoded.text.trim() === '') return { is: 'empty' }
  return isBroken(decoded.text) ? { is: 'not-text', file: 'other' } : { is: 'text', ...decoded }
}

function decodeBest(bytes: Uint8Array): { text: string; encoding: 'utf-8' | 'utf-16' | 'gb18030' } {
  const utf16 = utf16Label(bytes)
  if (utf16 !== null) return { text: new TextDecoder(utf16).decode(bytes), encoding: 'utf-16' }
  const utf8 = new TextDecoder('utf-8').decode(bytes)
  return isMostlyUtf8(utf8)
    ? { text: utf8, encoding: 'utf-8' }
    : { text: new TextDecoder('gb18030').decode(bytes), encoding: 'gb18030' }
}

/**
 * GB 18030 gives some character for nearly any bytes, so what cannot be told by it is told by UTF-8: Chinese in another
 * encoding is broken there at nearly every character, a damaged UTF-8 text only at a few.
 */
function isMostlyUtf8(decoded: string): boolean {
  const damaged = countOf(decoded, '\uFFFD')
  const beyondAscii = decoded.match(/[^\p{ASCII}]/gu)?.length ?? 0
  return damaged <= beyondAscii * DAMAGED_UTF8_SHARE_MAX
}

function utf16Label(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null
}

function isBroken(text: string): boolean {
  const broken = (text.match(CONTROLS)?.length ?? 0) + countOf(text, '\uFFFD')
  return broken / text.length > BROKEN_SHARE_MAX
}

function countOf(text: string, sign: string): number {
  return text.split(sign).length - 1
}
