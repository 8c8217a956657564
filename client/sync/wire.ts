import { decodeChannelFrame, encodeChannelFrame, type ChannelFrame } from '../../schemas/protocol/channels.ts'
import { REFUSALS } from '../../schemas/protocol/errors.ts'
import type { Timers } from '../replica/timers.ts'

/** First and longest pause between two attempts to connect, in milliseconds. Any longer, and a person leaving a tunnel thinks we are broken. */
const RECONNECT_FIRST_MS = 300
const RECONNECT_MAX_MS = 5_000

/** Pause between two looks whether the person has signed in again, in milliseconds. */
const SIGNED_OUT_PAUSE_MS = 15_000

/** Silence after which a connection counts as dead, in milliseconds: carets are renewed every 15 s and echoed. */
const SILENCE_MAX_MS = 40_000

export type WireState = 'connecting' | 'online' | 'offline' | 'signed-out'

/** Who listens at this end of a channel. */
export interface ChannelEnd {
  /** The channel is open as far as this end goes; the server's decision comes as data or as a close. */
  opened(): void
  data(payload: Uint8Array<ArrayBuffer>): void
  /** It is over: by the server with its code, or with 1006 because the socket went away. */
  closed(code: number, reason: string): void
}

/** One room's place on the socket. */
export interface Channel {
  send(payload: Uint8Array): void
  close(): void
}

interface OpenChannel {
  readonly number: number
  readonly end: ChannelEnd
}

interface WireOptions {
  /** Address of `GET /sync`, ws: or wss:. */
  readonly url: string
  readonly timers: Timers
  /**
   * Asked before each connection: whether the server is there, and whether this account is the one that is signed in.
   * Another account's session must never carry this one's edits. [C12]
   */
  readonly whoIsThere: () => Promise<'this-account' | 'nobody' | 'unreachable'>
  readonly onState: (state: WireState) => void
}

/** Close code of a socket that went away without one (RFC 6455 §7.4.1). */
export const GONE = 1006

/** The one socket to the server, carrying all rooms. It comes back by itself until stopped. [C7] */
export class Wire {
  readonly #options: WireOptions
  #socket: WebSocket | null = null
  #state: WireState = 'offline'
  #channels = new Map<number, OpenChannel>()
  readonly #waiting = new Set<() => void>()
  #nextNumber = 1
  #pauseMs = RECONNECT_FIRST_MS
  #cancelPause: (() => void) | null = null
  #cancelWatch: (() => void) | null = null
  #isRunning = false
  #isOpen = false
  /** Raised when an attempt is over: what it still hears is not for us. */
  #attempt = 0
  #isAsking = false
  /** A room was opened and nothing has been heard since: opening more is no sign of life. */
  #isAwaiting = false
  /** Silent for so long that it may be dead, with no room open to mind it. */
  #isStale = false

  constructor(options: WireOptions) {
    this.#options = options
  }

  get state(): WireState {
    return this.#state
  }

  /** Begins to connect, and follows the browser's word on the network. Returns how to stop. */
  start(): () => void {
    this.#isRunning = true
    const onOnline = (): void => this.connectNow()
    const onOffline = (): void => this.#dropped(GONE, 'no network')
    addEventListener('online', onOnline)
    addEventListener('offline', onOffline)
    document.addEventListener('visibilitychange', onOnline)
    this.connectNow()
    return () => {
      this.#isRunning = false
      removeEventListener('online', onOnline)
      removeEventListener('offline', onOffline)
      document.removeEventListener('visibilitychange', onOnline)
      this.#cancelPause?.()
      this.#dropped(GONE, 'stopped')
    }
  }

