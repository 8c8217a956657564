import { type OutgoingMessage, updateMessage } from './frames.ts'
import type { PeerSocket } from './peer-socket.ts'
import { mergeAll } from './room-content.ts'

/**
 * Updates held back while a line is congested, then sent as one. Holding costs little: the bytes are those the room
 * keeps anyway.
 */
export class Backlog {
  readonly #socket: PeerSocket
  readonly #send: (message: OutgoingMessage) => void
  #updates: Uint8Array[] = []

  constructor(socket: PeerSocket, send: (message: OutgoingMessage) => void) {
    this.#socket = socket
    this.#send = send
  }

  /** Whether the next update must wait, so as not to overtake or to pile up in the socket. */
  get mustWait(): boolean {
    return this.#updates.length > 0 || this.#socket.isCongested
  }

  /** Holds an update back. The socket is closed when that has become too much: its reader starts afresh. */
  hold(update: Uint8Array): void {
    if (this.#updates.length === 0) this.#socket.whenFree(() => this.#release())
    this.#updates.push(update)
    if (!this.#socket.holdBytes(update.length)) this.#socket.close('tooFast', 'reading too slowly')
  }

  #release(): void {
    const updates = this.#updates
    if (updates.length === 0) return
    this.drop()
    this.#send(updateMessage(mergeAll(updates)))
  }

  drop(): void {
    this.#socket.holdBytes(-this.#updates.reduce((size, update) => size + update.length, 0))
    this.#updates = []
  }
}
