import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NewBlock } from '../../schemas/text/body.ts'
import { leftBehind } from '../../schemas/text/left-behind.ts'
import { textUndo } from '../../schemas/text/undo.ts'
import { expectInSync } from '../support/text-checks.ts'
import { EDITS, steps, TextStory } from '../support/text-edits.ts'
import { TextNetwork } from '../support/text-network.ts'

const factor = Number(process.env.HESHU_FUZZ ?? 1)
const PLAN = [1, 2, 3, 4].map((n): NewBlock => ({ text: `‹§${n}›本区工作。`, level: n % 2 === 0 ? 0 : 1 }))
/** Undo can bring a moved paragraph back among its own remains, see `leftBehind`. */
const TOGETHER = EDITS.filter((kind) => !['compose', 'undo', 'redo'].includes(kind))

function story(): TextStory {
  const network = new TextNetwork(3, PLAN)
  const undos = network.peers.map((peer) => textUndo(peer.body, { host: peer, captureTimeoutMs: 0 }))
  return new TextStory(network, undos, expectInSync)
}

test('[T3] while everybody knows of everything, nothing counts as left behind by a move', () => {
  fc.assert(
    fc.property(steps([...TOGETHER, 'move', 'move', 'move', 'enter', 'backspace'], 60), (history) => {
      const told = story()
      for (const step of history) {
        told.play([step])
        told.network.settle()
        expect(leftBehind(told.network.peer(0).body)).toEqual([])
      }
    }),
    { numRuns: 60 * factor },
  )
})

test('[T1] [T3] everybody finds the same left behind, inside what is shown', () => {
  fc.assert(
    fc.property(steps([...EDITS, 'move', 'move', 'type', 'type'], 80), (history) => {
      const told = story()
      told.play(history)
      told.finish()
      told.network.settle()
      const [first, ...others] = told.network.peers
      const found = first === undefined ? [] : leftBehind(first.body)
      for (const peer of others) expect(leftBehind(peer.body)).toEqual(found)
      for (const { block, from, to } of found) {
        expect(from).toBeLessThan(to)
        expect(to).toBeLessThanOrEqual(first?.state.doc.child(block).content.size ?? 0)
      }
    }),
    { numRuns: 60 * factor },
  )
})
