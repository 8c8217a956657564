import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitBlock } from '../../schemas/text/commands.ts'
import { expectConverged, expectInSync } from '../support/text-checks.ts'
import { TextNetwork } from '../support/text-network.ts'

const factor = Number(process.env.HESHU_FUZZ ?? 1)

/** What each person writes, letter by letter. */
const SENTENCES = ['abcdefghijklmnop', 'ABCDEFGHIJKLMNOP', '0123456789!#$%&*']

const turn = fc.record(
  {
    peer: fc.nat(2),
    deliver: fc.array(fc.nat(20), { maxLength: 3 }),
    enter: fc.constantFrom(false, false, false, false, true),
  },
  { noNullPrototype: true },
)

test('[T3] [T11] three people typing at once, in one place even, each keep their sentence together', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(12), { minLength: 3, maxLength: 3 }),
      fc.array(turn, { maxLength: 40, size: 'max' }),
      (carets, turns) => {
        const network = new TextNetwork(3, [{ text: '加强领导' }, { text: '落实责任' }])
        network.peers.forEach((peer, i) => peer.select(carets[i] ?? 0))
        const written = ['', '', '']
        for (const { peer, deliver, enter } of turns) {
          const letter = SENTENCES[peer]?.charAt(written[peer]?.length ?? 0) ?? ''
          // Enter comes before the first letter only: behind it the sentence is one line.
          if (enter && written[peer] === '') network.peer(peer).run(splitBlock)
          network.peer(peer).type(letter)
          written[peer] += letter
          for (const pick of deliver) network.deliver(pick)
          network.peers.forEach(expectInSync)
        }
        network.settle()
        expectConverged(network)
        const text = network.peer(0).texts.join('\n')
        for (const sentence of written) expect(text).toContain(sentence)
        expect([...text.replaceAll('\n', '')].length).toBe(8 + written.join('').length)
      },
    ),
    { numRuns: 200 * factor },
  )
})
