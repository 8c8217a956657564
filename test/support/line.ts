import { createServer, connect, type Socket } from 'node:net'

/** A network line with a fixed address at one end: it can be cut, and put to another server, under its users' hands. */
export interface Line {
  readonly port: number
  /** Where connections go from now on. */
  leadTo(port: number): void
  /** Ends every connection and takes none until `mend`. */
  cut(): void
  mend(): void
  /**
   * What a closed lid leaves: web sockets carry nothing more and neither end is told; other connections end, as browsers
   * see to when they wake. New ones work.
   */
  forget(): void
  close(): Promise<void>
}

/** Lays a line from a free port to `port`. */
export async function layLine(port: number): Promise<Line> {
  const ends = new Set<Socket>()
  const webSockets = new WeakSet<Socket>()
  const forgotten = new WeakSet<Socket>()
  let target = port
  let isCut = false
  const server = createServer((near) => {
    if (isCut) return void near.destroy()
    const far = connect(target, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(from)
      from.on('data', (bytes: Buffer) => {
        if (from === near && /^upgrade: websocket/im.test(bytes.toString('latin1'))) {
          webSockets.add(near).add(far)
        }
        if (!forgotten.has(from)) to.write(bytes)
      })
      from.on('error', () => to.destroy())
      from.on('close', () => {
        ends.delete(from)
        if (!forgotten.has(from)) to.destroy()
      })
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()))
  const address = server.address()
  const dropAll = (): void => {
    for (const end of ends) end.destroy()
  }
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    leadTo: (port) => {
      target = port
    },
    cut: () => {
      isCut = true
      dropAll()
    },
    mend: () => {
      isCut = false
    },
    forget: () => {
      for (const end of ends) {
        if (webSockets.has(end)) forgotten.add(end)
        else end.destroy()
      }
    },
    close: async () => {
      dropAll()
      await new Promise((done) => server.close(done))
    },
  }
}
