import { runServer } from './run.ts'

// The server alone, without building the app: `node sync-server/main.ts`.
await runServer(process.env)
