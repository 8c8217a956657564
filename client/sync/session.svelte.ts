import { nanoid } from 'nanoid'
import * as v from 'valibot'
import * as Y from 'yjs'
import type { DocumentId, Millis, WorkspaceId } from '../../schemas/ids.ts'
import { parseRoomName, partRoom, type RoomName } from '../../schemas/protocol/room-name.ts'
import type { Me, TakeVersionRequest } from '../../schemas/protocol/api.ts'
import { Directory } from '../../schemas/workspace/directory.ts'
import { askToPersist, type Replica, type WaitingRoom } from '../replica/replica.ts'
import { rescueBundle, type BundleRoom, type Rescue } from '../replica/rescue.ts'
import { browserTimers, type Timers } from '../replica/timers.ts'
import type { Answered } from './api.ts'
import { SharedRoom } from './open-room.svelte.ts'
import type { RoomAccess } from './room-link.ts'
import { countEdits, saveStateOf, type SaveState } from './save-state.ts'
import { holdUploadLock } from './upload-lock.ts'
import { VersionQueue, type AskedVersion, type VersionApi, type WaitingVersion } from './version-queue.ts'
import { Wire, type WireState } from './wire.ts'

/** What of the server a session needs besides the socket (client/sync/api.ts). */
export interface SessionApi extends VersionApi {
  me(): Promise<Answered<Me>>
  directory(workspace: WorkspaceId): Promise<Answered<Directory>>
}

/** A room somebody works in. Reads are reactive; `doc` may be replaced after a refusal. Call `release` when done. */
export interface OpenRoom {
  readonly room: RoomName
  /** Loaded from this device. */
  readonly doc: Y.Doc
  readonly awareness: SharedRoom['awareness']
  readonly access: RoomAccess
  readonly synced: boolean
  /** The copy is being made anew after a refusal: read only meanwhile. */
  readonly isRebuilding: boolean
  /** Resolves when everything written so far is on this device. */
  readonly whenStored: () => Promise<void>
  readonly release: () => void
}

/** Edits of one room that are only on this device. */
export interface UnsentRoom {
  readonly room: RoomName
  readonly updates: number
  /** How many edits (处) a person would say these are. */
  readonly edits: number
  readonly since: Millis
  /** In this page's memory only, not even on the device. */
  readonly inMemory: number
}

export interface DatedDirectory {
  readonly directory: Directory
  readonly asOf: Millis
}

interface Held {
  readonly opening: Promise<SharedRoom>
  holders: number
}

interface SessionOptions {
  readonly workspaceId: WorkspaceId
  readonly replica: Replica
  readonly api: SessionApi
  /** `ws:` or `wss:` address of `GET /sync`. */
  readonly url: string
  readonly timers?: Timers
}

/** Longest delay of the save state while edits wait anyway, in milliseconds: a person types a dozen in that time. */
const LOOK_EVERY_MS = 100

/** Pause before versions that the server could not take yet are asked for again, in milliseconds. */
const VERSIONS_EVERY_MS = 5_000

/** Rooms opened at once only to upload what waits for them: each is a whole document in memory. */
const UPLOADS_AT_ONCE = 16

/** Where waiting edits cannot go up however long the room stays open. */
const CANNOT_SEND: ReadonlySet<RoomAccess> = new Set(['denied', 'read-schema-too-old'])

/** How often the directory is asked for while online, in milliseconds; the server closes rooms by itself in between. */
const DIRECTORY_EVERY_MS = 60_000

/**
 * One workspace on this device and its one socket: opens rooms, knows truthfully what is where, and brings what earlier
 * tabs left behind to the server.
 */
export class WorkspaceSession {
  readonly workspaceId: WorkspaceId
  readonly #replica: Replica
  readonly #api: SessionApi
  readonly #timers: Timers
  readonly #wire: Wire
  readonly #versions: VersionQueue
  readonly #held = new Map<RoomName, Held>()
  readonly #open = new Map<RoomName, SharedRoom>()
  #connection: WireState = $state('offline')
  #saveState: SaveState = $state.raw({ at: 'device', count: 0, since: null, offline: true })
  #unsent: readonly UnsentRoom[] = $state.raw([])
  #rescues: readonly Rescue[] = $state.raw([])
  #directory: DatedDirectory | null = $state.raw(null)
  #waitingVersions: readonly WaitingVersion[] = $state.raw([])
  /** Rooms with stored edits that no document here holds, as of the last look. */
  #elsewhere: readonly WaitingRoom[] = []
  /** Rooms of these that were opened for uploading in this connection. */
  readonly #offered = new Set<RoomName>()
  #hasAskedToKeep = false
  #isLooking = false
  #mustLookAgain = false
  #mustLookAround = false
  #isUploading = false
  #isStopped = false
  #isSending = false
  #stopRefreshing: (() => void) | null = null

