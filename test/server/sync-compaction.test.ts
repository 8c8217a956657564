import { describe, expect, test } from 'vitest'
import * as v from 'valibot'
import * as Y from 'yjs'
import type { MemberId } from '../../schemas/ids.ts'
import { RoomName } from '../../schemas/protocol/room-name.ts'
import { compactRoom } from '../../sync-server/compact-room.ts'
import type { Compaction } from '../../sync-server/store/store.ts'
import { memberId } from '../support/sync-world.ts'

const room = v.parse(RoomName, 'w1/plan1/body')
const [anna, bob] = [memberId('anna'), memberId('bob')]

/** Two people with a copy each; what they do is sent when `send` is called, in the order the test chooses. */
function twoPeople(prepare: (doc: Y.Doc) => void) {
  const docs = { anna: new Y.Doc(), bob: new Y.Doc() }
  docs.anna.clientID = 1
  docs.bob.clientID = 2
  const tail: { sequence: number; update: Uint8Array; via: MemberId; time: number }[] = []
  const append = (update: Uint8Array, via: MemberId) => {
    tail.push({ sequence: tail.length + 1, update, via, time: 1_000 * (tail.length + 1) })
  }
  const change = (who: 'anna' | 'bob', edit: (doc: Y.Doc) => void): (() => void) => {
    const updates: Uint8Array[] = []
    const keep = (update: Uint8Array) => updates.push(update)
    docs[who].on('update', keep)
    edit(docs[who])
    docs[who].off('update', keep)
    return () => updates.forEach((update) => append(update, memberId(who)))
  }
  change('anna', prepare)()
  for (const { update } of tail) Y.applyUpdate(docs.bob, update, 'server')
  const compact = (): Compaction =>
    compactRoom({
      room,
      stored: { state: null, tail, sequence: tail.length, schemaNumber: 1 },
      bindings: new Map([
        [1, anna],
        [2, bob],
      ]),
    })
  return { change, compact, tail }
}

/** A row with a cell of long text, as matrices and tables have. */
function addRow(doc: Y.Doc): void {
  const row = new Y.Map()
  const cell = new Y.Text('原文')
  row.set('cell', cell)
  doc.getMap('rows').set('row1', row)
}
function typeInCell(doc: Y.Doc, text: string): void {
  const row = doc.getMap('rows').get('row1')
  const cell = row instanceof Y.Map ? row.get('cell') : null
  if (cell instanceof Y.Text) cell.insert(cell.length, text)
}
const removeRow = (doc: Y.Doc) => doc.getMap('rows').delete('row1')

describe('words that merging deletes', () => {
  test('[S9] words typed offline into a deleted row are journaled when they arrive after the deletion', () => {
    const { change, compact } = twoPeople(addRow)
    const typed = change('bob', (doc) => typeInCell(doc, '离线写的字'))
    const removed = change('anna', removeRow)
    removed()
    typed()
    expect(compact().overwritten).toEqual([{ by: bob, text: '离线写的字', time: 3_000 }])
  })

  test('[S9] and when they arrive before it', () => {
    const { change, compact } = twoPeople(addRow)
    const typed = change('bob', (doc) => typeInCell(doc, '离线写的字'))
    const removed = change('anna', removeRow)
    typed()
    removed()
    expect(compact().overwritten).toEqual([{ by: bob, text: '离线写的字', time: 3_000 }])
  })

  test('[S9] across compactions: the deletion is compacted before the words arrive', () => {
    const { change, compact, tail } = twoPeople(addRow)
    const typed = change('bob', (doc) => typeInCell(doc, '离线写的字'))
    change('anna', removeRow)()
    const { state } = compact()
    tail.length = 0
    typed()
    const second = compactRoom({
      room,
      stored: { state, tail, sequence: 3, schemaNumber: 1 },
      bindings: new Map([[2, bob]]),
    })
    expect(second.overwritten.map(({ by, text }) => [by, text])).toEqual([[bob, '离线写的字']])
  })

  test('[S9] what somebody deleted knowingly is not', () => {
    const { change, compact } = twoPeople(addRow)
    change('anna', (doc) => typeInCell(doc, '写了又删'))()
    change('anna', removeRow)()
    expect(compact().overwritten).toEqual([])
  })

  test('[S9] nor when the deletion overtakes what it deletes', () => {
    const { change, compact } = twoPeople(addRow)
    const typed = change('anna', (doc) => typeInCell(doc, '写了又删'))
    const removed = change('anna', removeRow)
    removed()
    typed()
    expect(compact().overwritten).toEqual([])
  })

  test('[S9] a title that lost against another at the same time is', () => {
    const { change, compact } = twoPeople((doc) => doc.getMap('header').set('title', '旧'))
    const a = change('anna', (doc) => doc.getMap('header').set('title', '甲的标题'))
    const b = change('bob', (doc) => doc.getMap('header').set('title', '乙的标题'))
    a()
    b()
    const { state, overwritten } = compact()
    const doc = new Y.Doc()
    Y.applyUpdate(doc, state)
    const kept = doc.getMap('header').get('title')
    expect(overwritten.map(({ text }) => text)).toEqual([kept === '乙的标题' ? '甲的标题' : '乙的标题'])
  })
})

test('[S8] authorship names writers and deleters by stretches, and who brought it', () => {
  const { change, compact } = twoPeople((doc) => doc.getText('body').insert(0, 'abc'))
  change('anna', (doc) => doc.getText('body').insert(3, 'def'))()
  change('bob', (doc) => doc.getText('body').delete(0, 2))()
  expect(compact().authorship).toEqual([
    { act: 'wrote', client: 1, fromClock: 0, toClock: 6, member: anna, via: anna, time: 1_000 },
    { act: 'deleted', client: 1, fromClock: 0, toClock: 2, member: bob, via: bob, time: 3_000 },
  ])
})

test('[S8] edits of a client nobody announced are noted as brought', () => {
  const stranger = new Y.Doc()
  stranger.clientID = 77
  stranger.getText('body').insert(0, 'x')
  const { authorship } = compactRoom({
    room,
    stored: {
      state: null,
      tail: [{ sequence: 1, update: Y.encodeStateAsUpdate(stranger), via: anna, time: 5 }],
      sequence: 1,
      schemaNumber: 1,
    },
    bindings: new Map(),
  })
  expect(authorship).toEqual([
    { act: 'wrote', client: 77, fromClock: 0, toClock: 1, member: null, via: anna, time: 5 },
  ])
})

test('[S7] updates that still wait for another survive compaction', () => {
  const { change, compact, tail } = twoPeople((doc) => doc.getText('body').insert(0, 'a'))
  const first = change('anna', (doc) => doc.getText('body').insert(1, 'b'))
  const second = change('anna', (doc) => doc.getText('body').insert(2, 'c'))
  second()
  const { state } = compact()
  tail.length = 0
  first()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  for (const { update } of tail) Y.applyUpdate(doc, update)
  expect(doc.getText('body').toString()).toBe('abc')
})
