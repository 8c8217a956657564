import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { textUndo } from '../../schemas/text/undo.ts'
import { expectConverged, expectInSync } from '../support/text-checks.ts'
import { steps, TextStory, wordsIn } from '../support/text-edits.ts'
import { TextNetwork } from '../support/text-network.ts'

const factor = Number(process.env.HESHU_FUZZ ?? 1)
const PLAN = [1, 2, 3].map((n) => ({ text: `‹§${n}›本区工作。`, level: 1 as const }))

test('[T7] undoing everything takes back one’s own words and no others; redoing brings them back', () => {
  fc.assert(
    fc.property(
      steps(['type', 'enter', 'level', 'mark', 'role', 'break', 'compose', 'several'], 60),
      (history) => {
        const network = new TextNetwork(3, PLAN)
        const undos = network.peers.map((peer) => textUndo(peer.body, { host: peer, captureTimeoutMs: 0 }))
        const told = new TextStory(network, undos, expectInSync)
        told.play(history)
        told.finish()
        network.settle()
        const [undo] = undos
        const own = [...told.typed.keys()].filter((word) =>
          word.startsWith(`‹${network.peer(0).doc.clientID}-`),
        )
        const others = [...told.typed.keys()].filter((word) => !own.includes(word))
        while (undo?.undo()) expectInSync(network.peer(0))
        network.settle()
        expectConverged(network)
        expect(wordsOf(network, own)).toEqual([])
        expect(wordsOf(network, others)).toEqual(others.sort())
        while (undo?.redo()) expectInSync(network.peer(0))
        network.settle()
        expectConverged(network)
        expect(wordsOf(network, [...own, ...others])).toEqual([...own, ...others].sort())
      },
    ),
    { numRuns: 80 * factor },
  )
})

function wordsOf(network: TextNetwork, wanted: readonly string[]): string[] {
  return wordsIn(network.peer(1))
    .filter((word) => wanted.includes(word))
    .sort()
}
