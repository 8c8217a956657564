import { describe, expect, test } from 'vitest'
import { Outbox } from '../../../client/replica/outbox.ts'

function watched() {
  let changes = 0
  const outbox = new Outbox(() => changes++)
  return { outbox, changes: () => changes }
}

describe('the outbox of one room', () => {
  test('[C2] an edit is unstored until the disk has confirmed it', () => {
    const { outbox } = watched()
    const edit = outbox.made(1)
    expect([outbox.size, outbox.unstored]).toEqual([1, 1])
    expect(outbox.stored(edit, 7)).toBe(true)
    expect([outbox.size, outbox.unstored]).toEqual([1, 0])
  })

  test('[C4] an edit acknowledged before it was stored needs no row, and no late reading brings it back', () => {
    const { outbox } = watched()
    const edit = outbox.made(1)
    expect(outbox.remove([edit])).toEqual([])
    expect(outbox.stored(edit, 7)).toBe(false)
    outbox.found(7, 1)
    expect(outbox.size).toBe(0)
  })

  test('[C4] a reading that began before an acknowledgement does not bring the edit back', () => {
    const { outbox } = watched()
    outbox.found(3, 1)
    expect(outbox.remove(outbox.entries)).toEqual([3])
    outbox.found(3, 1)
    expect(outbox.size).toBe(0)
  })

  test('[C3] a row found in the log before its own writer heard of it is one edit, not two', () => {
    const { outbox } = watched()
    const edit = outbox.made(1)
    outbox.found(5, 1)
    outbox.stored(edit, 5)
    expect(outbox.size).toBe(1)
    outbox.remove([edit])
    expect(outbox.size).toBe(0)
  })

  test('[C3] what another tab had acknowledged leaves here too, edits in memory stay', () => {
    const { outbox } = watched()
    outbox.found(1, 1)
    outbox.found(2, 2)
    const inMemory = outbox.made(3)
    outbox.removeSeqs([1, 2, 9])
    expect(outbox.entries).toEqual([inMemory])
  })

  test('tells of each change, and only of changes', () => {
    const { outbox, changes } = watched()
    outbox.found(1, 1)
    outbox.found(1, 1)
    outbox.removeSeqs([4])
    expect(changes()).toBe(1)
  })
})
