import type { Call, Answer } from '../route.ts'

/** `GET /healthz`: the process answers. */
export function health(): Answer {
  return { json: { ok: true } }
}

/** `GET /readyz`: the store answers too, so that edits can be taken. 503 when it does not. */
export async function readiness({ services }: Call): Promise<Answer> {
  await services.store.tables.all('SELECT 1 AS one')
  return { json: { ok: true } }
}
