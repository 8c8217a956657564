import * as v from 'valibot'
import { expect, test } from 'vitest'
import { inStatus, recentLines, SHOWN } from '../../../client/app/home/needs.ts'
import { DocumentId } from '../../../schemas/ids.ts'
import type { IndexDocument } from '../../../schemas/workspace/index-room.ts'

const id = (text: string): DocumentId => v.parse(DocumentId, text)

function document(name: string, createdAt: number, deletedAt: number | null = null): IndexDocument {
  const rest = { folder: null, order: '', createdBy: null, deletedAt } as const
  return { id: id(name), kind: 'plan', title: name, createdAt, ...rest }
}

const documents = [document('a', 1), document('b', 2), document('c', 3), document('gone', 4, 9)]

test('[U3] what was opened here comes first, latest first; then the newest; never what is in the bin', () => {
  const opened = [
    { document: id('a'), at: 50 },
    { document: id('gone'), at: 40 },
    { document: id('elsewhere'), at: 30 },
  ]
  expect(recentLines(documents, opened).map(({ document, openedAt }) => [document.id, openedAt])).toEqual([
    ['a', 50],
    ['c', null],
    ['b', null],
  ])
})

test('no more is listed than a glance takes in', () => {
  const many = Array.from({ length: 40 }, (_, at) => document(`d${at}`, at))
  expect(recentLines(many, [])).toHaveLength(SHOWN)
})

test('[U3] documents in a status are the newest first, and in use', () => {
  const found = inStatus(documents, 'consultation', (each) => (each === 'b' ? 'draft' : 'consultation'))
  expect(found.map(({ id }) => id)).toEqual(['c', 'a'])
})
