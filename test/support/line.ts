import { createServer, connect, type Socket } from 'node:net'

/** A network line with a fixed address at one end: it can be cut, and put to another server, under its users' hands. */
export interface Line {
  readonly port: number
  /** Where connections go from now on. */
  leadTo(port: number): void
  /** Ends every connection and takes none until `mend`. */
  cut(): void
  mend(): void
  /** Lets every connection there is carry nothing more, and tells neither end: what a closed lid leaves. New ones work. */
  forget(): void
  close(): Promise<void>
}

/** Lays a line from a free port to `port`. */
export async function layLine(port: number): Promise<Line> {
  const ends = new Set<Socket>()
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
      from.on('data', (bytes) => {
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
      for (const end of ends) forgotten.add(end)
    },
    close: async () => {
      dropAll()
      await new Promise((done) => server.close(done))
    },
  }
}
