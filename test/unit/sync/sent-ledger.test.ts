import { describe, expect, test } from 'vitest'
import { SentLedger } from '../../../client/sync/sent-ledger.ts'

describe('what an acknowledgement covers', () => {
  test('[C4] a step 2 covers all that was unacknowledged when it was sent', () => {
    const ledger = new SentLedger<string>()
    ledger.step2(['a', 'b'])
    expect(ledger.acknowledged(1)).toEqual(['a', 'b'])
  })

  test('[C4] an update sent before the first step 2 covers nothing, but counts', () => {
    const ledger = new SentLedger<string>()
    ledger.update(['b'])
    ledger.step2(['a', 'b'])
    expect(ledger.acknowledged(1)).toEqual([])
    expect(ledger.acknowledged(2)).toEqual(['a', 'b'])
  })

  test('[C4] an acknowledgement covers every message up to it, each once', () => {
    const ledger = new SentLedger<string>()
    ledger.step2([])
    ledger.update(['a'])
    ledger.update(['b'])
    ledger.update(['c'])
    expect(ledger.acknowledged(3)).toEqual(['a', 'b'])
    expect(ledger.acknowledged(3)).toEqual([])
    expect(ledger.outstanding).toBe(1)
    expect(ledger.covers('c')).toBe(true)
    expect(ledger.covers('b')).toBe(false)
  })

  test('[C4] what was refused, and what was sent after it, is not taken for acknowledged', () => {
    const ledger = new SentLedger<string>()
    ledger.step2(['a'])
    ledger.update(['b'])
    ledger.update(['c'])
    ledger.refused(2)
    ledger.update(['d'])
    expect(ledger.acknowledged(4)).toEqual(['a'])
    expect(ledger.outstanding).toBe(0)
  })
})
