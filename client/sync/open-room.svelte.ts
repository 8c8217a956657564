import { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { REFUSALS } from '../../schemas/protocol/errors.ts'
import type { RoomName } from '../../schemas/protocol/room-name.ts'
import { READS_SCHEMA } from '../../schemas/protocol/schema-number.ts'
import type { Replica } from '../replica/replica.ts'
import type { ReplicaRoom } from '../replica/replica-room.ts'
import type { Timers } from '../replica/timers.ts'
import { fetchRoom } from './fetch-room.ts'
import { RoomLink, type RoomAccess } from './room-link.ts'
import type { Wire } from './wire.ts'

interface RoomOptions {
  readonly room: RoomName
  readonly replica: Replica
  readonly wire: Wire
  readonly timers: Timers
  /** Called after every change of what is stored, waiting, failing or refused. */
  readonly onChange: () => void
  /** Called when edits were set aside, or a copy was made anew. */
  readonly onRescue: () => void
}

/** A room as one document and its ties: to this device's log, and to the server. Made anew as a whole after a refusal. */
interface Tied {
  readonly replica: ReplicaRoom
  readonly link: RoomLink
  readonly awareness: Awareness
}

/**
 * One room that somebody looks at, or that is being uploaded. Its `doc` is loaded from this device; when the server has
 * refused edits, `doc` is replaced by one with the server's state, and screens follow by reading it reactively.
 */
export class SharedRoom {
  readonly room: RoomName
  readonly #options: RoomOptions
  #tied: Tied
  #mustRebuild = false
  #access: RoomAccess = $state('unknown')
  #synced = $state(false)
  #isNewer = $state(false)
  #isRebuilding = $state(false)
  #isDestroyed = false
  #rebuilding: Promise<void> | null = null

  private constructor(options: RoomOptions, replica: ReplicaRoom) {
    this.room = options.room
    this.#options = options
    this.#tied = $state.raw(this.#tie(replica))
  }

  /** Loads a room from this device and begins to sync it. @throws what the browser throws when it cannot be read */
  static async open(options: RoomOptions): Promise<SharedRoom> {
    const ties: { room: SharedRoom | null } = { room: null }
    const mustRebuild = await options.replica.mustRebuild(options.room)
    const replica = await options.replica.load(options.room, {
      onChange: () => {
        ties.room?.offerOthers()
        options.onChange()
      },
      isRemote: (origin) => origin === ties.room?.provider,
    })
    const room = new SharedRoom(options, replica)
    ties.room = room
    if (mustRebuild) room.#startRebuild()
    else room.#tied.link.connect()
    return room
  }

  get doc(): Y.Doc {
    return this.#tied.replica.doc
  }

  get awareness(): Awareness {
    return this.#tied.awareness
  }

  get access(): RoomAccess {
    return this.#isNewer ? 'read-schema-too-old' : this.#access
  }

  /** Whether everything the server had when last asked is here. */
  get synced(): boolean {
    return this.#synced
  }

  /** The copy is being made anew from the server's state; nothing may be written meanwhile. */
  get isRebuilding(): boolean {
    return this.#isRebuilding
  }

  get replica(): ReplicaRoom {
    return this.#tied.replica
  }

  get provider(): unknown {
    return this.#tied.link.provider
  }

  /** Brings edits of other tabs to the server that those do not. */
  offerOthers(): void {
    this.#tied.link.offerOthers()
  }

  /** Asks at the door again, after rights may have changed. */
  revisit(): void {
    if (this.#rebuilding !== null) return
    if (this.#mustRebuild) this.#startRebuild()
    else this.#tied.link.connect()
  }

  #tie(replica: ReplicaRoom): Tied {
    const { wire, timers } = this.#options
    const awareness = new Awareness(replica.doc)
    const listener = {
      accessChanged: (access: RoomAccess) => {
        this.#access = access
        this.#options.onChange()
      },
      syncedChanged: (synced: boolean) => {
        this.#synced = synced
        this.#options.onChange()
      },
      editsRefused: (code: number) => this.#refused(code),
    }
    const link = new RoomLink({ wire, replica, awareness, timers, schemaNumber: READS_SCHEMA, listener })
    // Before any observer sees newer content: an editor of an older version must be gone by then (facts.md §5).
    replica.doc.on('beforeObserverCalls', () => this.#checkSchema(replica.doc))
    this.#checkSchema(replica.doc)
    return { replica, link, awareness }
  }

  #checkSchema(doc: Y.Doc): void {
    const number = doc.getMap('meta').get('schema')
    if (typeof number === 'number' && number > READS_SCHEMA) this.#isNewer = true
  }

  #refused(code: number): void {
    const { replica } = this.#options
    if (this.#rebuilding !== null) return
    this.#isRebuilding = true
    this.#rebuilding = replica
      .moveToRescue(this.#tied.replica, code)
      .then(() => this.#rebuild())
      .catch((cause: unknown) => this.#rebuildFailed(cause))
      .finally(() => {
        this.#rebuilding = null
        this.#options.onRescue()
      })
  }

  #startRebuild(): void {
    this.#isRebuilding = true
    this.#rebuilding = this.#rebuild()
      .catch((cause: unknown) => this.#rebuildFailed(cause))
      .finally(() => {
        this.#rebuilding = null
        this.#options.onRescue()
      })
  }

  /** Without rights there is no server state to be had: the copy stays, to be read, and is made anew another time. */
  #rebuildFailed(cause: unknown): void {
    console.warn('a copy could not be made anew yet', this.room, cause)
    this.#isRebuilding = false
  }

  async #rebuild(): Promise<void> {
    const { wire, replica, timers } = this.#options
    this.#mustRebuild = true
    this.#tied.link.destroy()
    const fetched = await fetchRoom({ wire, room: this.room, schemaNumber: READS_SCHEMA, timers })
    if (!fetched.ok) {
      this.#access = fetched.access
      throw new Error(`the server gave no state: ${fetched.access}`)
    }
    // Words typed while the server was asked are set aside too, never dropped.
    if (this.#tied.replica.outbox.size > 0)
      await replica.moveToRescue(this.#tied.replica, REFUSALS.notAllowed)
    await replica.rebuild(this.room, fetched.state)
    await this.reload()
  }

  /** Opens the device's copy again, as another document: it was made anew, here or in another tab. */
  async reload(): Promise<void> {
    if (this.#isDestroyed) return
    const before = this.#tied
    const replica = await this.#options.replica.load(this.room, {
      onChange: () => {
        this.offerOthers()
        this.#options.onChange()
      },
      isRemote: (origin) => origin === this.provider,
    })
    before.link.destroy()
    before.awareness.destroy()
    this.#synced = false
    this.#tied = this.#tie(replica)
    this.#isRebuilding = false
    this.#mustRebuild = false
    before.replica.destroy()
    this.#tied.link.connect()
  }

  destroy(): void {
    this.#isDestroyed = true
    this.#tied.link.destroy()
    this.#tied.awareness.destroy()
    this.#tied.replica.destroy()
  }
}
