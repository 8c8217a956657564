import fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { ColumnId, RowId } from '../../../schemas/ids.ts'
import * as edit from '../../../schemas/matrix/edit.ts'
import { matrix } from '../../../schemas/matrix/matrix.ts'
import { readColumns, readRows } from '../../../schemas/matrix/read.ts'
import { COLUMN_TYPES } from '../../../schemas/matrix/shape.ts'
import { canonicalText } from '../../../schemas/record/canonical.ts'

const PEERS = 3
const rowIds = ['r1', 'r2', 'r3', 'r4'].map((id) => v.parse(RowId, id))
const columnIds = ['c1', 'c2', 'c3'].map((id) => v.parse(ColumnId, id))

const action = fc.oneof(
  fc.record({ do: fc.constant('addRow' as const), row: fc.constantFrom(...rowIds), at: fc.nat(4) }),
  fc.record({ do: fc.constant('moveRow' as const), row: fc.constantFrom(...rowIds), at: fc.nat(4) }),
  fc.record({ do: fc.constant('deleteRow' as const), row: fc.constantFrom(...rowIds) }),
  fc.record({ do: fc.constant('restoreRow' as const), row: fc.constantFrom(...rowIds) }),
  fc.record({
    do: fc.constant('addColumn' as const),
    column: fc.constantFrom(...columnIds),
    type: fc.constantFrom(...COLUMN_TYPES),
    at: fc.nat(3),
  }),
  fc.record({ do: fc.constant('moveColumn' as const), column: fc.constantFrom(...columnIds), at: fc.nat(3) }),
  fc.record({ do: fc.constant('deleteColumn' as const), column: fc.constantFrom(...columnIds) }),
  fc.record({ do: fc.constant('restoreColumn' as const), column: fc.constantFrom(...columnIds) }),
  fc.record({
    do: fc.constant('write' as const),
    row: fc.constantFrom(...rowIds),
    column: fc.constantFrom(...columnIds),
    value: fc.oneof(
      fc.integer({ min: 0, max: 100 }),
      fc.constantFrom('2027-03-08', 'done', 'late'),
      fc.constant([{ id: 'u1', name: '区水利局' }]),
      fc.constant(null),
    ),
  }),
  fc.record({
    do: fc.constant('type' as const),
    row: fc.constantFrom(...rowIds),
    column: fc.constantFrom(...columnIds),
  }),
)
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never

function act(doc: Y.Doc, step: Action, token: string): void {
  switch (step.do) {
    case 'addRow':
      return edit.addRows(doc, [{ id: step.row }], step.at)
    case 'moveRow':
      return void edit.moveRow(doc, step.row, step.at)
    case 'deleteRow':
      return void edit.deleteRow(doc, step.row, 1)
    case 'restoreRow':
      return void edit.restoreRow(doc, step.row)
    case 'addColumn':
      return void edit.addColumn(doc, { id: step.column, label: step.column, type: step.type }, step.at)
    case 'moveColumn':
      return void edit.moveColumn(doc, step.column, step.at)
    case 'deleteColumn':
      return void edit.deleteColumn(doc, step.column, 1)
    case 'restoreColumn':
      return void edit.restoreColumn(doc, step.column)
    case 'write':
      if (typeOf(doc, step.column) !== 'text') edit.setCell(doc, step.row, step.column, step.value)
      return
    case 'type': {
      const text = edit.textCell(doc, step.row, step.column)
      if (text === null || typeOf(doc, step.column) !== 'text') return
      edit.setCell(doc, step.row, step.column, `${text.toString()}${token}`)
    }
  }
}

function typeOf(doc: Y.Doc, column: ColumnId): string | undefined {
  return readColumns(doc).find(({ id }) => id === column)?.type
}

const run = fc.array(fc.record({ peer: fc.nat(PEERS - 1), step: action, deliver: fc.boolean() }), {
  maxLength: 60,
})

function network(): { peers: Y.Doc[]; queues: Uint8Array[][] } {
  const queues: Uint8Array[][] = Array.from({ length: PEERS }, () => [])
  const peers = Array.from({ length: PEERS }, (_, index) => {
    const doc = new Y.Doc()
    doc.clientID = index + 1
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'remote') return
      for (const [other, queue] of queues.entries()) if (other !== index) queue.push(update)
    })
    return doc
  })
  return { peers, queues }
}

