import type { DocumentId } from '../../schemas/ids.ts'
import { isStarted } from '../../schemas/official/start.ts'
import { partRoom } from '../../schemas/protocol/room-name.ts'
import { roomRight } from '../../schemas/workspace/rights.ts'
import type { Workspace } from '../app/workspace.svelte.ts'
import type { OpenRoom } from '../sync/session.svelte.ts'

/**
 * `absent`: never downloaded to this device, and the server is not there. `denied`: the server does not let this member
 * in. `failed`: the device's own copy could not be read; nothing is accepted then.
 */
export type BodyState = 'loading' | 'ready' | 'absent' | 'denied' | 'failed'

/** Why nothing can be written; null when it can. `rebuilding`: the copy is made anew after edits were refused. */
export type ReadOnlyCause = 'role' | 'frozen' | 'update-needed' | 'rebuilding' | null

/** The body room of one document, while a screen shows it. */
export class OpenBody {
  readonly #workspace: Workspace
  readonly #documentId: DocumentId
  #room: OpenRoom | null = $state.raw(null)
  #failed = $state(false)

  constructor(workspace: Workspace, documentId: DocumentId) {
    this.#workspace = workspace
    this.#documentId = documentId
  }

  /** Opens the room. Call the returned function to release it. */
  start(): () => void {
    let isOver = false
    this.#workspace.session
      .open(partRoom(this.#workspace.id, this.#documentId, 'body'))
      .then((room) => {
        if (isOver) room.release()
        else this.#room = room
      })
      .catch((cause: unknown) => {
        console.error('the document could not be opened', cause)
        this.#failed = true
      })
    return () => {
      isOver = true
      this.#room?.release()
      this.#room = null
    }
  }

  get room(): OpenRoom | null {
    return this.#room
  }

  get state(): BodyState {
    const room = this.#room
    if (this.#failed) return 'failed'
    if (room === null) return 'loading'
    if (room.synced || isStarted(room.doc)) return 'ready'
    if (room.access === 'denied') return 'denied'
    const { connection } = this.#workspace.session
    return connection === 'online' || connection === 'connecting' ? 'loading' : 'absent'
  }

  /** By what the server said of the room, else by what this device knows of rights. */
  get readOnly(): ReadOnlyCause {
    const workspace = this.#workspace
    const access = this.#room?.access ?? 'unknown'
    if (access === 'read-schema-too-old') return 'update-needed'
    if (this.#room?.isRebuilding) return 'rebuilding'
    const policy = workspace.directory?.policies.find((each) => each.documentId === this.#documentId) ?? null
    const place = {
      room: 'part',
      workspaceId: workspace.id,
      documentId: this.#documentId,
      part: 'body',
    } as const
    const isFrozen =
      policy !== null && roomRight(workspace.me, policy, place) !== roomRight(workspace.me, null, place)
    if (isFrozen) return 'frozen'
    if (access === 'write') return null
    if (access === 'read' || access === 'denied') return 'role'
    return workspace.mayWrite ? null : 'role'
  }
}
