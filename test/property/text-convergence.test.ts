import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { textUndo } from '../../schemas/text/undo.ts'
import { EDITS, PINYIN, steps, TextStory, wordsIn, type EditKind } from '../support/text-edits.ts'
import { expectConverged, expectInSync } from '../support/text-checks.ts'
import { TextNetwork } from '../support/text-network.ts'

const factor = Number(process.env.HESHU_FUZZ ?? 1)
const runs = (count: number) => ({ numRuns: count * factor })

/** Four clauses, each beginning with an anchor that no edit deletes unless it says so. */
const PLAN = [1, 2, 3, 4].map((n) => ({
  text: `‹§${n}›本区工作。`,
  level: n === 1 ? (1 as const) : (2 as const),
}))

function story(): TextStory {
  const network = new TextNetwork(3, PLAN)
  const undos = network.peers.map((peer) => textUndo(peer.body, { host: peer, captureTimeoutMs: 0 }))
  return new TextStory(network, undos, expectInSync)
}

test('[T1] [T2] any edits, delivered in any order, leave every peer with the same text', () => {
  fc.assert(
    fc.property(steps(EDITS, 60), (history) => {
      const told = story()
      told.play(history)
      told.finish()
      told.network.settle()
      expectConverged(told.network)
      const words = wordsIn(told.network.peer(0))
      for (const word of told.typed.keys()) {
        if (!told.touched.has(word)) expect(words.filter((each) => each === word)).toEqual([word])
      }
    }),
    runs(150),
  )
})

const WITHOUT_DELETING: readonly EditKind[] = [
  'type',
  'enter',
  'level',
  'indent',
  'outdent',
  'mark',
  'role',
  'break',
  'table',
]

test('[T3] every word typed stands exactly once, in its own clause', () => {
  fc.assert(
    fc.property(steps(WITHOUT_DELETING, 80), (history) => {
      const told = story()
      told.play(history)
      told.finish()
      told.network.settle()
      expectConverged(told.network)
      for (const text of told.network.peer(0).texts) {
        expect(text.includes('‹§') && !text.startsWith('‹§')).toBe(false)
      }
      expectInOwnClause(told)
    }),
    runs(100),
  )
})

test('[T3] joining clauses loses no word and doubles none', () => {
  fc.assert(
    fc.property(steps([...WITHOUT_DELETING, 'backspace', 'delete-forward'], 80), (history) => {
      const told = story()
      told.play(history)
      told.finish()
      told.network.settle()
      expectConverged(told.network)
      expectInOwnClause(told)
    }),
    runs(100),
  )
})

function expectInOwnClause(told: TextStory): void {
  const words = wordsIn(told.network.peer(0))
  const clauses = new Map<string, string[]>()
  let clause = ''
  for (const word of words) {
    if (word.startsWith('‹§')) clause = word
    else clauses.set(word, [...(clauses.get(word) ?? []), clause])
  }
  for (const [word, typedIn] of told.typed) expect(clauses.get(word)).toEqual([typedIn])
}

test('[T8] what is composed reaches nobody before it is committed, and then stands once in its clause', () => {
  fc.assert(
    fc.property(
      steps([...WITHOUT_DELETING, 'backspace', 'compose', 'compose', 'compose', 'compose'], 80),
      (history) => {
        const told = story()
        told.play(history)
        told.finish()
        told.network.settle()
        expectConverged(told.network)
        expectInOwnClause(told)
        for (const update of told.network.log) {
          expect(new TextDecoder().decode(update)).not.toContain(PINYIN)
        }
      },
    ),
    runs(100),
  )
})

test('[T1] [T3] long branches written offline come together', () => {
  const editing = steps([...WITHOUT_DELETING, 'backspace', 'delete-forward', 'compose'], 300)
  fc.assert(
    fc.property(editing, (history) => {
      const told = story()
      told.network.peers.forEach((_, peer) => told.network.goOffline(peer))
      told.play(history.filter(({ kind }) => kind !== 'rejoin'))
      told.finish()
      told.network.rejoin(1)
      told.network.settle()
      expectConverged(told.network)
      expectInOwnClause(told)
    }),
    runs(8),
  )
})
