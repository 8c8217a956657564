import type { Channel, ChannelEnd, Wire } from './wire.ts'

/** What a room's link does with the frames that pass through its socket. */
export interface FrameFilter {
  /** A new connection begins: what was counted on the last one is over. Sends what must come first. */
  begun(send: (frame: Uint8Array) => void): void
  /** False keeps a frame of the provider back. */
  mayPass(frame: Uint8Array): boolean
  /** True when the frame was for the link. The provider sees it then only when `pass` is called, once, if at all. */
  takes(frame: Uint8Array, pass: () => void): boolean
  /** The server ended it; told before the provider is. */
  ended(code: number, reason: string): void
}

/**
 * A WebSocket class for one stock `WebsocketProvider`, whose sockets are channels of the one wire. The provider stays as
 * it is and does not know.
 */
export function channelSocketClass(
  wire: Wire,
  room: string,
  schemaNumber: number,
  filter: FrameFilter,
): typeof WebSocket {
  return class ChannelSocket extends EventTarget implements WebSocket {
    static readonly CONNECTING = 0
    static readonly OPEN = 1
    static readonly CLOSING = 2
    static readonly CLOSED = 3
    readonly CONNECTING = 0
    readonly OPEN = 1
    readonly CLOSING = 2
    readonly CLOSED = 3
    readonly bufferedAmount = 0
    readonly extensions = ''
    readonly protocol = ''
    readonly url: string
    binaryType: BinaryType = 'arraybuffer'
    onopen: WebSocket['onopen'] = null
    onmessage: WebSocket['onmessage'] = null
    onclose: WebSocket['onclose'] = null
    onerror: WebSocket['onerror'] = null
    readyState: 0 | 1 | 2 | 3 = 0
    readonly #channel: Channel

    constructor(url: string | URL) {
      super()
      this.url = String(url)
      const end: ChannelEnd = {
        opened: () => this.#opened(),
        data: (payload) => {
          const pass = (): void => this.onmessage?.(new MessageEvent('message', { data: payload.buffer }))
          if (!filter.takes(payload, pass)) pass()
        },
        closed: (code, reason) => this.#closed(code, reason),
      }
      this.#channel = wire.open(room, schemaNumber, end)
    }

    #opened(): void {
      this.readyState = 1
      filter.begun((frame) => this.#channel.send(frame))
      this.onopen?.(new Event('open'))
    }

    #closed(code: number, reason: string): void {
      if (this.readyState === 3) return
      this.readyState = 3
      filter.ended(code, reason)
      this.onclose?.(new CloseEvent('close', { code, reason, wasClean: true }))
    }

    send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
      if (!(data instanceof Uint8Array)) throw new TypeError('a room speaks in bytes')
      if (this.readyState === 1 && filter.mayPass(data)) this.#channel.send(data)
    }

    close(): void {
      if (this.readyState === 3) return
      this.readyState = 3
      this.#channel.close()
    }
  }
}
