import { DOMParser, Slice } from 'prosemirror-model'
import { officialSchema } from '../../../schemas/text/official-schema.ts'
import type { PastedBlock } from './pasted.ts'
import { readHtml } from './read-html.ts'

/**
 * Takes the place of ProseMirror's own clipboard parser. ProseMirror has parsed the HTML into a detached document
 * under its own Trusted Types policy; this reads blocks out of it and keeps them for the paste that follows, so that
 * no rule of the schema ever sees foreign HTML. [E5]
 */
export class ClipboardReader extends DOMParser {
  #blocks: readonly PastedBlock[] = []

  constructor() {
    super(officialSchema, [])
  }

  override parseSlice(dom: Node): Slice {
    this.keep(readHtml(dom))
    return Slice.empty
  }

  keep(blocks: readonly PastedBlock[]): void {
    this.#blocks = blocks
  }

  /** What the clipboard held that was read last; once. */
  take(): readonly PastedBlock[] {
    const blocks = this.#blocks
    this.#blocks = []
    return blocks
  }
}

/**
 * Makes foreign HTML ready to be parsed. Style sheets go, since applying them would rewrite the style attributes that
 * carry Word's list numbers; so does ProseMirror's own slice mark, which says how a foreign editor was built.
 */
export function withoutForeignMachinery(html: string): string {
  return html
    .replace(/<style\b[\s\S]*?<\/style\s*>/gi, '')
    .replace(/\sdata-pm-slice\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, '')
}
