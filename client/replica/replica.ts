import { nanoid } from 'nanoid'
import type { Millis, WorkspaceId } from '../../schemas/ids.ts'
import type { RoomName } from '../../schemas/protocol/room-name.ts'
import { ReplicaDatabase, type OutboxRow, type VersionRequestRow } from './database.ts'
import { notHeldBy } from './refused-edits.ts'
import { ReplicaRoom } from './replica-room.ts'
import { rescueOf, type BundleRoom, type Rescue } from './rescue.ts'
import { TabChannel } from './tab-channel.ts'
import { browserTimers, type Timers } from './timers.ts'

/** Stored updates of one room that the server has not acknowledged. */
export interface WaitingRoom {
  readonly room: RoomName
  readonly times: readonly Millis[]
}

/**
 * One account's copy on this device. Every read and write of the app hits it; the network only carries copies. Opening
 * never fails for want of space: a database that cannot be written shows as the rooms' `failure`.
 */
export class Replica {
  readonly accountId: string
  readonly tabs: TabChannel
  readonly #db: ReplicaDatabase
  readonly #timers: Timers
  /** Rooms that may still have something to write. */
  #rooms: readonly ReplicaRoom[] = []

  constructor(accountId: string, timers: Timers) {
    this.accountId = accountId
    const name = `heshu-${accountId}`
    this.#db = new ReplicaDatabase(name)
    this.tabs = new TabChannel(name)
    this.#timers = timers
  }

  /** Loads one room. @throws what the browser throws when the log cannot be read; nothing is open then */
  async load(
    room: RoomName,
    watch: { readonly onChange: () => void; readonly isRemote: (origin: unknown) => boolean },
  ): Promise<ReplicaRoom> {
    const loaded = await ReplicaRoom.load(room, {
      db: this.#db,
      tabs: this.tabs,
      timers: this.#timers,
      ...watch,
    })
    this.#rooms = [...this.#rooms.filter((each) => !each.isOver), loaded]
    return loaded
  }

