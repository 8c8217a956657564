import * as Y from 'yjs'
import * as v from 'valibot'
import { DocumentId, MemberId, WorkspaceId } from '../../schemas/ids.ts'
import { plan } from '../../schemas/plan/plan.ts'
import { indexRoom, partRoom, type RoomName } from '../../schemas/protocol/room-name.ts'
import { bodyOf } from '../../schemas/text/body.ts'
import { addDocument } from '../../schemas/workspace/index-room.ts'
import type { RunningServer } from '../../sync-server/server.ts'

/** A plan on a server, edited from inside it as by a member. */
export class PlanOnServer {
  readonly id: DocumentId
  readonly workspaceId: WorkspaceId
  readonly doc = new Y.Doc()
  readonly #server: RunningServer

  constructor(server: RunningServer, workspaceId: string, id: string) {
    this.#server = server
    this.workspaceId = v.parse(WorkspaceId, workspaceId)
    this.id = v.parse(DocumentId, id)
  }

  get room(): RoomName {
    return partRoom(this.workspaceId, this.id, 'body')
  }

  /** Makes the plan and lists it. */
  async create(title: string): Promise<this> {
    let count = 0
    const newId = () => `${this.id}-${++count}`
    plan.create(new Map([['body', this.doc]]), { title, issuer: null, newId })
    await this.#send(Y.encodeStateAsUpdate(this.doc))
    const index = new Y.Doc()
    const createdBy = v.parse(MemberId, 'somebody')
    addDocument(index, { id: this.id, kind: 'plan', title, folder: null, createdAt: 1, createdBy })
    await this.#server.services.engine.applyUpdate(
      indexRoom(this.workspaceId),
      Y.encodeStateAsUpdate(index),
      null,
    )
    return this
  }

  /** Types at the start; the server has it when this resolves. */
  async type(text: string): Promise<void> {
    await this.#send(this.typeUnsent(text))
  }

  /** Types at the start and sends nothing. @returns the update nobody else has */
  typeUnsent(text: string): Uint8Array {
    const before = Y.encodeStateVector(this.doc)
    bodyOf(this.doc).insert(0, text, {})
    return Y.encodeStateAsUpdate(this.doc, before)
  }

  /** The whole room as this replica has it, in base64. */
  get state(): string {
    return Buffer.from(Y.encodeStateAsUpdate(this.doc)).toString('base64')
  }

  async #send(update: Uint8Array): Promise<void> {
    await this.#server.services.engine.applyUpdate(this.room, update, null)
  }
}
