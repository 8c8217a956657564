import type { Answer, Call } from '../route.ts'

/** `GET /healthz`: the process answers. */
export function health(): Answer {
  return { json: { ok: true } }
}

/** `GET /readyz`: the store answers too, so that edits can be taken. 503 when it does not. */
export async function readiness({ services }: Call): Promise<Answer> {
  await services.store.tables.all('SELECT 1 AS one')
  return { json: { ok: true } }
}

/** `GET /metrics`: what is open and how much memory it takes, as Prometheus reads it. No names, no numbers of people. */
export function metrics({ services }: Call): Answer {
  const { rooms, loading, queuedBytes } = services.engine.stats()
  const { rss, heapUsed, external } = process.memoryUsage()
  const values = {
    heshu_rooms_open: rooms,
    heshu_rooms_loading: loading,
    heshu_commit_queue_bytes: queuedBytes,
    process_resident_memory_bytes: rss,
    nodejs_heap_size_used_bytes: heapUsed,
    nodejs_external_memory_bytes: external,
    process_uptime_seconds: Math.round(process.uptime()),
  }
  const lines = Object.entries(values).map(([name, value]) => `# TYPE ${name} gauge\n${name} ${value}\n`)
  return { bytes: lines.join(''), type: 'text/plain; version=0.0.4; charset=utf-8' }
}
