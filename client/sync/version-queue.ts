import { toBase64 } from 'lib0/buffer'
import { nanoid } from 'nanoid'
import * as v from 'valibot'
import { DocumentId, type WorkspaceId } from '../../schemas/ids.ts'
import { TakeVersionRequest, type ApiErrorCode, type VersionSummary } from '../../schemas/protocol/api.ts'
import type { Replica } from '../replica/replica.ts'
import type { Timers } from '../replica/timers.ts'
import type { Answered } from './api.ts'

/** What of the server this needs. */
export interface VersionApi {
  takeVersion(document: DocumentId, request: TakeVersionRequest): Promise<Answered<VersionSummary>>
}

/** A version that was asked for and waits. */
export interface WaitingVersion {
  readonly requestId: string
  readonly documentId: DocumentId
  readonly time: number
  readonly label: string
  readonly reason: TakeVersionRequest['reason']
}

export type AskedVersion =
  | { readonly taken: VersionSummary }
  /** Kept on this device; goes up by itself when the server is there and has all the edits it speaks of. */
  | { readonly waits: string }
  | { readonly refused: ApiErrorCode }

/**
 * Versions asked for, each with the state its taker saw. A request is on this device before it is sent, so that a closed
 * tab loses none, and carries an id, so that sending it twice takes it once. [C7]
 */
export class VersionQueue {
  readonly #options: {
    readonly replica: Replica
    readonly workspaceId: WorkspaceId
    readonly api: VersionApi
    readonly timers: Timers
  }

  constructor(options: {
    readonly replica: Replica
    readonly workspaceId: WorkspaceId
    readonly api: VersionApi
    readonly timers: Timers
  }) {
    this.#options = options
  }

  /**
   * Asks for a version of exactly `states`.
   * @param states part → Yjs v1 update of that room, as the person saw it
   * @param maySend whether the server has everything this device wrote in the document
   */
  async ask(
    documentId: DocumentId,
    wish: { readonly label: string; readonly reason: TakeVersionRequest['reason'] },
    states: ReadonlyMap<string, Uint8Array>,
    maySend: boolean,
  ): Promise<AskedVersion> {
    const { replica, workspaceId, timers } = this.#options
    const request: TakeVersionRequest = {
      requestId: nanoid(),
      ...wish,
      states: Object.fromEntries([...states].map(([part, state]) => [part, toBase64(state)])),
    }
    const { requestId } = request
    await replica.keepVersionRequest({ requestId, workspaceId, documentId, time: timers.now(), request })
    return maySend ? this.#send(documentId, request) : { waits: requestId }
  }

  /** The versions that wait, oldest first. */
  async waiting(): Promise<WaitingVersion[]> {
    const rows = await this.#options.replica.versionRequests(this.#options.workspaceId)
    return rows.flatMap(({ requestId, documentId, time, request }) => {
      const read = v.safeParse(TakeVersionRequest, request)
      const document = v.safeParse(DocumentId, documentId)
      if (!read.success || !document.success) return []
      const { label, reason } = read.output
      return [{ requestId, documentId: document.output, time, label, reason }]
    })
  }

  /** Sends what waits, save for documents whose edits are still on their way. Answers what came of each sent. */
  async sendWaiting(maySend: (documentId: DocumentId) => boolean): Promise<AskedVersion[]> {
    const answers: AskedVersion[] = []
    for (const row of await this.#options.replica.versionRequests(this.#options.workspaceId)) {
      const request = v.safeParse(TakeVersionRequest, row.request)
      const document = v.safeParse(DocumentId, row.documentId)
      if (!request.success || !document.success || !maySend(document.output)) continue
      answers.push(await this.#send(document.output, request.output))
    }
    return answers
  }

  async #send(documentId: DocumentId, request: TakeVersionRequest): Promise<AskedVersion> {
    const answer = await this.#options.api.takeVersion(documentId, request)
    if (!answer.ok && waitsLonger(answer.code)) return { waits: request.requestId }
    await this.#options.replica.dropVersionRequest(request.requestId)
    if (answer.ok) return { taken: answer.value }
    return answer.code === 'unreachable' ? { waits: request.requestId } : { refused: answer.code }
  }
}

/** Answers that another time may be different. `not-held`: the edits are still on their way. */
function waitsLonger(code: ApiErrorCode | 'unreachable'): boolean {
  return ['unreachable', 'sign-in', 'too-fast', 'store-failed', 'not-held'].includes(code)
}
