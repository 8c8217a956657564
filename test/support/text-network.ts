import * as Y from 'yjs'
import { bodyOf, writeBlocks, type NewBlock } from '../../schemas/text/body.ts'
import { HeadlessEditor, type HeadlessOptions } from './text-editor.ts'

/** Origin of everything that comes over the simulated network. */
export const NETWORK = Symbol('simulated network')

interface Message {
  readonly to: number
  readonly update: Uint8Array
}

/**
 * Several editors on one body over a network that loses, repeats and reorders. It is driven from outside (deliver
 * this, drop that), so that a failing property shrinks to its steps. Nothing in it is random.
 */
export class TextNetwork {
  readonly peers: readonly HeadlessEditor[]
  /** All updates ever made, as a server would log them. */
  readonly log: Uint8Array[]
  #inFlight: Message[] = []
  readonly #offline = new Set<number>()

  constructor(
    count: number,
    blocks: readonly NewBlock[],
    options: (peer: number) => HeadlessOptions = () => ({}),
  ) {
    const start = initialState(blocks)
    this.log = [start]
    this.peers = Array.from({ length: count }, (_, peer) => {
      const doc = new Y.Doc()
      doc.clientID = 10 + peer
      Y.applyUpdate(doc, start, NETWORK)
      doc.on('update', (update: Uint8Array, origin: unknown) => {
        if (origin !== NETWORK) this.#send(peer, update)
      })
      return new HeadlessEditor(doc, { name: 'abcdefgh'.charAt(peer), ...options(peer) })
    })
  }

  peer(index: number): HeadlessEditor {
    const peer = this.peers[index % this.peers.length]
    if (peer === undefined) throw new RangeError(`peer ${index}`)
    return peer
  }

  #send(from: number, update: Uint8Array): void {
    this.log.push(update)
    if (this.#offline.has(from)) return
    this.peers.forEach((_, to) => {
      if (to !== from && !this.#offline.has(to)) this.#inFlight.push({ to, update })
    })
  }

  /** Delivers one message that is under way, any of them. */
  deliver(pick: number): void {
    const [message] = this.#inFlight.splice(this.#place(pick), 1)
    if (message !== undefined) this.#receive(message)
  }

  /** Delivers one without taking it off its way: it will arrive again. */
  repeat(pick: number): void {
    const message = this.#inFlight[this.#place(pick)]
    if (message !== undefined) this.#receive(message)
  }

  /** Loses one. What was lost comes with the next exchange of state vectors. */
  drop(pick: number): void {
    this.#inFlight.splice(this.#place(pick), 1)
  }

  /** Delivers all that is under way as one merged update per peer. */
  deliverMerged(): void {
    const messages = this.#inFlight
    this.#inFlight = []
    this.peers.forEach((_, to) => {
      const updates = messages.filter((message) => message.to === to).map((message) => message.update)
      if (updates.length > 0) this.#receive({ to, update: Y.mergeUpdates(updates) })
    })
  }

  goOffline(peer: number): void {
    this.#offline.add(peer % this.peers.length)
    this.#inFlight = this.#inFlight.filter(({ to }) => !this.#offline.has(to))
  }

  /** Comes back: both sides ask for what they lack by state vector. */
  rejoin(peer: number): void {
    const index = peer % this.peers.length
    this.#offline.delete(index)
    this.peers.forEach((_, other) => {
      if (other !== index && !this.#offline.has(other)) this.#exchange(index, other)
    })
  }

  /** Everybody online, everything delivered. */
  settle(): void {
    this.#offline.clear()
    this.deliverMerged()
    for (let round = 0; round < 2; round++) {
      this.peers.forEach((_, a) => this.peers.forEach((_, b) => a !== b && this.#exchange(a, b)))
    }
    this.deliverMerged()
  }

  #exchange(a: number, b: number): void {
    const [one, other] = [this.peer(a).doc, this.peer(b).doc]
    this.#receive({ to: b, update: Y.encodeStateAsUpdate(one, Y.encodeStateVector(other)) })
    this.#receive({ to: a, update: Y.encodeStateAsUpdate(other, Y.encodeStateVector(one)) })
  }

  #receive({ to, update }: Message): void {
    Y.applyUpdate(this.peer(to).doc, update, NETWORK)
  }

  #place(pick: number): number {
    return this.#inFlight.length === 0 ? 0 : pick % this.#inFlight.length
  }
}

function initialState(blocks: readonly NewBlock[]): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = 1
  let ids = 0
  writeBlocks(bodyOf(doc), blocks, () => `p${ids++}`)
  return Y.encodeStateAsUpdate(doc)
}
