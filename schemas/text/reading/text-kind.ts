import type { ReadingKind } from './reading.ts'

/** First bytes of files that are no text, as they look when read as text; and the start of a web page's source. */
const FILE_START =
  // oxlint-disable-next-line no-control-regex -- the signatures of binary files hold control characters
  /^(?:%PDF-|PK\u0003\u0004|\{\\rtf|\u00d0\u00cf\u0011|\u0089PNG|GIF8|\ufffd\ufffdJFIF|\s*<!doctype html|\s*<html)/i
/** Above this share of unreadable characters a text is taken for a file read in the wrong way. */
const MOST_UNREADABLE = 0.1

/**
 * Tells prose from what is none: nothing at all, a binary file, or a text read with the wrong encoding
 * (`ç¤¾åŒº`, or one U+FFFD after another). A few damaged characters leave a text a text.
 */
export function textKind(raw: string): Extract<ReadingKind, 'empty' | 'not-text'> | 'text' {
  if (raw.trim() === '') return 'empty'
  if (FILE_START.test(raw)) return 'not-text'
  let unreadable = 0
  let latin = 0
  let han = 0
  let seen = 0
  for (let at = 0; at < raw.length; at++) {
    const code = raw.charCodeAt(at)
    if (code <= 0x20 && code >= 0x09) continue
    seen++
    if (code < 0x09 || code === 0xfffd || code === 0x7f) unreadable++
    else if (code >= 0x80 && code <= 0x17f) latin++
    else if (code >= 0x3400 && code <= 0x9fff) han++
  }
  if (seen === 0) return 'empty'
  if (unreadable > seen * MOST_UNREADABLE && unreadable > 8) return 'not-text'
  const misread = han < seen * 0.02 && latin > seen * 0.3 && latin > 20
  return misread ? 'not-text' : 'text'
}
