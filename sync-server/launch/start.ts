import { runServer } from '../run.ts'
import { lineOf } from '../start-failure.ts'
import { buildClientWhenStale } from './build-client.ts'
import { endWithParent } from './with-parent.ts'

// `npm start`: the app built when it has changed, then app and sync on one port. The log is kept to what matters;
// LOG_LEVEL=info shows every request.
try {
  await buildClientWhenStale((line) => console.log(line))
} catch (error) {
  process.stderr.write(`合署未能启动 Heshu did not start: ${lineOf(error)}\n`)
  process.exit(1)
}
endWithParent(await runServer({ LOG_LEVEL: 'warn', ...process.env }))
