import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { bodyOf, readBlocks } from '../../schemas/text/body.ts'
import { setLevel, splitBlock } from '../../schemas/text/commands.ts'
import { renderBody } from '../../schemas/text/render.ts'
import { textUndo } from '../../schemas/text/undo.ts'
import { expectConverged, expectInSync } from '../support/text-checks.ts'
import { HeadlessEditor } from '../support/text-editor.ts'
import { steps, TextStory, type EditKind } from '../support/text-edits.ts'
import {
  everythingIn,
  FOREIGN,
  hostileParts,
  hostileState,
  putForeign,
  traceOf,
} from '../support/text-foreign.ts'
import { TextNetwork } from '../support/text-network.ts'

const factor = Number(process.env.HESHU_FUZZ ?? 1)
const PLAN = [1, 2, 3].map((n) => ({ text: `‹§${n}›本区工作。`, level: 1 as const }))

/** Edits that delete nothing. */
const EDITS: readonly EditKind[] = ['type', 'enter', 'level', 'indent', 'mark', 'role', 'break', 'several']

const foreignStep = fc.record({ kind: fc.constantFrom(...FOREIGN), at: fc.nat(40), when: fc.nat(40) })

function loaded(state: Uint8Array): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state, 'network')
  return doc
}

function story(): TextStory {
  const network = new TextNetwork(3, PLAN)
  return new TextStory(
    network,
    network.peers.map((peer) => textUndo(peer.body)),
    expectInSync,
  )
}

test('[T5] what this version does not know survives every history', () => {
  fc.assert(
    fc.property(
      steps(EDITS, 50),
      fc.array(foreignStep, { minLength: 1, maxLength: 6 }),
      (history, foreign) => {
        const told = story()
        history.forEach((step, time) => {
          foreign.forEach(({ kind, at, when }, n) => {
            // Directly into the room of some peer, as a newer client there would.
            if (when === time) putForeign(told.network.peer(n).body, kind, at, `${n}`)
          })
          told.play([step])
        })
        told.network.settle()
        expectConverged(told.network)
        const all = everythingIn(told.network.peer(0).body)
        foreign.forEach(({ kind, when }, n) => {
          if (when < history.length) expect(all).toContain(traceOf(kind, `${n}`))
        })
      },
    ),
    { numRuns: 120 * factor },
  )
})

test('[T5] it comes along when its clause is moved, which is copying for the body', () => {
  fc.assert(
    fc.property(
      steps([...EDITS, 'move'], 40),
      fc.array(foreignStep, { minLength: 1, maxLength: 6 }),
      (history, foreign) => {
        const told = story()
        foreign.forEach(({ kind, at }, n) => putForeign(told.network.peer(0).body, kind, at, `${n}`))
        told.network.settle()
        told.play(history)
        told.network.settle()
        expectConverged(told.network)
        const all = everythingIn(told.network.peer(0).body)
        foreign.forEach(({ kind }, n) => expect(all).toContain(traceOf(kind, `${n}`)))
      },
    ),
    { numRuns: 80 * factor },
  )
})

test('[T4] opening anything writes nothing, removes nothing and throws nothing', () => {
  fc.assert(
    fc.property(hostileParts, (parts) => {
      const doc = loaded(hostileState(parts))
      const before = Y.encodeStateAsUpdate(doc)
      const editor = new HeadlessEditor(doc, { client: 5 })
      expectInSync(editor)
      const blocks = readBlocks(bodyOf(doc))
      expect(readBlocks(bodyOf(doc))).toEqual(blocks)
      expect(new Set(blocks.map(({ id }) => id)).size).toBe(blocks.length)
      expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
      expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted')
    }),
    { numRuns: 400 * factor },
  )
})

test('[T4] [T1] a hostile body can be edited, and both peers agree on it', () => {
  fc.assert(
    fc.property(hostileParts, fc.array(fc.nat(60), { minLength: 1, maxLength: 6 }), (parts, places) => {
      const state = hostileState(parts)
      const doc = loaded(state)
      const other = loaded(state)
      const editors = [
        new HeadlessEditor(doc, { client: 5, name: 'a' }),
        new HeadlessEditor(other, { client: 6, name: 'b' }),
      ]
      places.forEach((place, i) => {
        const editor = editors[i % 2]
        editor?.select(place).type('字')
        editor?.run(i % 3 === 0 ? setLevel(2) : splitBlock)
        editors.forEach(expectInSync)
      })
      for (let round = 0; round < 2; round++) {
        Y.applyUpdate(other, Y.encodeStateAsUpdate(doc), 'network')
        Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), 'network')
      }
      editors.forEach(expectInSync)
      expect(renderBody(bodyOf(other)).eq(renderBody(bodyOf(doc)))).toBe(true)
    }),
    { numRuns: 150 * factor },
  )
})
