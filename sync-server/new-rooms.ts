import type { MemberId, Millis } from '../schemas/ids.ts'
import type { Refusal } from '../schemas/protocol/errors.ts'
import type { Submission } from './committer.ts'
import type { Room } from './room.ts'
import type { RoomStore } from './store/store.ts'
import { TokenBucket } from './token-bucket.ts'

/** Buckets kept before those that are full again are forgotten. */
const BUCKETS_MAX = 10_000

/**
 * The first writes of rooms that do not exist yet. A document's id is bound to its workspace before anything of it is
 * stored; until that is durable its updates wait here, in their order.
 */
export class NewRooms {
  readonly #store: RoomStore
  readonly #perMinute: number
  readonly #now: () => Millis
  readonly #waiting = new Map<Room, Submission[]>()
  readonly #claimed = new WeakSet<Room>()
  readonly #buckets = new Map<MemberId, TokenBucket>()

  constructor(store: RoomStore, perMinute: number, now: () => Millis) {
    this.#store = store
    this.#perMinute = perMinute
    this.#now = now
  }

  isClaiming(room: Room): boolean {
    return this.#waiting.has(room)
  }

  /** Whether the room's document is known to be its workspace's, so that updates may go straight to the disk. */
  isKnown(room: Room): boolean {
    return room.content.sequence > 0 || this.#claimed.has(room)
  }

  /** Counts one more new room against the member's limit. */
  mayBegin(member: MemberId | null): boolean {
    if (member === null) return true
    const now = this.#now()
    if (this.#buckets.size > BUCKETS_MAX) this.#forgetFull(now)
    const bucket = this.#buckets.get(member) ?? new TokenBucket(this.#perMinute / 60, 60, now)
    this.#buckets.set(member, bucket)
    return bucket.take(1, now)
  }

  #forgetFull(now: Millis): void {
    for (const [member, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(member)
  }

  /**
   * Holds an update back until the claim is decided, then hands all that waited to `commit` or refuses them.
   * The first for a room starts the claim.
   */
  hold(room: Room, submission: Submission, commit: (submission: Submission) => void): void {
    const waiting = this.#waiting.get(room)
    if (waiting !== undefined) {
      waiting.push(submission)
      return
    }
    const held = [submission]
    this.#waiting.set(room, held)
    void this.#claim(room).then((outcome) => {
      this.#waiting.delete(room)
      if (outcome === null) {
        this.#claimed.add(room)
        for (const each of held) commit(each)
        return
      }
      for (const { from, nth } of held) from.refused(nth, ...outcome)
      for (const from of new Set(held.map((each) => each.from))) from.commitEnded()
      if (outcome[0] === 'otherWorkspace') room.closeAll(...outcome)
      room.commitEnded()
    })
  }

  /** Null when the document is this workspace's now. */
  async #claim({ place }: Room): Promise<readonly [Refusal, string] | null> {
    if (place.room === 'index') return null
    try {
      const owner = await this.#store.claimDocument(place.documentId, place.workspaceId)
      return owner === place.workspaceId
        ? null
        : ['otherWorkspace', `document ${place.documentId} belongs to another workspace`]
    } catch {
      // The writer keeps its edits and tries again; the failing store is reported by the commits that follow.
      return ['storeFailed', 'the server could not store this; try again']
    }
  }
}
