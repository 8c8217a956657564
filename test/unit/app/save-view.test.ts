import { describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { unsentByDocument } from '../../../client/app/documents/unsent.ts'
import { ON_ITS_WAY_MS, saveView } from '../../../client/app/shell/save-view.ts'
import { RoomName } from '../../../schemas/protocol/room-name.ts'

const now = 1_000_000
const waiting = (since: number, offline = false) => ({ at: 'device', count: 3, since, offline }) as const
const nothing = { at: 'device', count: 0, since: null, offline: true } as const

describe('what the save state says', () => {
  test('[U10] at the server only when everything was acknowledged', () => {
    expect(saveView({ at: 'server' }, 'online', now)).toEqual({ at: 'server' })
    expect(saveView(waiting(now), 'online', now)).not.toEqual({ at: 'server' })
    expect(saveView(nothing, 'offline', now)).toEqual({ at: 'offline' })
    expect(saveView(nothing, 'connecting', now)).toEqual({ at: 'connecting' })
  })

  test('[U10] edits on their way become edits on this device when they stay', () => {
    expect(saveView(waiting(now), 'online', now)).toEqual({ at: 'saving' })
    const later = now + ON_ITS_WAY_MS
    expect(saveView(waiting(now), 'online', later)).toEqual({ at: 'device', count: 3, since: now })
  })

  test('[U10] without a connection edits are on this device at once', () => {
    for (const connection of ['offline', 'connecting', 'signed-out'] as const) {
      expect(saveView(waiting(now, true), connection, now)).toEqual({ at: 'device', count: 3, since: now })
    }
  })

  test('[U10] edits in memory only are never called saved, whatever else is true', () => {
    const full = saveView({ at: 'memory', count: 3, cause: 'full' }, 'online', now)
    expect(full).toEqual({ at: 'not-saved', why: 'full' })
    expect(saveView({ at: 'refused', rescues: 1 }, 'online', now)).toEqual({
      at: 'not-saved',
      why: 'refused',
    })
  })
})

test('[U10] what waits is counted by document, the longest waiting first', () => {
  const unsent = (room: string, edits: number, since: number) => ({
    room: v.parse(RoomName, room),
    edits,
    since,
  })
  const listed = unsentByDocument([
    unsent('w/a/body', 2, 50),
    unsent('w/index', 1, 70),
    unsent('w/a/discussion', 1, 20),
    unsent('w/b/body', 4, 30),
    unsent('w/c/body', 0, 10),
  ])
  expect(listed).toEqual([
    { document: 'a', edits: 3, since: 20 },
    { document: 'b', edits: 4, since: 30 },
    { document: null, edits: 1, since: 70 },
  ])
})
