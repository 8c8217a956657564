import { endWithParent } from '../../sync-server/launch/with-parent.ts'
import { runServer } from '../../sync-server/run.ts'

// What `npm start` does after the build: for tests of how it ends.
endWithParent(await runServer({ LOG_LEVEL: 'silent', ...process.env }))
