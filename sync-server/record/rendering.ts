import { isKindName } from '../../schemas/kind.ts'
import { KINDS } from '../../schemas/kinds.ts'
import { Refused } from '../refusal.ts'
import { printedHtml } from '../render/html.ts'

/**
 * Content of a version as plain text, a paragraph a line.
 * @throws Refused 'bad-input' for content that no kind of this program reads
 */
export function contentText(kind: string, content: unknown): string {
  const { reader, parsed } = readerOf(kind, content)
  return reader.text(parsed)
}

/** Content of a version as a page of its own. @throws Refused as {@link contentText} */
export function contentHtml(kind: string, content: unknown, title: string): string {
  const { reader, parsed } = readerOf(kind, content)
  return printedHtml(reader.typeset(parsed), title)
}

function readerOf(kind: string, content: unknown) {
  const reader = isKindName(kind) ? KINDS[kind] : null
  const parsed = reader?.parse(content) ?? null
  if (reader === null || parsed === null) {
    throw new Refused('bad-input', `content of kind ${kind} cannot be read by this program; update it`)
  }
  return { reader, parsed }
}
