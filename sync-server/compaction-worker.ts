import { parentPort } from 'node:worker_threads'
import { compactRoom } from './compact-room.ts'
import { unpackRoom } from './store/packing.ts'

/** Compacts one room after another; see compaction.ts for the other end of the port. */
parentPort?.on('message', ({ room, packed, bindings }) => {
  const compaction = compactRoom({ room, stored: unpackRoom(packed), bindings })
  parentPort?.postMessage(compaction)
})
