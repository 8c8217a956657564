import { buildClientWhenStale } from '../../sync-server/launch/build-client.ts'

/** Builds the app once before the browser tests, as `npm start` does, unless nothing has changed (vitest globalSetup). */
export default async function buildClient(): Promise<void> {
  await buildClientWhenStale((line) => console.log(line))
}
