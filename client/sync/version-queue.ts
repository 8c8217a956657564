import { toBase64 } from 'lib0/buffer'
import { nanoid } from 'nanoid'
import * as v from 'valibot'
import { DocumentId, type WorkspaceId } from '../../schemas/ids.ts'
import { ApiErrorCode, TakeVersionRequest, type VersionSummary } from '../../schemas/protocol/api.ts'
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
  /** Why the server will never take it as it is; null while it waits. */
  readonly refused: ApiErrorCode | null
}

export type AskedVersion =
  | { readonly taken: VersionSummary }
  /** Kept on this device; goes up by itself when the server is there and has all the edits it speaks of. */
  | { readonly waits: string }
  | { readonly refused: ApiErrorCode }

/**
 * Versions asked for, each with the state its taker saw. A request is on this device before it is sent, so that a closed
 * tab loses none, and carries an id, so that sending it twice takes it once. [C13]
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
    if (!maySend) return { waits: requestId }
    const answer = await this.#send(documentId, request)
    // Whoever asked is told at once: nothing is left to wait.
    if ('refused' in answer) await replica.dropVersionRequest(requestId)
    return answer
  }

  /** The versions that wait, oldest first. */
  async waiting(): Promise<WaitingVersion[]> {
    const rows = await this.#options.replica.versionRequests(this.#options.workspaceId)
    return rows.flatMap(({ requestId, documentId, time, request, refused }) => {
      const read = v.safeParse(TakeVersionRequest, request)
      const document = v.safeParse(DocumentId, documentId)
      if (!read.success || !document.success) return []
      const { label, reason } = read.output
      const why = v.safeParse(ApiErrorCode, refused)
      return [
        {
          requestId,
          documentId: document.output,
          time,
          label,
          reason,
          refused: why.success ? why.output : null,
        },
      ]
    })
  }

  /** Sends what waits, save for documents whose edits are still on their way. Answers what came of each sent. */
  async sendWaiting(maySend: (documentId: DocumentId) => boolean): Promise<AskedVersion[]> {
    const answers: AskedVersion[] = []
    for (const row of await this.#options.replica.versionRequests(this.#options.workspaceId)) {
      const request = v.safeParse(TakeVersionRequest, row.request)
      const document = v.safeParse(DocumentId, row.documentId)
      if (!request.success || !document.success || row.refused !== undefined) continue
      if (!maySend(document.output)) continue
      const answer = await this.#send(document.output, request.output)
      answers.push(answer)
      // Who asked has gone on with other things: the refusal stays to be seen, until it is thrown away.
      if ('refused' in answer)
        await this.#options.replica.keepVersionRequest({ ...row, refused: answer.refused })
    }
    return answers
  }

  async #send(documentId: DocumentId, request: TakeVersionRequest): Promise<AskedVersion> {
    const { requestId } = request
    const answer = await this.#options.api.takeVersion(documentId, request)
    if (answer.ok) {
      await this.#options.replica.dropVersionRequest(requestId)
      return { taken: answer.value }
    }
    const { code } = answer
    if (code === 'unreachable' || MAY_BE_TAKEN_LATER.has(code)) return { waits: requestId }
    return { refused: code }
  }
}

/** Answers that may be different another time. `not-held`: the edits are still on their way. */
const MAY_BE_TAKEN_LATER: ReadonlySet<ApiErrorCode> = new Set([
  'sign-in',
  'too-fast',
  'store-failed',
  'not-held',
])
