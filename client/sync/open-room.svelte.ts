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

/** Pause before making a copy anew is tried again after this device could not store it, in milliseconds. */
const REBUILD_AGAIN_MS = 5_000

/** How long a replaced document still listens, in milliseconds: screens need a frame to let go of it. */
const LET_GO_AFTER_MS = 1_000

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
  /** Edits that neither the disk nor a rescue has yet. */
  #unstored: readonly Uint8Array[] = []
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
    const replica = await options.replica.load(options.room, {
      onChange: () => {
        ties.room?.offerOthers()
        options.onChange()
      },
      isRemote: (origin) => origin === ties.room?.provider,
    })
    const room = new SharedRoom(options, replica)
    ties.room = room
    // Without storage there is no copy that could hold refused edits.
    if (replica.failure === null && (await options.replica.mustRebuild(options.room)))
      room.#startRebuild(REFUSALS.notAllowed)
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
    if (this.#mustRebuild) this.#startRebuild(REFUSALS.notAllowed)
    else this.#tied.link.connect()
  }

  #tie(replica: ReplicaRoom): Tied {
    const { wire, timers } = this.#options
    const awareness = new Awareness(replica.doc)
    // A first state has clock 0, and y-protocols ignores that of anybody not yet known: a reader would stay unseen for
    // the 15 s until it is renewed.
    awareness.setLocalState({})
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
    if (this.#rebuilding === null) this.#startRebuild(code)
  }

  #startRebuild(code: number): void {
    this.#isRebuilding = true
    this.#tied.link.destroy()
    this.#rebuilding = this.#rebuild(code)
      .catch((cause: unknown) => this.#tryAgain(code, cause))
      .finally(() => {
        this.#rebuilding = null
        this.#isRebuilding = false
        this.#options.onRescue()
      })
  }

  /** Neither edit nor copy is lost: the edits stay where they are, and all of it is tried again. */
  #tryAgain(code: number, cause: unknown): void {
    console.warn('refused edits could not be set aside yet', this.room, cause)
    this.#options.timers.after(REBUILD_AGAIN_MS, () => {
      if (!this.#isDestroyed && this.#rebuilding === null) this.#startRebuild(code)
    })
  }

  /** The server's state first: an edit it holds is no rescue, even if its acknowledgement was lost on the way. [C6] */
  async #rebuild(code: number): Promise<void> {
    const { wire, replica, timers } = this.#options
    const { room } = this
    const fetched = await fetchRoom({ wire, room, schemaNumber: READS_SCHEMA, timers })
    if (this.#isDestroyed) return
    const before = this.#tied.replica
    await this.#freeze(before, code)
    const unstored = this.#unstored
    if (fetched.ok) await replica.rebuild(room, { state: fetched.state, code, unstored })
    else await replica.moveToRescue(room, { code, unstored })
    this.#unstored = this.#unstored.slice(unstored.length)
    before.outbox.remove(before.outbox.entries)
    if (fetched.ok) return this.#swap(before)
    // Without rights there is no state to be had: the copy stays, to be read, and is made anew another time.
    this.#access = fetched.access
    this.#mustRebuild = true
  }

  /** From here on, what somebody types into the old document is set aside as it comes, never dropped. */
  async #freeze(before: ReplicaRoom, code: number): Promise<void> {
    await before.whenStored()
    if (before.isFrozen) return
    this.#unstored = [...this.#unstored, ...before.freeze()]
    before.followLocal((update, entry) => {
      before.outbox.remove([entry])
      this.#options.replica.rescueLate(this.room, code, update).then(this.#options.onRescue, (cause) => {
        this.#unstored = [...this.#unstored, update]
        this.#tryAgain(code, cause)
      })
    })
  }

  /** Another tab made the copy anew: this one opens it again, as another document. */
  async reload(): Promise<void> {
    if (this.#isDestroyed || this.#rebuilding !== null) return
    const before = this.#tied.replica
    try {
      await this.#freeze(before, REFUSALS.notAllowed)
      await this.#swap(before)
    } catch (cause) {
      this.#tryAgain(REFUSALS.notAllowed, cause)
    }
  }

  async #swap(before: ReplicaRoom): Promise<void> {
    const { link, awareness } = this.#tied
    const replica = await this.#options.replica.load(this.room, {
      onChange: () => {
        this.offerOthers()
        this.#options.onChange()
      },
      isRemote: (origin) => origin === this.provider,
    })
    link.destroy()
    this.#synced = false
    this.#mustRebuild = false
    this.#tied = this.#tie(replica)
    this.#tied.link.connect()
    // Screens let go of the old document when they draw next.
    this.#options.timers.after(LET_GO_AFTER_MS, () => {
      awareness.destroy()
      before.destroy()
    })
  }

  destroy(): void {
    this.#isDestroyed = true
    this.#tied.link.destroy()
    this.#tied.awareness.destroy()
    this.#tied.replica.destroy()
  }
}
