import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byOrder, orderAt, ordersAtEnd, type Ordered } from '../../../schemas/order.ts'

const keys = fc.oneof(fc.constantFrom('a0', 'a1', 'a1V', 'a2', 'Zz', '', '不是', 'zzzz', 'a00'), fc.string())

test('[K5] whatever keys stand there, a new one can be made, and it sorts where it was put when there is a gap', () => {
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 8 }), fc.integer({ min: -2, max: 10 }), (orders, index) => {
      const siblings = orders.map((order, at): Ordered => ({ id: `s${at}`, order })).sort(byOrder)
      expect(orderAt(siblings, index)).toMatch(/^[A-Za-z][0-9A-Za-z]+$/)
    }),
  )
})

test('[K5] inserts at any places keep every earlier order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { maxLength: 60 }), (places) => {
      const list: Ordered[] = []
      for (const [count, place] of places.entries()) {
        const at = Math.min(place, list.length)
        list.splice(at, 0, { id: `i${count}`, order: orderAt(list, at) })
      }
      expect(list.toSorted(byOrder)).toEqual(list)
      const many = ordersAtEnd(list, 3).map((order, at): Ordered => ({ id: `m${at}`, order }))
      expect([...list, ...many].sort(byOrder)).toEqual([...list, ...many])
    }),
  )
})
