import { untrack } from 'svelte'
import * as v from 'valibot'
import {
  DocumentId,
  FolderId,
  type Millis,
  type MemberId,
  type UnitId,
  type WorkspaceId,
} from '../../schemas/ids.ts'
import type { KindName } from '../../schemas/kind.ts'
import { indexRoom, partRoom } from '../../schemas/protocol/room-name.ts'
import type { Directory, Member, Status } from '../../schemas/workspace/directory.ts'
import {
  addDocument,
  addFolder,
  renameDocument,
  type Index,
  type IndexDocument,
} from '../../schemas/workspace/index-room.ts'
import { isFrozen, mayChangeDirectory, roomRight } from '../../schemas/workspace/rights.ts'
import type { OpenRoom, WorkspaceSession } from '../sync/session.svelte.ts'
import type { Account, WorkspaceEntry } from './account.svelte.ts'
import { unsentByDocument, type UnsentDocument } from './documents/unsent.ts'
import { LiveIndex } from './live-index.svelte.ts'
import { RecentDocuments } from './recent.svelte.ts'
import type { Connection } from './shell/connection-state.ts'
import { ON_ITS_WAY_MS } from './shell/save-view.ts'
import { newId } from './new-id.ts'

/**
 * `absent`: never downloaded to this device, and the server is not there. `denied`: the server does not let this member
 * in. `failed`: the device's own copy could not be read.
 */
export type IndexState = 'loading' | 'ready' | 'absent' | 'denied' | 'failed'

/** One workspace as its screens see it: what it lists, who is in it, and what this person may do. */
export class Workspace {
  readonly id: WorkspaceId
  readonly account: Account
  readonly session: WorkspaceSession
  readonly recent: RecentDocuments
  readonly #entry: WorkspaceEntry
  readonly #live = new LiveIndex()
  #room: OpenRoom | null = $state.raw(null)
  #failed = $state(false)

  constructor(entry: WorkspaceEntry, account: Account, session: WorkspaceSession) {
    this.id = entry.id
    this.#entry = entry
    this.account = account
    this.session = session
    this.recent = new RecentDocuments(entry.id)
  }

  /** Opens the index room. Call the returned function to let it go. */
  start(): () => void {
    let isOver = false
    this.session
      .open(indexRoom(this.id))
      .then((room) => {
        if (isOver) room.release()
        else this.#room = room
      })
      .catch((cause: unknown) => {
        console.error('the index room could not be opened', cause)
        this.#failed = true
      })
    return () => {
      isOver = true
      this.#room?.release()
      this.#room = null
    }
  }

  /** Follows the index room's document, which is another one after a refusal. For an effect: reads it reactively. */
  followIndex(): (() => void) | undefined {
    const doc = this.#room?.doc
    return doc === undefined ? undefined : untrack(() => this.#live.follow(doc))
  }

  get name(): string {
    return this.directory?.workspace.name ?? this.#entry.name
  }

  get index(): Index {
    return this.#live.current
  }

  get indexState(): IndexState {
    if (this.#failed) return 'failed'
    const room = this.#room
    if (room === null) return 'loading'
    // Whatever the device holds is shown, however old; only nothing needs an explanation.
    const holdsSomething = this.index.documents.length > 0 || this.index.folders.length > 0
    if (holdsSomething || room.synced) return 'ready'
    if (room.access === 'denied') return 'denied'
    return this.session.connection === 'online' || this.session.connection === 'connecting'
      ? 'loading'
      : 'absent'
  }

  /** The server no longer lets this member in. */
  get isDenied(): boolean {
    return this.#room?.access === 'denied'
  }

  get directory(): Directory | null {
    return this.session.directory?.directory ?? null
  }

  /** When the directory was last heard from the server. */
  get directoryAsOf(): Millis | null {
    return this.session.directory?.asOf ?? null
  }

  get connection(): Connection {
    return this.session.connection
  }

  /** Edits that are only on this device, by document, the longest waiting first. */
  get unsent(): readonly UnsentDocument[] {
    return unsentByDocument(this.session.unsent)
  }

  /** Those a person should know of at time `now`: while online, only what is stuck. */
  waiting(now: Millis): readonly UnsentDocument[] {
    if (this.connection !== 'online') return this.unsent
    return this.unsent.filter(({ since }) => now - since >= ON_ITS_WAY_MS)
  }

  get hasUnsent(): boolean {
    return this.session.unsent.length > 0 || this.session.rescues.length > 0
  }

  /** This person's membership, as last known. */
  get me(): Member | null {
    return this.directory?.members.find((member) => member.id === this.account.id) ?? null
  }

  /** Whether documents and folders may be made, renamed, moved and deleted, as last known. */
  get mayWrite(): boolean {
    const membership = this.me ?? { id: this.account.id, role: this.#entry.role, unit: null, active: true }
    return roomRight(membership, null, { room: 'index', workspaceId: this.id }) === 'write'
  }

  /** Whether units, members and roles may be changed, as last known. */
  get mayManage(): boolean {
    return mayChangeDirectory(this.me?.role ?? this.#entry.role)
  }

  document(id: DocumentId): IndexDocument | null {
    return this.index.documents.find((document) => document.id === id) ?? null
  }

  statusOf(id: DocumentId): Status {
    return this.directory?.policies.find((policy) => policy.documentId === id)?.status ?? 'draft'
  }

  memberName(id: MemberId | null): string {
    return this.directory?.members.find((member) => member.id === id)?.name ?? ''
  }

  unitName(id: UnitId | null): string {
    return this.directory?.units.find((unit) => unit.id === id)?.name ?? ''
  }

  /** Makes a document of a kind, offline or not, and answers its id once its text is on this device. */
  async createDocument(kind: KindName, title: string, folder: FolderId | null): Promise<DocumentId> {
    const id = v.parse(DocumentId, newId())
    const { KINDS } = await import('../../schemas/kinds.ts')
    const body = await this.session.open(partRoom(this.id, id, 'body'))
    KINDS[kind].create(new Map([['body', body.doc]]), { title, issuer: null, newId })
    body.release()
    const entry = { id, kind, title, folder, createdAt: Date.now(), createdBy: this.account.id }
    this.edit((doc) => addDocument(doc, entry))
    return id
  }

  /**
   * Renames a document in the list and on its own head: one title, wherever it was changed. A document that was never
   * on this device keeps its head until somebody opens it, and one that is frozen keeps it for good.
   */
  async renameDocument(id: DocumentId, title: string): Promise<void> {
    this.edit((doc) => renameDocument(doc, id, title))
    const policy = this.directory?.policies.find((each) => each.documentId === id)
    if (!this.mayWrite || (policy !== undefined && isFrozen(policy))) return
    const [{ isStarted }, { setHeaderText }] = await Promise.all([
      import('../../schemas/official/start.ts'),
      import('../../schemas/official/header-edit.ts'),
    ])
    const body = await this.session.open(partRoom(this.id, id, 'body'))
    if (isStarted(body.doc)) setHeaderText(body.doc, 'title', title)
    body.release()
  }

  createFolder(title: string, parent: FolderId | null): FolderId {
    const id = v.parse(FolderId, newId())
    this.edit((doc) => addFolder(doc, { id, title, parent }))
    return id
  }

  /** Edits the index room. @throws RangeError before it is loaded: no screen offers an edit then */
  edit<Result>(change: (doc: OpenRoom['doc']) => Result): Result {
    if (this.#room === null) throw new RangeError('the index room is not loaded')
    return change(this.#room.doc)
  }
}
