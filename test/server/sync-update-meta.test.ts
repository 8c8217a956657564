import fc from 'fast-check'
import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { ClockSet } from '../../sync-server/clock-set.ts'
import { mergeAll } from '../../sync-server/room-content.ts'
import { readUpdateMeta, type ClockRange } from '../../sync-server/update-meta.ts'

/** A document with every kind of content Yjs knows, and deletions. */
function richDoc(): Y.Doc {
  const doc = new Y.Doc()
  const body = doc.getText('body')
  body.insert(0, '一段文字 👍 with emoji')
  body.format(0, 2, { bold: true, link: { href: 'x' } })
  body.insertEmbed(3, { image: 'a' })
  body.insertEmbed(0, new Y.Map([['id', 'block-1']]))
  body.delete(4, 3)
  const map = doc.getMap('rows')
  map.set('any', { list: [1, -7, 2.5, null, undefined, true, 'x', { deep: [new Uint8Array([1, 2])] }] })
  map.set('binary', new Uint8Array([9, 9]))
  map.set('big', 2n ** 60n)
  map.set('array', Y.Array.from([1, 'two', new Y.Map()]))
  map.set('xml', new Y.XmlFragment())
  map.set('document', new Y.Doc({ guid: 'sub' }))
  doc.getXmlFragment('xml').insert(0, [new Y.XmlElement('p'), new Y.XmlText('t')])
  map.set('hook', new Y.XmlHook('hook'))
  map.delete('any')
  return doc
}

/** The same out of Yjs's own decoder. */
function metaByYjs(update: Uint8Array): { written: ClockRange[]; deleted: ClockRange[] } {
  const { structs, ds } = Y.decodeUpdate(update)
  const written = new ClockSet()
  for (const struct of structs) {
    if (struct instanceof Y.Skip) continue
    const { client, clock } = struct.id
    written.add({ client, from: clock, to: clock + struct.length })
  }
  const deleted = [...ds.clients].flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }) => ({ client, from: clock, to: clock + len })),
  )
  return { written: rangesOf(written), deleted }
}

function rangesOf(set: ClockSet): ClockRange[] {
  return [...set.clients()].flatMap(([client, intervals]) =>
    intervals.flatMap((from, index) =>
      index % 2 === 0 ? [{ client, from, to: intervals[index + 1] ?? 0 }] : [],
    ),
  )
}