  /** Tries at once, signed out or not: after signing in, and when the network is back. */
  connectNow(): void {
    if (!this.#isRunning || this.#socket !== null || this.#isAsking) return
    this.#cancelPause?.()
    this.#cancelPause = null
    void this.#connect(this.#attempt)
  }

  /** Opens a channel as soon as there is a connection. */
  open(room: string, schemaNumber: number, end: ChannelEnd): Channel {
    let channel: OpenChannel | null = null
    const begin = (): void => {
      this.#waiting.delete(begin)
      channel = { number: this.#nextNumber++, end }
      this.#channels.set(channel.number, channel)
      this.#send({ kind: 'open', channel: channel.number, room, schemaNumber })
      // Providers close and reopen a silent room sooner than silence is noticed here.
      if (!this.#isAwaiting) this.#watch()
      this.#isAwaiting = true
      end.opened()
    }
    this.#waiting.add(begin)
    // Not within the call: who opens a channel first wants to hold it.
    queueMicrotask(() => {
      if (!this.#isOpen || !this.#waiting.has(begin)) return
      if (this.#isStale) this.#dropped(GONE, 'silence')
      else begin()
    })
    return {
      send: (payload) => {
        if (channel !== null && this.#channels.has(channel.number)) {
          this.#send({ kind: 'data', channel: channel.number, payload })
        }
      },
      close: () => {
        this.#waiting.delete(begin)
        if (channel === null || !this.#channels.delete(channel.number)) return
        this.#send({ kind: 'close', channel: channel.number, code: 1000, reason: '' })
      },
    }
  }

  async #connect(attempt: number): Promise<void> {
    if (this.#state !== 'signed-out') this.#become('connecting')
    this.#isAsking = true
    const who = await this.#options.whoIsThere()
    if (attempt !== this.#attempt) return
    this.#isAsking = false
    if (who === 'this-account') this.#openSocket()
    else this.#dropped(who === 'nobody' ? REFUSALS.signIn : GONE, 'not let in')
  }

  #openSocket(): void {
    const socket = new WebSocket(this.#options.url)
    socket.binaryType = 'arraybuffer'
    this.#socket = socket
    socket.addEventListener('open', () => {
      if (this.#socket === socket) this.#opened()
    })
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (this.#socket === socket && event.data instanceof ArrayBuffer)
        this.#received(new Uint8Array(event.data))
    })
    socket.addEventListener('close', ({ code, reason }) => {
      if (this.#socket === socket) this.#dropped(code, reason)
    })
    this.#watch()
  }

  #opened(): void {
    this.#isOpen = true
    this.#become('online')
    for (const begin of this.#waiting) begin()
  }

  #received(bytes: Uint8Array<ArrayBuffer>): void {
    this.#pauseMs = RECONNECT_FIRST_MS
    this.#isAwaiting = false
    this.#watch()
    const frame = decodeChannelFrame(bytes)
    if (frame === null) return this.#dropped(REFUSALS.malformed, 'broken framing')
    if (frame.kind === 'open') return
    const channel = this.#channels.get(frame.channel)
    if (channel === undefined) return
    if (frame.kind === 'data') channel.end.data(new Uint8Array(frame.payload))
    else if (frame.code === REFUSALS.signIn) this.#dropped(frame.code, frame.reason)
    else {
      this.#channels.delete(frame.channel)
      channel.end.closed(frame.code, frame.reason)
    }
  }

  #watch(): void {
    this.#cancelWatch?.()
    this.#isStale = false
    this.#cancelWatch = this.#options.timers.after(SILENCE_MAX_MS, () => {
      // A lid that was closed, a proxy that forgot us: nothing says so. Without channels nobody minds, until one opens.
      if (this.#channels.size > 0) this.#dropped(GONE, 'silence')
      else this.#isStale = true
    })
  }

  #dropped(code: number, reason: string): void {
    const socket = this.#socket
    this.#socket = null
    this.#isOpen = false
    this.#attempt++
    this.#isAsking = false
    this.#isAwaiting = false
    this.#isStale = false
    this.#cancelWatch?.()
    socket?.close()
    const channels = this.#channels
    this.#channels = new Map()
    this.#become(code === REFUSALS.signIn ? 'signed-out' : 'offline')
    for (const { end } of channels.values()) end.closed(code, reason)
    if (this.#isRunning) this.#connectLater()
  }

  #connectLater(): void {
    this.#cancelPause?.()
    const isSignedOut = this.#state === 'signed-out'
    const pauseMs = isSignedOut ? SIGNED_OUT_PAUSE_MS : this.#pauseMs
    this.#cancelPause = this.#options.timers.after(pauseMs, () => {
      this.#cancelPause = null
      this.connectNow()
    })
    if (!isSignedOut) this.#pauseMs = Math.min(this.#pauseMs * 2, RECONNECT_MAX_MS)
  }

  #send(frame: ChannelFrame): void {
    if (this.#socket?.readyState === WebSocket.OPEN)
      this.#socket.send(new Uint8Array(encodeChannelFrame(frame)))
  }

  #become(state: WireState): void {
    if (state === this.#state) return
    this.#state = state
    this.#options.onState(state)
  }
}
