import type { Node } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import { runInEnd } from '../../../schemas/text/numbering.ts'

/**
 * A clause's face covers its heading; the sentences that run on behind the first 。 or ： are set in the face of the
 * text (domain.md §4). [E3]
 */
export function runInHeadings(): Plugin {
  return new Plugin({ props: { decorations: () => RUN_ONS } })
}

/**
 * What runs on in every block, found when the view asks for it and kept with the node. An ordinary set of as many
 * decorations as there are clauses is searched from its start for each block: at 20,000 blocks 30 ms a key.
 * `forChild` is what the view draws children by; everything else an empty set says is true of this one too.
 */
const RUN_ONS: DecorationSet = Object.create(DecorationSet.empty, {
  forChild: { value: (_offset: number, block: Node): DecorationSet => runOnIn(block) },
})

const known = new WeakMap<Node, DecorationSet>()

function runOnIn(block: Node): DecorationSet {
  if (!isFacedClause(block)) return DecorationSet.empty
  const found = known.get(block) ?? decorationsFor(block)
  known.set(block, found)
  return found
}

/** Levels 3 and 4 have the face of the text throughout, so nothing of them needs to be set apart. Asked of every block. */
function isFacedClause({ attrs }: Node): boolean {
  return attrs.level === 1 || attrs.level === 2
}

function decorationsFor(block: Node): DecorationSet {
  const end = block.content.size
  // Every inline atom counts as one character, so that offsets in the text are positions in the block.
  const start = runInEnd(block.textBetween(0, end, undefined, '\uFFFC'))
  return start < end
    ? DecorationSet.create(block, [Decoration.inline(start, end, { class: 'run-on' })])
    : DecorationSet.empty
}
