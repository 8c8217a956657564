import { readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { lineOf, StartFailure } from '../start-failure.ts'

/** What other programs' files begin with; none of these is plain text. */
const SIGNATURES: readonly (readonly [Uint8Array, string])[] = [
  [Uint8Array.of(0x50, 0x4b, 0x03, 0x04), 'docx/xlsx'],
  [Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), 'doc/xls'],
  [Uint8Array.of(0x25, 0x50, 0x44, 0x46), 'pdf'],
]

/**
 * Reads a text file as offices leave them: UTF-8 or UTF-16 with a byte order mark, UTF-8 without, else GB18030 (which
 * holds GBK and GB2312).
 * @throws StartFailure when the file cannot be read, or is another program's
 */
export function readTextFile(path: string): string {
  const bytes = readBytes(path)
  const foreign = SIGNATURES.find(([signature]) => signature.every((byte, index) => bytes[index] === byte))
  if (foreign !== undefined) {
    throw new StartFailure(
      `${path} 是 ${foreign[1]} 文件，目前只能读取纯文本 only plain text can be read so far`,
    )
  }
  return decodeText(bytes)
}

/** @throws StartFailure when the file cannot be read */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new StartFailure(`文件无法读取 ${path} cannot be read: ${lineOf(error)}`, { cause: error })
  }
}

/** Bytes as text; what fits no encoding comes back with replacement characters, which the reader doubts aloud. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const utf8 = decodedExactly(bytes, 'utf-8')
  if (utf8 !== null) return utf8
  return decodedExactly(bytes, 'gb18030') ?? new TextDecoder().decode(bytes)
}

function decodedExactly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    // Not in this encoding; the caller tries the next.
    return null
  }
}

/** A file's name without folder and ending: a title when the text has none. */
export function nameOfFile(path: string): string {
  return basename(path, extname(path))
}
