import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import * as Y from 'yjs'
import { REFUSALS } from '../../schemas/protocol/errors.ts'
import { RoomName } from '../../schemas/protocol/room-name.ts'
import type { RunningServer } from '../../sync-server/server.ts'
import { heshu, joinAs, Person, setUp, startHeshu, temporaryFolder, type SetUp } from '../support/heshu.ts'
import { DREDGING_PLAN } from '../support/plan-text.ts'
import { makePlan } from '../support/sheet.ts'
import { openChannel, step1, type ChannelClient } from '../support/sync-client.ts'
import { until } from '../support/until.ts'

let folder: ReturnType<typeof temporaryFolder>
let server: RunningServer
let office: SetUp
let url = ''
let closers: (() => void)[]

beforeEach(async () => {
  folder = temporaryFolder()
  server = await startHeshu(folder.path)
  office = await setUp(server)
  url = `${server.origin.replace('http', 'ws')}/sync`
  closers = []
})
afterEach(async () => {
  for (const close of closers) close()
  await server.close()
  folder.remove()
})

const tokenOf = async (login: string): Promise<string> =>
  (await heshu(folder.path, ['token', login])).stdout.trim()

async function open(token: string, room: string, options = {}): Promise<ChannelClient> {
  const { socket, client } = await openChannel(url, token, room, options)
  closers.push(() => socket.close())
  return client
}

describe('words typed into what a colleague deletes', () => {
  test('[S9] a whole table deleted while somebody writes in it offline: the words are in the journal, with their name', async () => {
    const { id: bobId } = await joinAs(office, 'bob', 'drafter')
    const [annaToken, bobToken] = [await tokenOf('李主任'), await tokenOf('bob')]
    const room = v.parse(RoomName, `${office.workspaceId}/plan-of-tables/body`)
    const anna = await open(annaToken, room)
    anna.doc.transact(() => {
      const table = new Y.Map<unknown>([['cell', new Y.Text('牵头单位')]])
      anna.doc.getText('body').insertEmbed(0, table)
    })
    await until('it is stored', () => anna.unacknowledged.size === 0)
    const offline = await open(bobToken, room, { sendsByHand: true })
    const before = Y.encodeStateVector(offline.doc)
    const [{ insert: table }] = offline.doc.getText('body').toDelta()
    const cell = table instanceof Y.Map ? table.get('cell') : null
    if (!(cell instanceof Y.Text)) throw new Error('no cell')
    cell.insert(cell.length, '：区水利局，离线写的')
    const late = Y.encodeStateAsUpdate(offline.doc, before)

    anna.doc.getText('body').delete(0, anna.doc.getText('body').length)
    await until('the deletion is stored', () => anna.unacknowledged.size === 0)
    offline.sendUpdate(late)
    await until('the late words are stored', () => offline.unacknowledged.size === 0)
    expect(anna.doc.getText('body').length).toBe(0)
    // A tail as short as this would be kept as it is; a longer one is compacted when the last has left.
    for (let count = 0; count < 30; count++) anna.doc.getText('body').insert(0, '续')
    await until('all is stored', () => anna.unacknowledged.size === 0)
    for (const close of closers) close()
    const journal = () => server.services.store.rooms.overwritten(room)
    await until('the room is compacted', async () => (await journal()).length > 0)
    expect(await journal()).toMatchObject([{ by: bobId, text: '：区水利局，离线写的' }])
  })
})

describe('reading a live document', () => {
  test('[K1] export, list, version and page leave its state as it was, byte for byte', async () => {
    const { id } = await makePlan(server, office.workspaceId, DREDGING_PLAN)
    const room = v.parse(RoomName, `${office.workspaceId}/${id}/body`)
    const client = await open(await tokenOf('李主任'), room)
    client.doc.getText('body').insert(3, '正在写的')
    await until('it is stored', () => client.unacknowledged.size === 0)
    const state = async () => {
      const stored = await server.services.store.rooms.load(room)
      return { sequence: stored?.sequence, vector: [...Y.encodeStateVector(client.doc)] }
    }
    const before = await state()
    const heard = client.received.length
    const file = (name: string) => `${folder.path}/${name}`
    for (const format of ['json', 'html']) {
      expect((await heshu(folder.path, ['export', id, '--format', format, '-o', file(format)])).code).toBe(0)
    }
    expect((await heshu(folder.path, ['snapshot', id, '--label', '征求意见稿'])).code).toBe(0)
    for (const path of [
      `/api/workspaces/${office.workspaceId}/documents`,
      `/api/documents/${id}/versions`,
      `/api/documents/${id}/versions/1`,
      `/api/documents/${id}/versions/1/verify`,
    ]) {
      expect((await office.admin.get(path)).status).toBe(200)
    }
    expect(await state()).toEqual(before)
    // Colleagues who are writing heard nothing of it.
    expect(client.received.slice(heard).filter(({ type }) => type === 'update')).toEqual([])
  })
})

describe('who is not let in, at the whole server', () => {
  test('[S10] [S12] [HTTP1] a wrong token, a foreign page, another workspace’s document: refused, and nobody else notices', async () => {
    const { id } = await makePlan(server, office.workspaceId, DREDGING_PLAN)
    const token = await tokenOf('李主任')
    const room = `${office.workspaceId}/${id}/body`
    const writer = await open(token, room)

    expect((await openChannel(url, token, `nowhere/${id}/body`)).client.closeCode).toBe(
      REFUSALS.unknownWorkspace,
    )
    const { code, stdout } = await heshu(folder.path, ['workspace', 'add', '另一个工作区'])
    expect(code).toBe(0)
    const other = stdout.trim()
    const added = ['user', 'add', 'stranger', '--name', '外人', '--role', 'admin', '--workspace', other]
    expect((await heshu(folder.path, [...added, '--password-stdin'], 'stranger-2027')).code).toBe(0)
    const stranger = await tokenOf('stranger')
    expect((await openChannel(url, stranger, room)).client.closeCode).toBe(REFUSALS.notAllowed)
    const claimed = await openChannel(url, stranger, `${other}/${id}/body`)
    expect(claimed.client.closeCode).toBe(REFUSALS.otherWorkspace)
    expect((await new Person(server.origin).get(`/api/documents/${id}/versions`)).status).toBe(401)

    writer.send(step1(writer.doc))
    writer.doc.getText('body').insert(0, '照常')
    await until('the member goes on', () => writer.unacknowledged.size === 0)
    expect(writer.closeCode).toBeNull()
    claimed.socket.close()
  })
})