describe('reading what an update carries', () => {
  test('[S6] agrees with Yjs on every kind of content', () => {
    const update = Y.encodeStateAsUpdate(richDoc())
    const meta = readUpdateMeta(update)
    expect(meta).not.toBeNull()
    const byYjs = metaByYjs(update)
    expect(meta?.written.toSorted(byClient)).toEqual(byYjs.written.toSorted(byClient))
    expect(meta?.deleted).toEqual(byYjs.deleted)
  })

  test('[S6] takes whatever Yjs writes: edits, undo, formats, states, merges with gaps, differences', () => {
    const step = fc.record({
      does: fc.constantFrom('type', 'delete', 'format', 'embed', 'map', 'nest', 'undo', 'redo', 'exchange'),
      who: fc.nat(1),
      at: fc.nat(40),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), fc.nat(5), (steps, dropped) => {
        const docs = [new Y.Doc(), new Y.Doc()]
        const undo = docs.map(
          (doc) => new Y.UndoManager([doc.getText('t'), doc.getMap('m')], { captureTimeout: 0 }),
        )
        const updates: Uint8Array[] = []
        for (const doc of docs) doc.on('update', (update: Uint8Array) => updates.push(update))
        for (const { does, who, at } of steps) {
          const doc = docs[who] ?? new Y.Doc()
          const text = doc.getText('t')
          const place = Math.min(at, text.length)
          const nested = doc.getMap('m').get('nested')
          if (does === 'type') text.insert(place, '文a👍')
          else if (does === 'delete') text.delete(place, Math.min(3, text.length - place))
          else if (does === 'format')
            text.format(place, Math.min(4, text.length - place), { bold: at % 2 === 0 })
          else if (does === 'embed')
            text.insertEmbed(place, at % 2 === 0 ? new Y.Map([['id', at]]) : { image: at })
          else if (does === 'map') doc.getMap('m').set(`k${at % 3}`, [at, null, { deep: 'x' }])
          else if (does === 'nest' && nested instanceof Y.Text) nested.insert(0, 'n')
          else if (does === 'nest') doc.getMap('m').set('nested', new Y.Text('n'))
          else if (does === 'undo') undo[who]?.undo()
          else if (does === 'redo') undo[who]?.redo()
          else Y.applyUpdate(doc, Y.encodeStateAsUpdate(docs[1 - who] ?? doc), 'other')
        }
        const some = updates.filter((_update, index) => index % 6 !== dropped)
        const states = docs.map((doc) => Y.encodeStateAsUpdate(doc))
        const vectors = docs.map((doc) => Y.encodeStateVector(doc))
        const waiting = new Y.Doc()
        for (const update of some) Y.applyUpdate(waiting, update, 'other')
        const written = [
          ...updates,
          ...states,
          Y.encodeStateAsUpdate(waiting),
          ...(some.length > 0 ? [mergeAll(some)] : []),
          ...vectors.flatMap((vector) => states.map((state) => Y.diffUpdate(state, vector))),
        ]
        for (const update of written) expect(readUpdateMeta(update)).not.toBeNull()
      }),
      { numRuns: 300 },
    )
  })

  test('[S6] sees the gaps of a merged update', () => {
    const doc = new Y.Doc()
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    for (let index = 0; index < 5; index++) doc.getText('t').insert(index, 'x')
    const gapped = mergeAll(updates.filter((_update, index) => index !== 2))
    expect(readUpdateMeta(gapped)?.written).toEqual([
      { client: doc.clientID, from: 0, to: 2 },
      { client: doc.clientID, from: 3, to: 5 },
    ])
  })

  test('[S6] whatever it lets through, Yjs decodes, merges, compares and integrates; nothing damaged throws', () => {
    const whole = Y.encodeStateAsUpdate(richDoc())
    const damaged = fc
      .tuple(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
        fc.nat(whole.length),
      )
      .map(([changes, length]) => {
        const bytes = whole.slice(0, length > whole.length / 2 ? whole.length : length)
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
        return bytes
      })
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 60 })), (bytes) => {
        if (readUpdateMeta(bytes) === null) return
        Y.decodeUpdate(bytes)
        Y.diffUpdate(bytes, new Uint8Array([0]))
        Y.mergeUpdates([bytes, whole])
        const peer = new Y.Doc()
        peer.getText('body').insert(0, 'x')
        Y.applyUpdate(peer, bytes, 'server')
        Y.encodeStateAsUpdate(peer)
      }),
      { numRuns: 3_000 },
    )
  })

  test('[S6] claims of a million structs, clients, deletions or values cost nothing and are refused', () => {
    const million = 2 ** 31
    const claim = (write: (encoder: encoding.Encoder) => void) => encoding.encode(write)
    const varUints = (...numbers: number[]) =>
      claim((encoder) => numbers.forEach((number) => encoding.writeVarUint(encoder, number)))
    expect(readUpdateMeta(varUints(million))).toBeNull()
    expect(readUpdateMeta(varUints(1, million, 5, 0))).toBeNull()
    expect(readUpdateMeta(varUints(0, million))).toBeNull()
    expect(readUpdateMeta(varUints(0, 1, 5, million))).toBeNull()
    // One item of a million values, of a string and of bytes longer than the update.
    for (const content of [8, 4, 3, 2]) {
      expect(readUpdateMeta(varUints(1, 1, 5, 0, content, 1, 1, 97, million))).toBeNull()
    }
  })

  test('[S6] one client in two blocks, empty structs, unknown types and bytes after the end are refused', () => {
    const empty = new Uint8Array([0, 0])
    expect(readUpdateMeta(empty)).toEqual({ written: [], deleted: [] })
    expect(readUpdateMeta(new Uint8Array([0, 0, 0]))).toBeNull()
    const gc = [1, 5, 0, 0, 3]
    expect(readUpdateMeta(new Uint8Array([1, ...gc, 0]))?.written).toEqual([{ client: 5, from: 0, to: 3 }])
    expect(readUpdateMeta(new Uint8Array([2, ...gc, ...gc, 0]))).toBeNull()
    expect(readUpdateMeta(new Uint8Array([1, 1, 5, 0, 0, 0, 0]))).toBeNull()
    expect(readUpdateMeta(new Uint8Array([1, 1, 5, 0, 7, 1, 1, 97, 9, 0]))).toBeNull()
  })

  test('[S6] values nested deeper than any reader likes are refused, not recursed into', () => {
    const deep = encoding.encode((encoder) => {
      for (const number of [1, 1, 5, 0, 8, 1, 1, 97, 1]) encoding.writeVarUint(encoder, number)
      for (let depth = 0; depth < 100_000; depth++) {
        encoding.writeUint8(encoder, 117)
        encoding.writeVarUint(encoder, 1)
      }
      encoding.writeUint8(encoder, 126)
      encoding.writeVarUint(encoder, 0)
    })
    expect(readUpdateMeta(deep)).toBeNull()
  })
})

const byClient = (a: ClockRange, b: ClockRange) => a.client - b.client || a.from - b.from

test('[S5] a clock set behaves as a set of numbers, whatever is added in whatever order', () => {
  const range = fc
    .tuple(fc.nat(40), fc.integer({ min: 1, max: 8 }))
    .map(([from, length]) => ({ client: 1, from, to: from + length }))
  fc.assert(
    fc.property(fc.array(range, { maxLength: 30 }), range, (added, asked) => {
      const set = new ClockSet()
      const numbers = new Set<number>()
      for (const each of added) {
        set.add(each)
        for (let clock = each.from; clock < each.to; clock++) numbers.add(clock)
      }
      const askedClocks = Array.from({ length: asked.to - asked.from }, (_value, index) => asked.from + index)
      expect(set.has(asked)).toBe(askedClocks.every((clock) => numbers.has(clock)))
      const missing = set
        .missing(asked)
        .flatMap(({ from, to }) => Array.from({ length: to - from }, (_value, index) => from + index))
      expect(missing).toEqual(askedClocks.filter((clock) => !numbers.has(clock)))
      const intervals = rangesOf(set)
      // Sorted, apart from each other: touching intervals are one.
      intervals.slice(1).forEach(({ from }, index) => expect(from).toBeGreaterThan(intervals[index]?.to ?? 0))
      let end = 0
      while (numbers.has(end)) end++
      expect(new Map(set.contiguous()).get(1) ?? 0).toBe(end)
    }),
    { numRuns: 2_000 },
  )
})
