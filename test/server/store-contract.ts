import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import type { MemberId } from '../../schemas/ids.ts'
import { RoomName } from '../../schemas/protocol/room-name.ts'
import type { Migration } from '../../sync-server/store/migrations.ts'
import type { RoomAppend, Store, StoredVersion } from '../../sync-server/store/store.ts'
import { documentId, memberId, workspaceId } from '../support/sync-world.ts'

/** One kind of store under test. */
export interface StoreUnderTest {
  /** Opens the same data again at each call; rooms hold at most 1,000 bytes an update. */
  open(migrations?: readonly Migration[]): Promise<Store>
  /** Removes all data. */
  discard(): Promise<void>
}

export const ROOM_BYTES_MAX_HERE = 1_000

const body = v.parse(RoomName, 'w1/plan1/body')
const discussion = v.parse(RoomName, 'w1/plan1/discussion')
const other = v.parse(RoomName, 'w1/plan2/body')
const index = v.parse(RoomName, 'w1/index')
const [w1, w2, plan1, plan2] = [
  workspaceId('w1'),
  workspaceId('w2'),
  documentId('plan1'),
  documentId('plan2'),
]
const anna = memberId('anna')
const bytes = (...values: number[]) => new Uint8Array(values)

function append(room: RoomName, update: Uint8Array, time = 1, via: MemberId | null = anna): RoomAppend {
  return { room, update, via, time }
}

function version(number: number, time = 100): StoredVersion {
  return {
    summary: {
      documentId: plan1,
      number,
      label: `版本 ${number}`,
      reason: 'manual',
      author: { id: anna, name: '安娜' },
      time,
      hash: 'ab',
    },
    workspaceId: w1,
    reason: 'manual',
    entry: bytes(number, 1),
    signature: bytes(number, 2),
    keyId: 'key1',
    content: bytes(number, 3),
    states: new Map([
      ['body', bytes(number, 4)],
      ['discussion', bytes(number, 5)],
    ]),
  }
}

