import { EditorState, TextSelection, type Command, type Plugin, type Transaction } from 'prosemirror-state'
import type * as Y from 'yjs'
import { textBinding, TEXT_BINDING_KEY } from '../../schemas/text/binding.ts'
import { bodyOf } from '../../schemas/text/body.ts'
import { renderBody } from '../../schemas/text/render.ts'
import type { TextBinding } from '../../schemas/text/text-binding.ts'

export interface HeadlessOptions {
  readonly client?: number
  readonly name?: string
  readonly canWrite?: () => boolean
  readonly plugins?: readonly Plugin[]
}

/** An editor without a view: real states, real transactions, the real binding. Ids count up from its name. */
export class HeadlessEditor {
  readonly doc: Y.Doc
  readonly body: Y.Text
  readonly binding: TextBinding
  state: EditorState
  #ids = 0
  readonly #name: string

  constructor(doc: Y.Doc, options: HeadlessOptions = {}) {
    this.doc = doc
    this.#name = options.name ?? 'b'
    if (options.client !== undefined) doc.clientID = options.client
    this.body = bodyOf(doc)
    const plugin = textBinding(this.body, {
      newId: () => this.newId(),
      ...(options.canWrite === undefined ? {} : { canWrite: options.canWrite }),
    })
    this.state = EditorState.create({
      doc: renderBody(this.body),
      plugins: [plugin, ...(options.plugins ?? [])],
    })
    const binding = TEXT_BINDING_KEY.getState(this.state)?.binding
    if (binding === undefined) throw new Error('no binding')
    this.binding = binding
    binding.attach(this)
  }

  newId(): string {
    return `${this.#name}${++this.#ids}`
  }

  dispatch(tr: Transaction): void {
    this.state = this.state.apply(tr)
    this.binding.update()
  }

  run(command: Command): boolean {
    return command(this.state, (tr) => this.dispatch(tr))
  }

  /** Selects from `anchor` to `head`, document positions, moved to the nearest text. */
  select(anchor: number, head = anchor): this {
    const { doc } = this.state
    const size = doc.content.size
    const selection = TextSelection.between(
      doc.resolve(Math.min(size, Math.max(0, anchor))),
      doc.resolve(Math.min(size, Math.max(0, head))),
    )
    this.dispatch(this.state.tr.setSelection(selection))
    return this
  }

  /** Puts the caret into block `index`, behind `offset` characters. */
  at(index: number, offset: number, toOffset = offset): this {
    let pos = 1
    for (let i = 0; i < index; i++) pos += this.state.doc.child(i).nodeSize
    return this.select(pos + offset, pos + toOffset)
  }

  type(text: string): this {
    const { from, to } = this.state.selection
    this.dispatch(this.state.tr.insertText(text, from, to))
    return this
  }

  /** Block texts as shown; atoms by their type in brackets. */
  get texts(): string[] {
    const texts: string[] = []
    this.state.doc.forEach((node) => texts.push(node.isTextblock ? node.textContent : `[${node.type.name}]`))
    return texts
  }
}
