import * as fc from 'fast-check'
import { NodeSelection, type Command } from 'prosemirror-state'
import { startOf } from '../../schemas/text/block-starts.ts'
import type { Level } from '../../schemas/text/body.ts'
import * as commands from '../../schemas/text/commands.ts'
import { moveSection } from '../../schemas/text/sections.ts'
import { tableEditsAt } from '../../schemas/text/table-edits.ts'
import type { Table } from '../../schemas/text/tables.ts'
import type { TextUndo } from '../../schemas/text/undo.ts'
import type { HeadlessEditor } from './text-editor.ts'
import type { TextNetwork } from './text-network.ts'

export const EDITS = [
  'type',
  'replace',
  'enter',
  'backspace',
  'delete-forward',
  'delete-range',
  'level',
  'indent',
  'outdent',
  'mark',
  'break',
  'role',
  'move',
  'copy',
  'insert-blocks',
  'table',
  'cell',
  'row',
  'delete-block',
  'several',
  'undo',
  'redo',
  'compose',
] as const
export type EditKind = (typeof EDITS)[number]

const NETWORK_STEPS = ['deliver', 'deliver', 'repeat', 'drop', 'merged', 'offline', 'rejoin'] as const
type NetworkStep = (typeof NETWORK_STEPS)[number]

/** One step of a history: what some peer does, or what the network does. Small numbers, so that it shrinks well. */
export interface Step {
  readonly peer: number
  readonly kind: EditKind | NetworkStep
  readonly at: number
  readonly to: number
}

/** Histories made of some kinds of edits, with the network doing its worst in between. */
export function steps(kinds: readonly EditKind[], maxLength: number): fc.Arbitrary<Step[]> {
  const edit = fc.record({
    peer: fc.nat(2),
    kind: fc.constantFrom<Step['kind']>(...kinds),
    at: fc.nat(400),
    to: fc.nat(400),
  })
  const network = fc.record({
    peer: fc.nat(2),
    kind: fc.constantFrom<Step['kind']>(...NETWORK_STEPS),
    at: fc.nat(40),
    to: fc.constant(0),
  })
  const step = fc.oneof({ weight: 3, arbitrary: edit }, { weight: 2, arbitrary: network })
  return fc.array(step, { maxLength, size: 'max' })
}

/** What is being composed; colleagues must never see it. */
export const PINYIN = 'pīn'

/** Words are told apart by their brackets; no edit begins or ends inside one. */
const WORD = /‹[^›]*›/gu

/** Plays a history and keeps account of what was typed where. */
export class TextStory {
  readonly network: TextNetwork
  readonly #undos: readonly TextUndo[]
  readonly #afterEach: (peer: HeadlessEditor) => void
  /** Word typed → the last anchor before it at that moment. */
  readonly typed = new Map<string, string>()
  /** Words somebody deleted, moved, copied or took back. */
  readonly touched = new Set<string>()
  /** Length of what is being composed, by editor. It ends at the caret. */
  readonly #composing = new Map<HeadlessEditor, number>()
  #words = 0

  constructor(network: TextNetwork, undos: readonly TextUndo[], afterEach: (peer: HeadlessEditor) => void) {
    this.network = network
    this.#undos = undos
    this.#afterEach = afterEach
  }

  play(history: readonly Step[]): void {
    for (const step of history) {
      this.#playOne(step)
      for (const peer of this.network.peers) this.#afterEach(peer)
    }
  }

