import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { RoomName } from '../../schemas/protocol/room-name.ts'
import { toStoreError } from '../../sync-server/store/sqlite-errors.ts'
import { openSqlite } from '../../sync-server/store/sqlite.ts'
import type { Store } from '../../sync-server/store/store.ts'
import { makeDataDir, removeDataDir } from '../support/server.ts'
import { ROOM_BYTES_MAX_HERE, storeContract } from './store-contract.ts'

storeContract('SQLite', () => {
  const dataDir = makeDataDir()
  return {
    open: (migrations = []) => openSqlite(dataDir, { migrations, roomBytesMax: ROOM_BYTES_MAX_HERE }),
    discard: () => {
      removeDataDir(dataDir)
      return Promise.resolve()
    },
  }
})

describe('the data folder', () => {
  const body = v.parse(RoomName, 'w1/plan1/body')
  const other = v.parse(RoomName, 'w1/plan2/body')
  const append = (room: RoomName, update: Uint8Array) => ({ room, update, via: null, time: 1 })
  let dataDir: string
  let store: Store

  beforeEach(async () => {
    dataDir = makeDataDir()
    store = await openSqlite(dataDir)
  })
  afterEach(async () => {
    await store.close()
    removeDataDir(dataDir)
  })

  /** Changes the file behind the closed store's back. */
  async function tamper(sql: string): Promise<void> {
    await store.close()
    const database = new DatabaseSync(join(dataDir, 'heshu.db'))
    database.exec(sql)
    database.close()
    store = await openSqlite(dataDir)
  }

  test('[S19] belongs to one process; it is free again after an orderly close', async () => {
    await expect(openSqlite(dataDir)).rejects.toMatchObject({ code: 'locked' })
    await store.close()
    expect(existsSync(join(dataDir, 'heshu.pid'))).toBe(false)
    store = await openSqlite(dataDir)
  })

  test('[S19] is taken over from a process that was killed', async () => {
    await store.close()
    const module = join(import.meta.dirname, '../../sync-server/store/sqlite.ts')
    const script = `const { openSqlite } = await import(${JSON.stringify(module)})
      await openSqlite(${JSON.stringify(dataDir)}); console.log('open'); setInterval(() => {}, 1000)`
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((resolve) => owner.stdout.once('data', resolve))
    await expect(openSqlite(dataDir)).rejects.toMatchObject({
      code: 'locked',
      message: `${dataDir} is in use by process ${owner.pid}`,
    })
    const gone = new Promise((resolve) => owner.once('exit', resolve))
    owner.kill('SIGKILL')
    await gone
    store = await openSqlite(dataDir)
    expect(await store.rooms.append([append(body, new Uint8Array([1]))])).toEqual([{ ok: true, sequence: 1 }])
  })

  test('[S13] a room with damaged bytes is unreadable and takes nothing; others go on', async () => {
    await store.rooms.append([append(body, new Uint8Array([1, 2, 3])), append(other, new Uint8Array([4]))])
    await tamper("UPDATE updates SET bytes = x'010299' WHERE bytes = x'010203'")
    await expect(store.rooms.load(body)).rejects.toMatchObject({ code: 'unreadable' })
    const outcomes = await store.rooms.append([
      append(body, new Uint8Array([5])),
      append(other, new Uint8Array([6])),
    ])
    expect(outcomes).toEqual([
      { ok: false, reason: 'room-unreadable' },
      { ok: true, sequence: 2 },
    ])
    await tamper("UPDATE updates SET bytes = x'010203' WHERE bytes = x'010299'")
    expect((await store.rooms.load(body))?.tail.length).toBe(1)
    expect(await store.rooms.append([append(body, new Uint8Array([5]))])).toEqual([{ ok: true, sequence: 2 }])
  })

  test.each([
    ['a missing update', 'DELETE FROM updates WHERE sequence = 2'],
    ['a missing end', 'DELETE FROM updates WHERE sequence = 3'],
    ['a damaged state', "UPDATE states SET bytes = x'00'"],
  ])('[S13] %s is noticed', async (_what, sql) => {
    const updates = [1, 2, 3, 4].map((value) => append(body, new Uint8Array([value])))
    await store.rooms.append(updates.slice(0, 1))
    await store.rooms.compact({
      room: body,
      upTo: 1,
      state: new Uint8Array([9]),
      authorship: [],
      overwritten: [],
    })
    await store.rooms.append(updates.slice(1, 3))
    expect((await store.rooms.load(body))?.tail.length).toBe(2)
    await tamper(sql)
    await expect(store.rooms.load(body)).rejects.toMatchObject({ code: 'unreadable' })
  })

  test('[S4] a full disk fails the batch whole, says so, and takes the next when there is room', async () => {
    await store.rooms.append([append(body, new Uint8Array([1]))])
    const [row] = await store.tables.all('PRAGMA page_count')
    await store.tables.all(`PRAGMA max_page_count = ${Number(row?.page_count) + 2}`)
    const large = new Uint8Array(100_000)
    await expect(
      store.rooms.append([append(other, new Uint8Array([1])), append(body, large)]),
    ).rejects.toMatchObject({
      code: 'full',
    })
    expect(await store.rooms.load(other)).toBeNull()
    await store.tables.all('PRAGMA max_page_count = 100000')
    expect(await store.rooms.append([append(body, large)])).toEqual([{ ok: true, sequence: 2 }])
  })

  test('[S4] a database that became read-only says so', async () => {
    await store.tables.all('PRAGMA query_only = 1')
    await expect(store.rooms.append([append(body, new Uint8Array([1]))])).rejects.toMatchObject({
      code: 'read-only',
    })
    await store.tables.all('PRAGMA query_only = 0')
  })

  test('[S19] a folder that cannot be made, or a file that is no database, is named', async () => {
    const file = join(dataDir, 'a-file')
    writeFileSync(file, 'not a folder')
    await expect(openSqlite(file)).rejects.toMatchObject({ name: 'StoreError' })
    const broken = makeDataDir()
    writeFileSync(join(broken, 'heshu.db'), 'this is no database, it is a letter to the office. '.repeat(100))
    await expect(openSqlite(broken)).rejects.toMatchObject({ code: 'unreadable' })
    removeDataDir(broken)
  })

  test('[S19] data of a newer program is left alone', async () => {
    await tamper("INSERT INTO migrations (name, time) VALUES ('things/9 later', 1)")
    await store.close()
    const database = new DatabaseSync(join(dataDir, 'heshu.db'))
    database.exec("INSERT INTO migrations (name, time) VALUES ('store/99 later', 1)")
    database.close()
    await expect(openSqlite(dataDir)).rejects.toMatchObject({ code: 'failed' })
    await expect(openSqlite(dataDir)).rejects.toThrow(/newer Heshu/)
  })

  test.each([
    ['ENOSPC', 'full'],
    ['EROFS', 'read-only'],
    ['EACCES', 'read-only'],
    ['EIO', 'failed'],
  ])('[S4] the file system’s %s is %s', (code, expected) => {
    expect(toStoreError(Object.assign(new Error('no'), { code })).code).toBe(expected)
  })
})
