import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebsocketProvider as ProviderV3 } from 'y-websocket'
import { WebsocketProvider as ProviderV1 } from 'y-websocket-v1'
import { WebsocketProvider as ProviderV2 } from 'y-websocket-v2'
import * as Y from 'yjs'
import { makeDataDir, removeDataDir, startSyncServer, type SyncServer } from '../support/server.ts'
import { openChannel } from '../support/sync-client.ts'
import { until } from '../support/until.ts'

let dataDir: string
let server: SyncServer

beforeEach(async () => {
  dataDir = makeDataDir()
  server = await startSyncServer({ dataDir })
})
afterEach(async () => {
  await server.stop()
  removeDataDir(dataDir)
})

const PROVIDERS = [
  ['1.x', ProviderV1],
  ['2.x', ProviderV2],
  ['3.x', ProviderV3],
] as const

describe('stock providers', () => {
  test.each(PROVIDERS)(
    '[S1] y-websocket %s converges with others and finds it all after a restart',
    async (_v, Provider) => {
      const provider = (token: string, doc: Y.Doc) =>
        new Provider(server.url, 'w1/plan1/body', doc, {
          params: { token },
          disableBc: true,
        })
      const [docA, docB] = [new Y.Doc(), new Y.Doc()]
      docA.getText('body').insert(0, '工作方案')
      const [a, b] = [provider('anna', docA), provider('bob', docB)]
      await until('both are synced', () => a.synced && b.synced)
      docB.getText('body').insert(0, '关于')
      await until(
        'both have all',
        () => docA.getText('body').length === 6 && docB.getText('body').length === 6,
      )
      expect(docA.getText('body').toString()).toBe(docB.getText('body').toString())
      a.destroy()
      b.destroy()
      await server.stop()
      server = await startSyncServer({ dataDir })
      const docC = new Y.Doc()
      const c = provider('rita', docC)
      await until('the reader is synced', () => c.synced)
      expect(docC.getText('body').toString()).toBe(docA.getText('body').toString())
      c.destroy()
    },
  )
})

test('[S2] many rooms share a socket; updates are acknowledged and reach others', async () => {
  const anna = await openChannel(server.url, 'anna', 'w1/plan1/body')
  const bob = await openChannel(server.url, 'bob', 'w1/plan1/body')
  anna.client.doc.getText('body').insert(0, '你好')
  await until('acknowledged', () => anna.client.unacknowledged.size === 0)
  await until('bob has it', () => bob.client.doc.getText('body').length === 2)
  anna.socket.close()
  bob.socket.close()
})
