import type { Millis } from '../../schemas/ids.ts'
import type { RoomName } from '../../schemas/protocol/room-name.ts'

/** What tabs of one account tell each other. Both ends are this program, on one device, of one origin. */
export type TabMessage =
  /** Rows written to a room's log; `local` are in the outbox too. */
  | {
      readonly told: 'stored'
      readonly room: RoomName
      readonly rows: readonly {
        readonly seq: number
        readonly update: Uint8Array
        readonly localTime: Millis | null
      }[]
    }
  | { readonly told: 'acknowledged'; readonly room: RoomName; readonly seqs: readonly number[] }
  /** The room's copy was made anew from the server's state: documents open elsewhere must be opened again. */
  | { readonly told: 'rebuilt'; readonly room: RoomName }
  | { readonly told: 'rescued' }
  | { readonly told: 'versions' }

/** The replica's own channel between tabs, carrying stored updates: it works offline and without the server. */
export class TabChannel {
  readonly #channel: BroadcastChannel
  readonly #listeners = new Set<(message: TabMessage) => void>()

  constructor(name: string) {
    this.#channel = new BroadcastChannel(name)
    this.#channel.addEventListener('message', (event: MessageEvent<TabMessage>) => {
      for (const listener of this.#listeners) listener(event.data)
    })
  }

  /** Tells the other tabs. */
  tell(message: TabMessage): void {
    this.#channel.postMessage(message)
  }

  /** Listens to the other tabs. Returns how to stop. */
  listen(listener: (message: TabMessage) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    this.#listeners.clear()
    this.#channel.close()
  }
}
