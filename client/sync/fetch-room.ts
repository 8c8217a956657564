import * as Y from 'yjs'
import { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import type { RoomName } from '../../schemas/protocol/room-name.ts'
import { MESSAGE, SYNC } from '../../schemas/protocol/messages.ts'
import type { Timers } from '../replica/timers.ts'
import { channelSocketClass } from './channel-socket.ts'
import type { RoomAccess } from './room-link.ts'
import type { Wire } from './wire.ts'

export type FetchedRoom =
  { readonly ok: true; readonly state: Uint8Array } | { readonly ok: false; readonly access: RoomAccess }

/**
 * Reads a room's state from the server into a document of its own that writes nothing. Waits for the network as long as
 * it takes; ends when the server has answered or turned us away.
 */
export function fetchRoom(options: {
  readonly wire: Wire
  readonly room: RoomName
  readonly schemaNumber: number
  readonly timers: Timers
}): Promise<FetchedRoom> {
  const { wire, room, schemaNumber } = options
  const doc = new Y.Doc()
  const awareness = new Awareness(doc)
  awareness.setLocalState(null)
  return new Promise((resolve) => {
    const finish = (fetched: FetchedRoom): void => {
      resolve(fetched)
      provider.destroy()
      awareness.destroy()
      doc.destroy()
    }
    const provider = new WebsocketProvider('heshu:', room, doc, {
      awareness,
      disableBc: true,
      WebSocketPolyfill: channelSocketClass(wire, room, schemaNumber, {
        begun: () => undefined,
        // It only asks: a step 1 is all that leaves.
        mayPass: (frame) => frame[0] === MESSAGE.sync && frame[1] === SYNC.step1,
        takes: (frame) => (frame[0] ?? 0) >= MESSAGE.ack,
        ended: (code) => {
          if (code >= 4400 && code < 4500) finish({ ok: false, access: code === 4401 ? 'unknown' : 'denied' })
        },
      }),
      shouldReconnect: ({ code }) => code < 4400 || code >= 4500,
    })
    provider.on('sync', (synced) => {
      if (synced) finish({ ok: true, state: Y.encodeStateAsUpdate(doc) })
    })
  })
}