  constructor({ workspaceId, replica, api, url, timers = browserTimers }: SessionOptions) {
    this.workspaceId = workspaceId
    this.#replica = replica
    this.#api = api
    this.#timers = timers
    this.#wire = new Wire({
      url,
      timers,
      whoIsThere: () => this.#whoIsThere(),
      onState: (state) => this.#connectionChanged(state),
    })
    this.#versions = new VersionQueue({ replica, workspaceId, api, timers })
  }

  /** Reads what the device knows, then connects. Returns how to stop. */
  start(): () => void {
    this.#isStopped = false
    const stopWire = this.#wire.start()
    const stopTabs = this.#replica.tabs.listen((message) => {
      if (message.told === 'rebuilt') void this.#open.get(message.room)?.reload()
      if (message.told !== 'stored' || !this.#open.has(message.room)) this.#lookAround()
    })
    const lock = `heshu-upload-${this.#replica.accountId}-${this.workspaceId}`
    const release = holdUploadLock(lock, () => {
      this.#isUploading = true
      this.#look()
    })
    addEventListener('beforeunload', this.#warnOfLeaving)
    void this.#readDirectory()
    this.#lookAround()
    return () => {
      this.#isStopped = true
      removeEventListener('beforeunload', this.#warnOfLeaving)
      stopTabs()
      release()
      stopWire()
      for (const room of this.#open.values()) room.destroy()
      this.#open.clear()
      this.#held.clear()
    }
  }

  /** The browser asks before a page is closed that alone holds somebody's edits. */
  readonly #warnOfLeaving = (event: BeforeUnloadEvent): void => {
    if (this.#saveState.at === 'memory') event.preventDefault()
  }

  get connection(): WireState {
    return this.#connection
  }

  get saveState(): SaveState {
    return this.#saveState
  }

  /** Rooms with edits that are only on this device. */
  get unsent(): readonly UnsentRoom[] {
    return this.#unsent
  }

  get rescues(): readonly Rescue[] {
    return this.#rescues
  }

  get directory(): DatedDirectory | null {
    return this.#directory
  }

  /** Versions that were asked for and wait for the server. */
  get waitingVersions(): readonly WaitingVersion[] {
    return this.#waitingVersions
  }

  async #whoIsThere(): Promise<'this-account' | 'nobody' | 'unreachable'> {
    const me = await this.#api.me()
    if (!me.ok) return me.code === 'sign-in' ? 'nobody' : 'unreachable'
    return me.value.account?.id === this.#replica.accountId ? 'this-account' : 'nobody'
  }

  /** Connects now: after signing in, or when a person asks to try again. */
  connectNow(): void {
    this.#wire.connectNow()
    for (const room of this.#open.values()) room.revisit()
  }

  /** Opens a room from this device. @throws what the browser throws when its copy cannot be read */
  async open(room: RoomName): Promise<OpenRoom> {
    const held = this.#held.get(room) ?? this.#hold(room)
    held.holders += 1
    try {
      const shared = await held.opening
      return this.#handle(shared)
    } catch (cause) {
      this.#release(room)
      throw cause
    }
  }

  #hold(room: RoomName): Held {
    const opening = SharedRoom.open({
      room,
      replica: this.#replica,
      wire: this.#wire,
      timers: this.#timers,
      onChange: () => this.#look(),
      onRescue: () => this.#lookAround(),
    })
    const held: Held = { opening, holders: 0 }
    this.#held.set(room, held)
    opening.then(
      (shared) => {
        if (this.#held.get(room) === held) this.#open.set(room, shared)
        else shared.destroy()
        this.#lookAround()
      },
      () => this.#held.delete(room),
    )
    return held
  }

  #handle(shared: SharedRoom): OpenRoom {
    let isReleased = false
    return {
      room: shared.room,
      get doc() {
        return shared.doc
      },
      get awareness() {
        return shared.awareness
      },
      get access() {
        return shared.access
      },
      get synced() {
        return shared.synced
      },
      get isRebuilding() {
        return shared.isRebuilding
      },
      whenStored: () => shared.replica.whenStored(),
      release: () => {
        if (isReleased) return
        isReleased = true
        this.#release(shared.room)
      },
    }
  }

  #release(room: RoomName): void {
    const held = this.#held.get(room)
    if (held === undefined) return
    held.holders -= 1
    this.#closeIfIdle(room, held)
  }

  /** A room with edits on their way stays until they are at the server, or until the network is gone. */
  #closeIfIdle(room: RoomName, held: Held): void {
    const shared = this.#open.get(room)
    if (held.holders > 0 || shared === undefined) return
    const isBusy =
      shared.replica.outbox.size > 0 && this.#connection === 'online' && !CANNOT_SEND.has(shared.access)
    if (isBusy || shared.replica.unstored > 0 || shared.isRebuilding) return
    this.#open.delete(room)
    this.#held.delete(room)
    if (shared.replica.outbox.size === 0) this.#offered.delete(room)
    shared.destroy()
    this.#lookAround()
  }

  /** Looks at what the device's database holds besides the open rooms, too. */
  #lookAround(): void {
    this.#mustLookAround = true
    this.#look()
  }

  /** Looks at what is where, once for all changes of one task. */
  #look(): void {
    this.#mustLookAgain = true
    // What was at the server and is not any more is said at once; counting more of the same can wait for a pause. [C10]
    if (this.#saveState.at === 'server') queueMicrotask(() => this.#decide())
    if (this.#isLooking || this.#isStopped) return
    this.#isLooking = true
    this.#timers.after(LOOK_EVERY_MS, () => void this.#lookNow())
  }

  async #lookNow(): Promise<void> {
    this.#mustLookAgain = false
    this.#decide()
    if (this.#mustLookAround) {
      this.#mustLookAround = false
      try {
        await this.#lookElsewhere()
      } catch (cause) {
        // The device's database does not answer: each open room says so itself, as a failure to store.
        console.warn('the device could not be asked what waits', cause)
      }
      this.#decide()
    }
    this.#isLooking = false
    this.#act()
    if (this.#mustLookAgain) this.#look()
  }

  async #lookElsewhere(): Promise<void> {
    const waiting = await this.#replica.waiting(this.workspaceId)
    this.#elsewhere = waiting.filter(({ room }) => !this.#open.has(room))
    this.#rescues = await this.#replica.rescues(this.workspaceId)
    this.#waitingVersions = await this.#versions.waiting()
  }

  #decide(): void {
    const open = [...this.#open.values()].map(({ room, replica }) => ({
      room,
      times: replica.outbox.entries.map(({ time }) => time),
      inMemory: replica.unstored,
      failure: replica.failure,
    }))
    const waiting = [...open, ...this.#elsewhere.map((each) => ({ ...each, inMemory: 0, failure: null }))]
    this.#unsent = waiting
      .filter(({ times }) => times.length > 0)
      .map(({ room, times, inMemory }) => ({
        room,
        updates: times.length,
        edits: countEdits(times),
        since: times.reduce((a, b) => Math.min(a, b)),
        inMemory,
      }))
    this.#saveState = saveStateOf({
      inMemory: waiting.reduce((sum, { inMemory }) => sum + inMemory, 0),
      cause: open.find(({ failure }) => failure !== null)?.failure ?? null,
      waiting,
      rescues: this.#rescues.length,
      isOnline: this.#connection === 'online',
    })
  }

  /** What follows from how things stand: idle rooms close, left-over edits go up, waiting versions are sent. */
  #act(): void {
    for (const [room, held] of this.#held) this.#closeIfIdle(room, held)
    if (this.#connection !== 'online') this.#askToKeep()
    if (this.#connection !== 'online' || this.#isStopped) return
    if (this.#isUploading) this.#uploadSome()
    if (this.#waitingVersions.some(({ refused }) => refused === null)) void this.#sendVersions()
  }

  /** When edits are first on this device alone, the browser is asked not to throw its databases away. */
  #askToKeep(): void {
    if (this.#hasAskedToKeep || this.#unsent.length === 0) return
    this.#hasAskedToKeep = true
    askToPersist().catch((cause: unknown) =>
      console.warn('the browser does not say whether it keeps data', cause),
    )
  }

  /** Rooms that cannot send now are offered once a connection; the others, until their edits have arrived. */
  #uploadSome(): void {
    let underWay = 0
    for (const { holders } of this.#held.values()) if (holders === 0) underWay++
    for (const { room } of this.#elsewhere) {
      if (underWay >= UPLOADS_AT_ONCE) return
      if (this.#held.has(room) || this.#offered.has(room)) continue
      this.#offered.add(room)
      underWay++
      void this.#upload(room)
    }
  }

  /** Opens a room whose edits an earlier tab left behind; it closes by itself when they have arrived. */
  async #upload(room: RoomName): Promise<void> {
    try {
      const opened = await this.open(room)
      opened.release()
    } catch (cause) {
      console.warn('edits left on this device could not be read', room, cause)
    }
  }

  async #sendVersions(): Promise<void> {
    if (this.#isSending) return
    this.#isSending = true
    const answers = await this.#versions
      .sendWaiting((document) => this.#isUploaded(document))
      .catch((cause: unknown) => {
        console.warn('waiting versions could not be read', cause)
        return []
      })
    if (answers.some((answer) => !('waits' in answer))) this.#lookAround()
    // One that still waits is asked for again after a pause, not at each key.
    const pauseMs = answers.length === 0 ? 0 : VERSIONS_EVERY_MS
    this.#timers.after(pauseMs, () => {
      this.#isSending = false
      if (answers.length > 0) this.#look()
    })
  }

  /** Gives up a version that waits, or that was refused. */
  async dropVersion(requestId: string): Promise<void> {
    await this.#replica.dropVersionRequest(requestId)
    this.#lookAround()
  }

  #isUploaded(document: DocumentId): boolean {
    return this.#unsent.every(({ room }) => {
      const place = parseRoomName(room)
      return place === null || place.room === 'index' || place.documentId !== document
    })
  }

  /** Asks for a version of the document as this person sees it now: at once, or when the server is back. */
  async takeVersion(
    documentId: DocumentId,
    wish: { readonly label: string; readonly reason: TakeVersionRequest['reason'] },
  ): Promise<AskedVersion> {
    const body = await this.open(partRoom(this.workspaceId, documentId, 'body'))
    try {
      await body.whenStored()
      const states = new Map([['body', Y.encodeStateAsUpdate(body.doc)]])
      const maySend = this.#connection === 'online' && this.#isUploaded(documentId)
      return await this.#versions.ask(documentId, wish, states, maySend)
    } finally {
      body.release()
      this.#lookAround()
    }
  }

  async #readDirectory(): Promise<void> {
    const kept = await this.#replica.directory(this.workspaceId)
    const directory = v.safeParse(Directory, kept?.directory)
    if (kept !== null && directory.success)
      this.#directory ??= { directory: directory.output, asOf: kept.asOf }
  }

  /** Asks the server who is in the workspace; the dated copy stands while it does not answer. */
  async refreshDirectory(): Promise<void> {
    const answer = await this.#api.directory(this.workspaceId)
    if (!answer.ok) return
    const before = this.#directory?.directory.revision
    const asOf = this.#timers.now()
    this.#directory = { directory: answer.value, asOf }
    await this.#replica.keepDirectory(this.workspaceId, answer.value, asOf)
    if (before !== answer.value.revision) for (const room of this.#open.values()) room.revisit()
  }

  #connectionChanged(state: WireState): void {
    this.#connection = state
    this.#stopRefreshing?.()
    this.#stopRefreshing = null
    if (state === 'online') {
      this.#offered.clear()
      this.#refreshRegularly()
      for (const room of this.#open.values()) room.revisit()
    }
    this.#decide()
    this.#look()
  }

  #refreshRegularly(): void {
    void this.refreshDirectory()
    this.#stopRefreshing = this.#timers.after(DIRECTORY_EVERY_MS, () => {
      if (this.#connection === 'online') this.#refreshRegularly()
    })
  }

  /** A file with every edit of this workspace that is only here: refused, waiting, and in memory. */
  async rescueBundle(): Promise<Blob> {
    const stored = await this.#replica.bundleRooms(this.workspaceId).catch((cause: unknown): BundleRoom[] => {
      console.warn('the device could not be read for the bundle; what is in memory is in it', cause)
      return []
    })
    const known = new Set(stored.filter(({ state }) => state === 'waiting').map(({ room }) => room))
    const inMemory = [...this.#open.values()].flatMap(({ room, replica, doc }): BundleRoom[] => {
      const first = replica.outbox.entries[0]
      if (first === undefined || (known.has(room) && replica.unstored === 0)) return []
      const updates = [Y.encodeStateAsUpdate(doc)]
      return [{ room, state: 'waiting', code: null, since: first.time, updates }]
    })
    const text = rescueBundle(this.#replica.accountId, this.#timers.now(), [...stored, ...inMemory])
    return new Blob([text], { type: 'application/json' })
  }

  /** Takes refused edits in again, as this person's edits of now. False when the rescue is gone. */
  async resubmit(id: string): Promise<boolean> {
    const rescue = this.#rescues.find((each) => each.id === id)
    const updates = await this.#replica.rescuedUpdates(id)
    if (rescue === undefined || updates === null) return false
    const room = await this.open(rescue.room)
    try {
      Y.transact(room.doc, () => {
        for (const update of updates) Y.applyUpdate(room.doc, update, `resubmit-${nanoid()}`)
      })
      await room.whenStored()
    } finally {
      room.release()
    }
    await this.#replica.discardRescue(id)
    this.#lookAround()
    return true
  }

  /** Throws refused edits away, for good. */
  async discardRescue(id: string): Promise<void> {
    await this.#replica.discardRescue(id)
    this.#lookAround()
  }
}