/** A start everybody has: two columns of text and two rows. */
function start(peers: readonly Y.Doc[]): void {
  const seed = new Y.Doc()
  seed.clientID = 99
  edit.addColumn(seed, { id: v.parse(ColumnId, 'c1'), label: '任务', type: 'text' })
  edit.addRows(seed, [{ id: v.parse(RowId, 'r1') }, { id: v.parse(RowId, 'r2') }])
  for (const peer of peers) Y.applyUpdate(peer, Y.encodeStateAsUpdate(seed), 'remote')
}

test('[M1] any edits by three people, delivered in any order and twice, leave everybody with one well-formed table', () => {
  fc.assert(
    fc.property(run, fc.boolean(), (steps, backwards) => {
      const { peers, queues } = network()
      start(peers)
      for (const { peer, step, deliver } of steps) {
        const doc = peers[peer]
        const queue = queues[peer]
        if (doc === undefined || queue === undefined) throw new Error('three peers')
        act(doc, step, '')
        if (deliver) for (const update of queue.splice(0)) Y.applyUpdate(doc, update, 'remote')
      }
      for (const [index, doc] of peers.entries()) {
        const queue = queues[index] ?? []
        const updates = backwards ? queue.toReversed() : queue
        for (const update of [...updates, ...updates]) Y.applyUpdate(doc, update, 'remote')
      }
      const contents = peers.map((doc) => matrix.read(new Map([['body', doc]])))
      for (const content of contents) expect(content).toEqual(contents[0])
      const content = contents[0]
      if (content === undefined) throw new Error('three peers')
      expect(() => canonicalText(content)).not.toThrow()
      expect(matrix.parse(JSON.parse(canonicalText(content)))).toEqual(content)
      expect(new Set(content.rows.map(({ id }) => id)).size).toBe(content.rows.length)
      const columns = new Set(content.columns.map(({ id }) => id))
      for (const row of content.rows)
        for (const cell of row.cells) expect(columns.has(cell.column)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('[M2] every word typed into a cell of text stands in it exactly once, whoever typed beside it', () => {
  const typing = fc.array(
    fc.record({ peer: fc.nat(PEERS - 1), row: fc.constantFrom('r1', 'r2'), deliver: fc.boolean() }),
    { maxLength: 40 },
  )
  fc.assert(
    fc.property(typing, (steps) => {
      const { peers, queues } = network()
      start(peers)
      const typed: { row: string; token: string }[] = []
      for (const [count, { peer, row, deliver }] of steps.entries()) {
        const doc = peers[peer]
        if (doc === undefined) throw new Error('three peers')
        const token = `【${count}】`
        act(doc, { do: 'type', row: v.parse(RowId, row), column: v.parse(ColumnId, 'c1') }, token)
        typed.push({ row, token })
        if (deliver) for (const update of queues[peer]?.splice(0) ?? []) Y.applyUpdate(doc, update, 'remote')
      }
      for (const [index, doc] of peers.entries()) {
        for (const update of queues[index] ?? []) Y.applyUpdate(doc, update, 'remote')
      }
      for (const doc of peers) {
        for (const { row, token } of typed) {
          const text = readRows(doc).find(({ id }) => id === row)?.cells[0]?.value
          expect(String(text).split(token)).toHaveLength(2)
        }
      }
    }),
  )
})

test('[M4] moving one row at once leaves it once', () => {
  const anna = new Y.Doc()
  edit.addColumn(anna, { id: v.parse(ColumnId, 'c1'), label: '任务', type: 'text' })
  edit.addRows(
    anna,
    rowIds.map((id) => ({ id })),
  )
  const ben = new Y.Doc()
  Y.applyUpdate(ben, Y.encodeStateAsUpdate(anna), 'remote')
  edit.moveRow(anna, rowIds[3] ?? v.parse(RowId, 'r4'), 0)
  edit.moveRow(ben, rowIds[3] ?? v.parse(RowId, 'r4'), 1)
  Y.applyUpdate(ben, Y.encodeStateAsUpdate(anna), 'remote')
  Y.applyUpdate(anna, Y.encodeStateAsUpdate(ben), 'remote')
  const rows = readRows(anna).map(({ id }) => id)
  expect(rows).toEqual(readRows(ben).map(({ id }) => id))
  expect(rows.toSorted()).toEqual(['r1', 'r2', 'r3', 'r4'])
})
