import type { Node } from 'prosemirror-model'
import { Plugin, PluginKey, type Transaction } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import { runInEnd } from '../../../schemas/text/numbering.ts'
import { blockStart, changedBlocks } from '../changed-blocks.ts'

const RUN_IN_HEADINGS = new PluginKey<DecorationSet>('run-in headings')

/**
 * A clause's face covers its heading; the sentences that run on behind the first 。 or ： are set in the face of the
 * text (domain.md §4). Only what runs on is decorated, and only in blocks that changed. [E3]
 */
export function runInHeadings(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: RUN_IN_HEADINGS,
    state: {
      init: (_config, state) =>
        DecorationSet.create(state.doc, runOnsBetween(state.doc, 0, state.doc.childCount)),
      apply: (tr, set) => (tr.docChanged ? updated(tr, set) : set),
    },
    props: { decorations: (state) => RUN_IN_HEADINGS.getState(state) },
  })
}

function updated(tr: Transaction, set: DecorationSet): DecorationSet {
  const changed = changedBlocks(tr.before, tr.doc)
  if (changed === null) return set
  const { first, newEnd } = changed
  const wanted = runOnsBetween(tr.doc, first, newEnd)
  const mapped = set.map(tr.mapping, tr.doc)
  const from = blockStart(tr.doc, first)
  const to = from + sizeBetween(tr.doc, first, newEnd)
  const present = mapped.find(from, to)
  if (isSame(present, wanted)) return mapped
  return mapped.remove(present).add(tr.doc, wanted)
}

function isSame(present: readonly Decoration[], wanted: readonly Decoration[]): boolean {
  return (
    present.length === wanted.length &&
    present.every((each, index) => each.from === wanted[index]?.from && each.to === wanted[index]?.to)
  )
}

function sizeBetween(doc: Node, first: number, end: number): number {
  let size = 0
  for (let index = first; index < end; index++) size += doc.child(index).nodeSize
  return size
}

function runOnsBetween(doc: Node, first: number, end: number): Decoration[] {
  const found: Decoration[] = []
  let pos = blockStart(doc, first)
  for (let index = first; index < end; index++) {
    const block = doc.child(index)
    const headingEnd = isFacedClause(block) ? runInEnd(textOf(block)) : block.content.size
    if (headingEnd < block.content.size) {
      found.push(Decoration.inline(pos + 1 + headingEnd, pos + 1 + block.content.size, { class: 'run-on' }))
    }
    pos += block.nodeSize
  }
  return found
}

/** Levels 3 and 4 have the face of the text throughout, so nothing of them needs to be set apart. */
function isFacedClause(block: Node): boolean {
  return block.type.name === 'paragraph' && (block.attrs.level === 1 || block.attrs.level === 2)
}

/** Text in which every inline atom is one character, so that offsets are offsets of positions. */
function textOf(block: Node): string {
  return block.textBetween(0, block.content.size, undefined, '\uFFFC')
}
