import { startSyncServer } from './server.ts'

/** The child of `spawnSyncServer`: serves the data folder named on the command line and prints its address. */
const dataDir = process.argv[2]
if (dataDir === undefined) throw new Error('which data folder?')
const server = await startSyncServer({ dataDir })
process.once('SIGTERM', () => void server.stop())
console.log(server.url)
