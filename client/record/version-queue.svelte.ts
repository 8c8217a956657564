import { liveQuery } from 'dexie'
import { nanoid } from 'nanoid'
import * as Y from 'yjs'
import type { DocumentId } from '../../schemas/ids.ts'
import type { ApiErrorCode, VersionSummary } from '../../schemas/protocol/api.ts'
import { toBase64 } from '../../schemas/record/digest.ts'
import type { Workspace } from '../app/workspace.svelte.ts'
import { server, type Answered } from '../sync/api.ts'
import { recordStore, type RecordStore, type TakenReason, type WaitingVersion } from './record-store.ts'
import { isFinalRefusal } from './refusal.ts'

/** How long to wait before asking again after the server could not take a version yet, in milliseconds. */
const RETRY_MS = 5_000

/** What a person asks for. */
export interface VersionWish {
  readonly documentId: DocumentId
  readonly label: string
  readonly reason: TakenReason
  /** The body as its taker sees it. */
  readonly body: Y.Doc
}

/**
 * Versions on their way to the record. A wish is on this device's disk before anything is claimed; it goes up as soon
 * as the server has every edit it is about, and an identical request never makes two.
 */
export class VersionQueue {
  readonly #workspace: Workspace
  readonly #store: RecordStore
  #waiting: readonly WaitingVersion[] = $state.raw([])
  /** Counts versions that were taken: lists that are shown are read again. */
  #taken = $state(0)
  #isSending = false
  #retry: ReturnType<typeof setTimeout> | null = null

  constructor(workspace: Workspace) {
    this.#workspace = workspace
    this.#store = recordStore(workspace.account.id)
  }

  get taken(): number {
    return this.#taken
  }

  /** Versions of a document that are not on record yet, oldest first. */
  waitingFor(documentId: DocumentId): readonly WaitingVersion[] {
    return this.#waiting
      .filter((version) => version.documentId === documentId)
      .toSorted((a, b) => a.askedAt - b.askedAt)
  }

  /** Follows the store and sends what waits whenever the server can take it. Call the returned function to stop. */
  start(): () => void {
    const subscription = liveQuery(() => this.#store.waiting.toArray()).subscribe((waiting) => {
      this.#waiting = waiting.filter(({ workspaceId }) => workspaceId === this.#workspace.id)
    })
    const stop = $effect.root(() => {
      $effect(() => {
        const waits = this.#waiting.some((version) => version.refused === null)
        if (waits && this.#isServerThere) void this.#send()
      })
    })
    return () => {
      subscription.unsubscribe()
      stop()
      if (this.#retry !== null) clearTimeout(this.#retry)
    }
  }

  get #isServerThere(): boolean {
    return this.#workspace.session.connection === 'online'
  }

  /**
   * Asks for a version. Resolves when the wish is on this device's disk; rejects when the disk does not take it.
   * What its taker sees goes along unless the server is known to have all of it.
   */
  async take({ documentId, label, reason, body }: VersionWish): Promise<void> {
    const isAllThere = this.#isServerThere && this.#workspace.session.saveState.at === 'server'
    const wish: WaitingVersion = {
      requestId: nanoid(),
      workspaceId: this.#workspace.id,
      documentId,
      label,
      reason,
      askedAt: Date.now(),
      refused: null,
      ...(isAllThere ? {} : { states: { body: Y.encodeStateAsUpdate(body) } }),
    }
    await this.#store.waiting.add(wish)
  }

  /** Gives up a version that is not on record yet. */
  async giveUp(requestId: string): Promise<void> {
    await this.#store.waiting.delete(requestId)
  }

  async #send(): Promise<void> {
    if (this.#isSending) return
    this.#isSending = true
    try {
      const waiting = await this.#store.waiting.toArray()
      const mine = waiting.filter(
        ({ workspaceId, refused }) => workspaceId === this.#workspace.id && refused === null,
      )
      for (const wish of mine.sort((a, b) => a.askedAt - b.askedAt)) await this.#sendOne(wish)
    } finally {
      this.#isSending = false
    }
  }

  async #sendOne(wish: WaitingVersion): Promise<void> {
    const { requestId, documentId, label, reason, states } = wish
    const answer: Answered<VersionSummary> = await server.takeVersion(documentId, {
      requestId,
      label,
      reason,
      ...(states === undefined ? {} : { states: inBase64(states) }),
    })
    if (answer.ok) {
      await this.#store.waiting.delete(requestId)
      this.#taken++
    } else if (isFinalRefusal(answer.code)) {
      await this.#store.waiting.update(requestId, { refused: answer.code satisfies ApiErrorCode })
    } else this.#tryLater()
  }

  /** Not held yet, too fast, or gone again: the wish stays, and is tried when a little time has passed. */
  #tryLater(): void {
    if (this.#retry !== null) return
    this.#retry = setTimeout(() => {
      this.#retry = null
      if (this.#isServerThere) void this.#send()
    }, RETRY_MS)
  }
}

function inBase64(states: Readonly<Record<string, Uint8Array>>): Record<string, string> {
  return Object.fromEntries(Object.entries(states).map(([part, state]) => [part, toBase64(state)]))
}

const QUEUES = new WeakMap<Workspace, VersionQueue>()

/** The queue of a workspace, one for all its screens. */
export function versionQueue(workspace: Workspace): VersionQueue {
  const known = QUEUES.get(workspace) ?? new VersionQueue(workspace)
  QUEUES.set(workspace, known)
  return known
}