  #playOne(step: Step): void {
    const { network } = this
    switch (step.kind) {
      case 'deliver':
        return network.deliver(step.at)
      case 'repeat':
        return network.repeat(step.at)
      case 'drop':
        return network.drop(step.at)
      case 'merged':
        return network.deliverMerged()
      case 'offline':
        return network.goOffline(step.peer)
      case 'rejoin':
        return network.rejoin(step.peer)
      default:
        this.#edit(network.peer(step.peer), step)
    }
  }

  /** Commits whatever is still being composed. */
  finish(): void {
    for (const peer of this.#composing.keys()) this.#commit(peer)
  }

  #edit(peer: HeadlessEditor, step: Step): void {
    const { at, to } = step
    if (step.kind === 'compose') return this.#compose(peer, step)
    // Nobody does anything else while composing.
    if (this.#composing.has(peer)) return
    switch (step.kind) {
      case 'type':
        return this.#type(peer.select(this.#place(peer, at)))
      case 'replace':
        this.#selectRange(peer, at, to)
        this.#touchSelected(peer)
        return this.#type(peer)
      case 'enter':
        return void peer.select(this.#place(peer, at)).run(commands.splitBlock)
      case 'backspace':
        return void atStart(peer, at).run(commands.firstOf(commands.liftAtStart, commands.joinBackward))
      case 'delete-forward':
        return void atEnd(peer, at).run(commands.joinForward)
      case 'delete-range':
        this.#selectRange(peer, at, to)
        this.#touchSelected(peer)
        return void peer.run(commands.deleteSelection)
      case 'level':
        return this.#onRange(peer, step, commands.setLevel(levelOf(to)))
      case 'indent':
        return this.#onRange(peer, step, commands.indent)
      case 'outdent':
        return this.#onRange(peer, step, commands.outdent)
      case 'mark':
        return this.#onRange(
          peer,
          step,
          commands.toggleMark(['strong', 'em', 'superscript'][to % 3] ?? 'strong'),
        )
      case 'break':
        return void peer.select(this.#place(peer, at)).run(commands.insertBreak)
      case 'role':
        return void peer
          .select(at)
          .run(commands.setRole('decision', { units: [`u${to % 3}`], due: '2027-03-08' }))
      case 'move':
        peer.select(at)
        this.#touchAll(peer)
        return void peer.run(moveSection(to % 2 === 0 ? 'up' : 'down'))
      case 'copy':
        return this.#copy(peer, step)
      case 'insert-blocks':
        return this.#insertBlocks(peer, step)
      case 'table':
        peer.select(this.#place(peer, at))
        return void peer.run(
          commands.insertBlocks([{ type: 'table', rows: [['x', 'y']] }], () => peer.newId()),
        )
      case 'cell':
      case 'row':
        return this.#editTable(peer, step)
      case 'delete-block':
        return this.#deleteBlock(peer, at)
      case 'several':
        return this.#several(peer, step)
      case 'undo':
      case 'redo':
        this.#touchAll(peer)
        return void this.#undos[step.peer % this.#undos.length]?.[step.kind]()
      default:
    }
  }

  #type(peer: HeadlessEditor): void {
    const { $from } = peer.state.selection
    if (!$from.parent.isTextblock) return
    // With a character outside the basic plane: half a surrogate pair must never travel alone.
    const word = `‹${peer.doc.clientID}-${this.#words++}𠮷›`
    const before = peer.state.doc.textBetween(0, $from.pos, '', '')
    this.typed.set(word, (before.match(/‹§[^›]*›/gu) ?? []).at(-1) ?? '')
    peer.type(word)
  }

  /** Begins a composition, goes on with it, or commits it, as an input method would. */
  #compose(peer: HeadlessEditor, { at, to }: Step): void {
    const length = this.#composing.get(peer)
    if (length === undefined) {
      if (!peer.select(this.#place(peer, at)).state.selection.$head.parent.isTextblock) return
      peer.binding.hold()
      this.#replaceComposed(peer, 0, PINYIN)
    } else if (to % 3 === 0) this.#commit(peer)
    else this.#replaceComposed(peer, length, PINYIN.repeat(1 + (to % 3)))
  }

  #replaceComposed(peer: HeadlessEditor, length: number, text: string): void {
    const { head } = peer.state.selection
    peer.select(head - length, head)
    peer.type(text)
    this.#composing.set(peer, text.length)
  }

  #commit(peer: HeadlessEditor): void {
    const { head } = peer.state.selection
    peer.select(head - (this.#composing.get(peer) ?? 0), head)
    this.#composing.delete(peer)
    this.#type(peer)
    peer.binding.release()
  }

  #onRange(peer: HeadlessEditor, { at, to }: Step, command: Command): void {
    this.#selectRange(peer, at, at + (to % 40))
    peer.run(command)
  }

  #copy(peer: HeadlessEditor, { at, to }: Step): void {
    this.#selectRange(peer, at, at + (to % 60))
    this.#touchSelected(peer)
    const slice = peer.state.selection.content()
    peer.select(this.#place(peer, to))
    peer.dispatch(peer.state.tr.replaceSelection(slice))
  }

  #insertBlocks(peer: HeadlessEditor, { at, to }: Step): void {
    peer.select(this.#place(peer, at))
    const count = 1 + (to % 3)
    const blocks = Array.from({ length: count }, (_, i) => ({ text: `+${i}`, level: levelOf(to + i) }))
    peer.run(commands.insertBlocks(blocks, () => peer.newId()))
  }

  #editTable(peer: HeadlessEditor, { kind, at, to }: Step): void {
    const { doc } = peer.state
    const tables = doc.children.filter((node) => node.type.name === 'table')
    const node = tables[at % Math.max(1, tables.length)]
    if (node === undefined) return
    const edits = tableEditsAt(peer.state, startOf(doc, doc.children.indexOf(node)))
    const table: Table = node.attrs.table
    const row = table.rows[to % Math.max(1, table.rows.length)]
    const columnId = table.columnIds[to % Math.max(1, table.columnIds.length)]
    if (row === undefined || columnId === undefined) return
    if (kind === 'cell') edits?.setCell({ rowId: row.id, columnId }, `${to}格${at}`)
    else if (to % 3 === 0) edits?.removeRow(row.id, to)
    else if (to % 3 === 1) edits?.insertRow(at % 3, () => peer.newId())
    else edits?.insertColumn(at % 3, () => peer.newId())
  }

  #deleteBlock(peer: HeadlessEditor, at: number): void {
    const { doc } = peer.state
    const place = at % doc.childCount
    for (const word of doc.child(place).textContent.match(WORD) ?? []) this.touched.add(word)
    peer.dispatch(peer.state.tr.setSelection(NodeSelection.create(doc, startOf(doc, place))))
    peer.run(commands.deleteSelection)
  }

  /** Three edits in one transaction, one of them across the others. */
  #several(peer: HeadlessEditor, { at, to }: Step): void {
    const one = this.#place(peer, at)
    const other = this.#place(peer, to)
    const { tr } = peer.state
    if (!tr.doc.resolve(one).parent.isTextblock || !tr.doc.resolve(other).parent.isTextblock) return
    tr.insertText('·', one).insertText('·', tr.mapping.map(other)).split(tr.mapping.map(one))
    peer.dispatch(tr)
  }

  #selectRange(peer: HeadlessEditor, at: number, to: number): void {
    peer.select(this.#place(peer, at), this.#place(peer, to))
  }

  /** A position outside words and not before an anchor at the start of a block. */
  #place(peer: HeadlessEditor, at: number): number {
    const { doc } = peer.state
    const found = peer.select(at % (doc.content.size + 1)).state.selection.$head
    const { parent, parentOffset } = found
    const text = parent.textBetween(0, parent.content.size, '', '\ufffc')
    for (const match of text.matchAll(WORD)) {
      const end = match.index + match[0].length
      const isAnchor = match.index === 0 && match[0].startsWith('‹§')
      if ((match.index < parentOffset || isAnchor) && parentOffset < end)
        return found.pos - parentOffset + end
    }
    return found.pos
  }

  #touchSelected(peer: HeadlessEditor): void {
    const { from, to } = peer.state.selection
    for (const word of peer.state.doc.textBetween(from, to, '', ' ').match(WORD) ?? []) this.touched.add(word)
  }

  #touchAll(peer: HeadlessEditor): void {
    for (const word of peer.state.doc.textContent.match(WORD) ?? []) this.touched.add(word)
  }
}

function levelOf(n: number): Level {
  const levels: readonly Level[] = [0, 1, 2, 3, 4]
  return levels[n % levels.length] ?? 0
}

function atStart(peer: HeadlessEditor, at: number): HeadlessEditor {
  const { $head } = peer.select(at % (peer.state.doc.content.size + 1)).state.selection
  return peer.select($head.pos - $head.parentOffset)
}

function atEnd(peer: HeadlessEditor, at: number): HeadlessEditor {
  const { $head } = peer.select(at % (peer.state.doc.content.size + 1)).state.selection
  return peer.select($head.pos - $head.parentOffset + $head.parent.content.size)
}

/** Words in reading order over all blocks. */
export function wordsIn(peer: HeadlessEditor): string[] {
  return peer.state.doc.textContent.match(WORD) ?? []
}
