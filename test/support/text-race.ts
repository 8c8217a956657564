import * as Y from 'yjs'
import { bodyOf, writeBlocks, type NewBlock } from '../../schemas/text/body.ts'
import { textUndo, type TextUndo } from '../../schemas/text/undo.ts'
import { expectInSync } from './text-checks.ts'
import { HeadlessEditor } from './text-editor.ts'

/** Two editors on one text. What each does is unknown to the other until `meet`. */
export class Race {
  readonly a: HeadlessEditor
  readonly b: HeadlessEditor
  readonly undoA: TextUndo
  readonly undoB: TextUndo

  constructor(blocks: readonly NewBlock[], clients: readonly [number, number] = [10, 20]) {
    const start = new Y.Doc()
    start.clientID = 1
    let ids = 0
    writeBlocks(bodyOf(start), blocks, () => `p${ids++}`)
    const state = Y.encodeStateAsUpdate(start)
    this.a = editorOn(state, clients[0], 'a')
    this.b = editorOn(state, clients[1], 'b')
    this.undoA = textUndo(this.a.body, { host: this.a, captureTimeoutMs: 0 })
    this.undoB = textUndo(this.b.body, { host: this.b, captureTimeoutMs: 0 })
  }

  /** Both learn of everything. */
  pass(): void {
    const [a, b] = [this.a.doc, this.b.doc]
    const [fromA, fromB] = [Y.encodeStateAsUpdate(a), Y.encodeStateAsUpdate(b)]
    Y.applyUpdate(b, fromA, 'network')
    Y.applyUpdate(a, fromB, 'network')
  }

  /** Both learn of everything. Returns what each shows, which must be the same. */
  meet(): string[] {
    this.pass()
    expectInSync(this.a)
    expectInSync(this.b)
    const [textsA, textsB] = [this.a.texts, this.b.texts]
    if (textsA.join('\n') !== textsB.join('\n'))
      throw new Error(`${textsA.join('|')} is not ${textsB.join('|')}`)
    return textsA
  }
}

function editorOn(state: Uint8Array, client: number, name: string): HeadlessEditor {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state, 'network')
  return new HeadlessEditor(doc, { client, name })
}

/** Authors (Yjs clients) of the characters of a body, in reading order. */
export function authorsOf(body: Y.Text): number[] {
  const authors: number[] = []
  for (let item = body._start; item !== null; item = item.right) {
    if (!item.deleted && item.content instanceof Y.ContentString) {
      authors.push(...Array.from({ length: item.length }, () => item.id.client))
    }
  }
  return authors
}