/** What every store promises (sync-server/store/store.ts). Run once for each implementation. */
export function storeContract(name: string, make: () => StoreUnderTest): void {
  describe(`the ${name} store`, () => {
    let under: StoreUnderTest
    let store: Store

    beforeEach(async () => {
      under = make()
      store = await under.open()
    })
    afterEach(async () => {
      await store.close()
      await under.discard()
    })
    const reopen = async (migrations?: readonly Migration[]) => {
      await store.close()
      store = await under.open(migrations)
    }

    describe('rooms', () => {
      test('[S20] a room never written is null, and stays so after others were', async () => {
        expect(await store.rooms.load(body)).toBeNull()
        await store.rooms.append([append(other, bytes(1))])
        expect(await store.rooms.load(body)).toBeNull()
      })

      test('[S20] keeps updates in order, with who and when, over a restart; each room counts for itself', async () => {
        const outcomes = await store.rooms.append([
          append(body, bytes(1, 2), 10),
          append(other, bytes(3), 11, null),
          append(body, bytes(4), 12),
        ])
        expect(outcomes).toEqual([
          { ok: true, sequence: 1 },
          { ok: true, sequence: 1 },
          { ok: true, sequence: 2 },
        ])
        await reopen()
        expect(await store.rooms.append([append(body, bytes(5), 13)])).toEqual([{ ok: true, sequence: 3 }])
        expect(await store.rooms.load(body)).toEqual({
          state: null,
          tail: [
            { sequence: 1, update: bytes(1, 2), via: anna, time: 10 },
            { sequence: 2, update: bytes(4), via: anna, time: 12 },
            { sequence: 3, update: bytes(5), via: anna, time: 13 },
          ],
          sequence: 3,
          schemaNumber: 1,
        })
        expect((await store.rooms.load(other))?.tail[0]?.via).toBeNull()
      })

      test('[S20] one update too many or too large fails alone; the batch is kept', async () => {
        const large = new Uint8Array(ROOM_BYTES_MAX_HERE + 1)
        const outcomes = await store.rooms.append([
          append(body, bytes(1)),
          append(other, large),
          append(body, bytes(2)),
        ])
        expect(outcomes.map((outcome) => (outcome.ok ? outcome.sequence : outcome.reason))).toEqual([
          1,
          'too-large',
          2,
        ])
        expect(await store.rooms.load(other)).toBeNull()
      })

      test('[S20] takes bytes that are a view into something larger', async () => {
        const large = new Uint8Array(1_000).fill(7)
        await store.rooms.append([append(body, large.subarray(500, 503))])
        expect((await store.rooms.load(body))?.tail[0]?.update).toEqual(bytes(7, 7, 7))
        expect(large[0]).toBe(7)
      })

      test('[S20] reads several rooms as of one moment, leaving out those never written', async () => {
        await store.rooms.append([append(body, bytes(1)), append(discussion, bytes(2))])
        const together = await store.rooms.loadTogether([body, discussion, other])
        expect([...together.keys()].toSorted()).toEqual([body, discussion])
        expect(together.get(discussion)?.tail[0]?.update).toEqual(bytes(2))
      })

      test('[S7] compaction replaces the tail up to its sequence and keeps what came meanwhile', async () => {
        await store.rooms.append([append(body, bytes(1)), append(body, bytes(2)), append(body, bytes(3))])
        const wrote = {
          act: 'wrote',
          client: 5,
          fromClock: 0,
          toClock: 9,
          member: anna,
          via: anna,
          time: 3,
        } as const
        const lost = { time: 4, by: anna, text: '丢失的字' }
        await store.rooms.compact({
          room: body,
          upTo: 2,
          state: bytes(9, 9),
          authorship: [wrote],
          overwritten: [lost],
        })
        await reopen()
        const stored = await store.rooms.load(body)
        expect(stored?.state).toEqual(bytes(9, 9))
        expect(stored?.tail.map(({ sequence }) => sequence)).toEqual([3])
        expect(stored?.sequence).toBe(3)
        expect(await store.rooms.authorship(body)).toEqual([wrote])
        expect(await store.rooms.overwritten(body)).toEqual([lost])
        expect(await store.rooms.authorship(other)).toEqual([])
        expect(await store.rooms.append([append(body, bytes(4))])).toEqual([{ ok: true, sequence: 4 }])
      })

      test('[S17] schema numbers rise and never fall, before the first update too', async () => {
        await store.rooms.raiseSchemaNumber(body, 3)
        await store.rooms.raiseSchemaNumber(body, 2)
        expect(await store.rooms.load(body)).toEqual({ state: null, tail: [], sequence: 0, schemaNumber: 3 })
        await store.rooms.append([append(body, bytes(1))])
        expect((await store.rooms.load(body))?.schemaNumber).toBe(3)
      })

      test('[S8] a client id is the first member’s who announced it in a room', async () => {
        const bob = memberId('bob')
        expect(await store.rooms.bindClient(body, 7, anna)).toBe(true)
        expect(await store.rooms.bindClient(body, 7, bob)).toBe(false)
        expect(await store.rooms.bindClient(other, 7, bob)).toBe(true)
        expect(await store.rooms.bindings(body)).toEqual(new Map([[7, anna]]))
      })

      test('[S12] a document is its first workspace’s for ever', async () => {
        expect(await store.rooms.workspaceOf(plan1)).toBeNull()
        expect(await store.rooms.claimDocument(plan1, w1)).toBe(w1)
        expect(await store.rooms.claimDocument(plan1, w2)).toBe(w1)
        await reopen()
        expect(await store.rooms.workspaceOf(plan1)).toBe(w1)
      })

      test('[S20] knows the written rooms of a document', async () => {
        await store.rooms.append([
          append(body, bytes(1)),
          append(discussion, bytes(1)),
          append(index, bytes(1)),
        ])
        expect(await store.rooms.roomsOf(w1, plan1)).toEqual([body, discussion])
        expect(await store.rooms.roomsOf(w2, plan1)).toEqual([])
        expect(await store.rooms.roomsOf(w1, plan2)).toEqual([])
      })

      test('[S20] names documents edited since their last version; discussions and the index do not count', async () => {
        await store.rooms.append([append(index, bytes(1), 50), append(discussion, bytes(1), 60)])
        expect(await store.rooms.unversionedSince()).toEqual([])
        await store.rooms.append([append(body, bytes(1), 70), append(other, bytes(1), 80)])
        expect(await store.rooms.unversionedSince()).toEqual([
          { documentId: plan1, workspaceId: w1, lastEdit: 70 },
          { documentId: plan2, workspaceId: w1, lastEdit: 80 },
        ])
        await store.versions.add(version(1, 75), null)
        expect((await store.rooms.unversionedSince()).map(({ documentId }) => documentId)).toEqual([plan2])
        await store.rooms.append([append(body, bytes(2), 76)])
        expect(await store.rooms.unversionedSince()).toContainEqual({
          documentId: plan1,
          workspaceId: w1,
          lastEdit: 76,
        })
      })
    })

    describe('versions', () => {
      test('[S20] are kept whole and in order, over a restart', async () => {
        await store.versions.add(version(1), 'request-1')
        await store.versions.add(version(2), null)
        await reopen()
        expect(await store.versions.get(plan1, 2)).toEqual(version(2))
        expect(await store.versions.get(plan1, 3)).toBeNull()
        expect(await store.versions.list(plan1)).toEqual([version(1).summary, version(2).summary])
        expect(await store.versions.chain(plan1, 1)).toEqual([
          { entry: bytes(1, 1), signature: bytes(1, 2), keyId: 'key1' },
        ])
        expect(await store.versions.byRequest(plan1, 'request-1')).toEqual(version(1).summary)
        expect(await store.versions.byRequest(plan1, 'request-2')).toBeNull()
      })

      test('[S20] a number must follow the last, and a request is answered once', async () => {
        await expect(store.versions.add(version(2), null)).rejects.toMatchObject({ code: 'conflict' })
        await store.versions.add(version(1), 'request-1')
        await expect(store.versions.add(version(1), null)).rejects.toMatchObject({ code: 'conflict' })
        await expect(store.versions.add(version(2), 'request-1')).rejects.toMatchObject({ code: 'conflict' })
        expect((await store.versions.list(plan1)).length).toBe(1)
      })

      test('[S20] are never altered nor deleted, not by SQL either', async () => {
        await store.versions.add(version(1), null)
        for (const sql of [
          "UPDATE versions SET content = x'00'",
          'UPDATE versions SET time = 0',
          'DELETE FROM versions',
          'UPDATE version_states SET part = part',
          'DELETE FROM version_states',
        ]) {
          await expect(store.tables.write([{ sql, values: [] }])).rejects.toMatchObject({ code: 'failed' })
        }
        expect(await store.versions.get(plan1, 1)).toEqual(version(1))
      })
    })

    describe('tables of other modules', () => {
      const things: Migration = {
        name: 'things/1 table',
        sql: 'CREATE TABLE things (id TEXT PRIMARY KEY, size INTEGER)',
      }
      const add = (id: string, size: number) => ({
        sql: 'INSERT INTO things (id, size) VALUES (?, ?)',
        values: [id, size],
      })

      test('[S20] are made once by their steps; several statements are one transaction', async () => {
        await reopen([things])
        await store.tables.write([add('a', 1), add('b', 2)])
        await reopen([things])
        await expect(store.tables.write([add('c', 3), add('a', 9)])).rejects.toMatchObject({
          code: 'conflict',
        })
        expect(await store.tables.all('SELECT id, size FROM things WHERE size > ? ORDER BY id', 0)).toEqual([
          { id: 'a', size: 1 },
          { id: 'b', size: 2 },
        ])
      })

      test('[S20] two steps of one name are a mistake of ours', async () => {
        await store.close()
        await expect(under.open([things, things])).rejects.toMatchObject({ code: 'failed' })
        store = await under.open([things])
      })
    })

    test('[S18] after close everything is refused; closing twice is harmless', async () => {
      const pending = store.rooms.append([append(body, bytes(1))])
      await Promise.all([store.close(), store.close()])
      expect(await pending).toEqual([{ ok: true, sequence: 1 }])
      await expect(store.rooms.load(body)).rejects.toMatchObject({ code: 'closed' })
      await store.close()
    })
  })
}
