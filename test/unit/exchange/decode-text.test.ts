import { describe, expect, test } from 'vitest'
import { decodeText, TEXT_BYTES_MAX } from '../../../client/exchange/decode-text.ts'

/** 《方案》 in GB 2312: what an office computer of 2005 saved. */
const GB_BYTES = [0xa1, 0xb6, 0xb7, 0xbd, 0xb0, 0xb8, 0xa1, 0xb7]

describe('a file that was dropped', () => {
  test('[X1] is read as UTF-8, with or without its mark, as UTF-16 by its mark, else as GB 18030', () => {
    const text = '《方案》一、总体要求'
    expect(decodeText(new TextEncoder().encode(text))).toEqual({ is: 'text', text, encoding: 'utf-8' })
    expect(decodeText(new TextEncoder().encode(`\uFEFF${text}`))).toEqual({
      is: 'text',
      text,
      encoding: 'utf-8',
    })
    expect(decodeText(Uint8Array.from(GB_BYTES))).toEqual({
      is: 'text',
      text: '《方案》',
      encoding: 'gb18030',
    })
    expect(decodeText(Uint8Array.from([0xff, 0xfe, 0xb9, 0x65, 0x48, 0x68]))).toEqual({
      is: 'text',
      text: '方案',
      encoding: 'utf-16',
    })
  })

  test('[X1] with a few damaged bytes stays the text it is', () => {
    const bytes = new TextEncoder().encode('为确保河道行洪安全，结合我区实际，制定本方案。'.repeat(20))
    bytes[31] = 0xff
    const decoded = decodeText(bytes)
    expect(decoded).toMatchObject({ is: 'text', encoding: 'utf-8' })
    expect(decoded.is === 'text' && decoded.text.includes('\uFFFD')).toBe(true)
  })

  test.each([
    ['word', [0x50, 0x4b, 0x03, 0x04, 1, 2]],
    ['old-word', [0xd0, 0xcf, 0x11, 0xe0, 0xa1]],
    ['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
    ['image', [0x89, 0x50, 0x4e, 0x47]],
    ['other', [0, 1, 2, 3, 4, 5, 0, 0, 0x7f]],
  ] as const)('[X2] that is no text is named: %s', (file, bytes) => {
    expect(decodeText(Uint8Array.from(bytes))).toEqual({ is: 'not-text', file })
  })

  test('[X2] that is empty or too large is named as such', () => {
    expect(decodeText(new Uint8Array())).toEqual({ is: 'empty' })
    expect(decodeText(new TextEncoder().encode(' \n\t '))).toEqual({ is: 'empty' })
    expect(decodeText(new Uint8Array(TEXT_BYTES_MAX + 1)).is).toBe('too-large')
  })
})