  /** Rooms with stored updates that wait for the server, in one workspace. */
  async waiting(workspaceId: WorkspaceId): Promise<WaitingRoom[]> {
    const byRoom = new Map<RoomName, Millis[]>()
    await this.#db.outboxOf(workspaceId).each(({ room, time }) => {
      const times = byRoom.get(room)
      if (times === undefined) byRoom.set(room, [time])
      else times.push(time)
    })
    return [...byRoom].map(([room, times]) => ({ room, times }))
  }

  /** Whether anything of the room is on this device. */
  async holds(room: RoomName): Promise<boolean> {
    return (await this.#db.lastSeq(room)) > 0
  }

  /** Whether the copy holds refused edits and must be made anew before it may sync. */
  async mustRebuild(room: RoomName): Promise<boolean> {
    return (await this.#db.rooms.get(room))?.mustRebuild === true
  }

  /**
   * Sets a room's outbox aside as a rescue, in one transaction: nothing is ever in neither place. The copy is marked to
   * be made anew, since the refused edits are still in it. [C6]
   * @param code one of REFUSALS: why the server did not take them
   * @param unstored edits that never reached the outbox
   */
  async moveToRescue(
    room: RoomName,
    { code, unstored }: { readonly code: number; readonly unstored: readonly Uint8Array[] },
  ): Promise<void> {
    const { outbox, rescue, rooms } = this.#db
    await this.#db.transaction('rw', outbox, rescue, rooms, async () => {
      await rooms.put({ room, mustRebuild: true })
      await this.#addRescue(room, code, [
        ...(await this.#db.rowsOf(outbox, room).toArray()),
        ...asEdits(unstored),
      ])
      await this.#db.rowsOf(outbox, room).delete()
    })
    this.tabs.tell({ told: 'rescued' })
  }

  /**
   * Puts the server's state in the place of a room's copy, and sets aside those edits it does not hold, in one
   * transaction. [C6]
   * @param state Yjs v1 update: the server's whole room
   */
  async rebuild(
    room: RoomName,
    options: {
      readonly state: Uint8Array
      readonly code: number
      readonly unstored: readonly Uint8Array[]
    },
  ): Promise<void> {
    const { state, code, unstored } = options
    const { updates, outbox, rescue, rooms } = this.#db
    await this.#db.transaction('rw', updates, outbox, rescue, rooms, async () => {
      const edits = [...(await this.#db.rowsOf(outbox, room).toArray()), ...asEdits(unstored)]
      await this.#addRescue(room, code, notHeldBy(state, edits))
      await this.#db.rowsOf(outbox, room).delete()
      const last = await this.#db.lastSeq(room)
      await this.#db.rowsOf(updates, room).delete()
      await updates.add({ room, seq: last + 1, update: state })
      await rooms.delete(room)
    })
    this.tabs.tell({ told: 'rebuilt', room })
    this.tabs.tell({ told: 'rescued' })
  }

  /** Sets one edit aside that came while the copy was being made anew. */
  async rescueLate(room: RoomName, code: number, update: Uint8Array): Promise<void> {
    await this.#addRescue(room, code, asEdits([update]))
    this.tabs.tell({ told: 'rescued' })
  }

  async #addRescue(room: RoomName, code: number, edits: readonly Edit[]): Promise<void> {
    if (edits.length === 0) return
    const time = this.#timers.now()
    const since = edits[0]?.time ?? time
    const updates = edits.map(({ update }) => update)
    await this.#db.rescue.add({ id: nanoid(), room, time, since, code, updates })
  }

  /** Refused edits in one workspace, newest first. */
  async rescues(workspaceId: WorkspaceId): Promise<Rescue[]> {
    const rows = await this.#db.rescue.where('room').startsWith(`${workspaceId}/`).toArray()
    return rows.map(rescueOf).sort((a, b) => b.time - a.time)
  }

  /** The updates of a rescue, for taking them in again; null when it was thrown away meanwhile. */
  async rescuedUpdates(id: string): Promise<readonly Uint8Array[] | null> {
    return (await this.#db.rescue.get(id))?.updates ?? null
  }

  /** Throws a rescue away, for good. */
  async discardRescue(id: string): Promise<void> {
    await this.#db.rescue.delete(id)
    this.tabs.tell({ told: 'rescued' })
  }

  /** What a rescue bundle holds of one workspace: refused and waiting edits, as stored. */
  async bundleRooms(workspaceId: WorkspaceId): Promise<BundleRoom[]> {
    const rescues = await this.#db.rescue.where('room').startsWith(`${workspaceId}/`).toArray()
    const refused = rescues.map(({ room, code, since, updates }): BundleRoom => {
      return { room, state: 'refused', code, since, updates }
    })
    const byRoom = new Map<RoomName, OutboxRow[]>()
    await this.#db.outboxOf(workspaceId).each((row) => {
      const rows = byRoom.get(row.room)
      if (rows === undefined) byRoom.set(row.room, [row])
      else rows.push(row)
    })
    const waiting = [...byRoom].map(([room, rows]): BundleRoom => {
      const since = rows.reduce((least, { time }) => Math.min(least, time), Infinity)
      return { room, state: 'waiting', code: null, since, updates: rows.map(({ update }) => update) }
    })
    return [...refused, ...waiting]
  }

  /** The dated copy of the directory, unparsed; null when there is none. */
  async directory(
    workspaceId: WorkspaceId,
  ): Promise<{ readonly directory: unknown; readonly asOf: Millis } | null> {
    return (await this.#db.directory.get(workspaceId)) ?? null
  }

  async keepDirectory(workspaceId: WorkspaceId, directory: unknown, asOf: Millis): Promise<void> {
    await this.#db.directory.put({ workspaceId, directory, asOf })
  }

  /** Versions asked for that wait for the server, oldest first. */
  async versionRequests(workspaceId: WorkspaceId): Promise<VersionRequestRow[]> {
    const rows = await this.#db.versionRequests.where('workspaceId').equals(workspaceId).toArray()
    return rows.sort((a, b) => a.time - b.time)
  }

  async keepVersionRequest(row: VersionRequestRow): Promise<void> {
    await this.#db.versionRequests.put(row)
    this.tabs.tell({ told: 'versions' })
  }

  async dropVersionRequest(requestId: string): Promise<void> {
    await this.#db.versionRequests.delete(requestId)
    this.tabs.tell({ told: 'versions' })
  }

  /** Finishes what is being written, then closes the database and the tabs' channel. */
  async close(): Promise<void> {
    // A room that cannot write has said so long before; the others are given the time they need.
    await Promise.allSettled(this.#rooms.map((room) => room.whenStored()))
    this.tabs.close()
    this.#db.close()
  }
}

/** An edit on its way to a rescue; without a time it is of now. */
interface Edit {
  readonly update: Uint8Array
  readonly time?: Millis
}

function asEdits(updates: readonly Uint8Array[]): Edit[] {
  return updates.map((update) => ({ update }))
}

/** Opens the copy of one account on this device. */
export function openReplica(accountId: string, timers: Timers = browserTimers): Replica {
  return new Replica(accountId, timers)
}

/** What the browser says of keeping the copy: `kept` for good, `temporary` as long as there is room. */
export async function askToPersist(): Promise<'kept' | 'temporary' | 'unknown'> {
  if (!('storage' in navigator) || typeof navigator.storage.persist !== 'function') return 'unknown'
  return (await navigator.storage.persist()) ? 'kept' : 'temporary'
}
