import { Plugin } from 'prosemirror-state'

/** Between these numbers of blocks the browser may skip laying out what is off screen (facts.md §4). */
const SKIP_FROM_BLOCKS = 1_000
/** Above it, the skipping itself costs more than it saves. */
const SKIP_TO_BLOCKS = 10_000

/** Lets the browser lay out only what is seen of a long document: first paint of 5,000 blocks in half the time. [E9] */
export function longDocument(): Plugin {
  return new Plugin({
    props: {
      attributes: ({ doc }): Record<string, string> =>
        doc.childCount > SKIP_FROM_BLOCKS && doc.childCount < SKIP_TO_BLOCKS ? { class: 'long' } : {},
    },
  })
}
