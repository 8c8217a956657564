import { describe, expect, test } from 'vitest'
import { countEdits, saveStateOf } from '../../../client/sync/save-state.ts'

const nothing = { inMemory: 0, cause: null, waiting: [], rescues: 0, isOnline: true }

describe('the save state', () => {
  test('[C10] says "at the server" only when nothing waits anywhere and there is a connection', () => {
    expect(saveStateOf(nothing)).toEqual({ at: 'server' })
    expect(saveStateOf({ ...nothing, isOnline: false }).at).toBe('device')
    expect(saveStateOf({ ...nothing, waiting: [{ times: [5] }] }).at).toBe('device')
    expect(saveStateOf({ ...nothing, rescues: 1 })).toEqual({ at: 'refused', rescues: 1 })
  })

  test('[C10] the worst that is true is said first: edits that no disk has', () => {
    const facts = { ...nothing, inMemory: 2, cause: 'full', waiting: [{ times: [1] }], rescues: 3 } as const
    expect(saveStateOf(facts)).toEqual({ at: 'memory', count: 2, cause: 'full' })
  })

  test('tells since when the oldest edit waits, over all rooms', () => {
    const waiting = [{ times: [9_000, 50_000] }, { times: [4_000] }]
    expect(saveStateOf({ ...nothing, waiting })).toEqual({
      at: 'device',
      count: 3,
      since: 4_000,
      offline: false,
    })
  })

  test('a word typed key by key is one edit', () => {
    expect(countEdits([1_000, 1_200, 1_400, 9_000])).toBe(2)
    expect(countEdits([])).toBe(0)
  })
})
