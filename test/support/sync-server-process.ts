import { startSyncServer } from './server.ts'

/**
 * The child of `spawnSyncServer`: serves the data folder named on the command line and prints its address. With RAISED
 * in the environment, limits that would hold a measurement back are lifted.
 */
const dataDir = process.argv[2]
if (dataDir === undefined) throw new Error('which data folder?')
const server = await startSyncServer({
  dataDir,
  limits: process.env.RAISED === undefined ? {} : { updatesPerSecond: 1e6, newRoomsPerMinute: 1e6 },
})
process.once('SIGTERM', () => void server.stop())
console.log(server.url)
