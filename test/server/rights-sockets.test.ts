import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { REFUSALS } from '../../schemas/protocol/errors.ts'
import { ACCESS, encodeRaiseSchema } from '../../schemas/protocol/messages.ts'
import { ROLES, type Role } from '../../schemas/workspace/directory.ts'
import { makeDataDir, removeDataDir, startSyncServer, type SyncServer } from '../support/server.ts'
import { ChannelSocket, openChannel, PlainClient, step1, updateOf } from '../support/sync-client.ts'
import { documentId, memberId, SyncWorld, workspaceId } from '../support/sync-world.ts'
import { until } from '../support/until.ts'

/** The table of design.md §8: which rooms each role may write; everybody reads all of them. */
const WRITES: Readonly<Record<Role, readonly string[]>> = {
  admin: ['index', 'body', 'report-own', 'report-other', 'discussion'],
  drafter: ['index', 'body', 'report-own', 'discussion'],
  reporter: ['report-own', 'discussion'],
  reviewer: ['discussion'],
  reader: [],
}
const CASES = ROLES.flatMap((role) =>
  WRITES.admin.map((part) => ({ role, part, may: WRITES[role].includes(part) ? 'write' : 'read' })),
)

let dataDir: string
let server: SyncServer
let world: SyncWorld

/** The boss and one member of each role, in unit `own`. */
function populate(workspace: string): void {
  world.member('boss', 'admin', workspace)
  for (const role of ROLES) world.member(role, role, workspace, 'own')
}

beforeAll(async () => {
  dataDir = makeDataDir()
  world = new SyncWorld()
  populate('w1')
  world.member('stranger', 'admin', 'w2')
  server = await startSyncServer({ dataDir, world })
})
afterAll(async () => {
  await server.stop()
  removeDataDir(dataDir)
})
// One server for all; each test has its own documents.
let plan = ''
let planCount = 0
beforeEach(() => {
  plan = `plan${++planCount}`
  populate('w1')
})

async function textIn(room: string): Promise<string> {
  const { socket, client } = await openChannel(server.url, 'boss', room)
  const text = client.doc.getText('body').toString()
  socket.close()
  return text
}

describe('each role in each part', () => {
  /** The room of `part` in a workspace of the test's own: there is but one index in each. */
  const roomOf = (part: string) => {
    populate(`w-${plan}`)
    return part === 'index' ? `w-${plan}/index` : `w-${plan}/${plan}/${part}`
  }

  test.each(CASES)('[S10] a $role may $may $part over many rooms', async ({ role, part, may }) => {
    const room = roomOf(part)
    const { socket, client } = await openChannel(server.url, role, room)
    expect(client.info?.access).toBe(may === 'write' ? ACCESS.write : ACCESS.read)
    expect(client.received.some(({ type }) => type === 'step1')).toBe(may === 'write')
    client.doc.getText('body').insert(0, '写')
    await until('it is decided', () => client.acknowledged.length + client.refused.length === 1)
    expect(client.refused.map(({ code }) => code)).toEqual(may === 'write' ? [] : [REFUSALS.notAllowed])
    expect(client.closeCode).toBeNull()
    expect(await textIn(room)).toBe(may === 'write' ? '写' : '')
    socket.close()
  })

  test.each(CASES)('[S10] a $role may $may $part on a plain socket', async ({ role, part, may }) => {
    const room = roomOf(part)
    const client = await new PlainClient(`${server.url}/${room}?token=${role}`).opened()
    const doc = new Y.Doc()
    doc.getText('body').insert(0, '写')
    client.send(step1(new Y.Doc()))
    client.send(updateOf(Y.encodeStateAsUpdate(doc)))
    await client.has('an answer', (received) => received.some(({ type }) => type === 'step2'))
    expect(client.received.some(({ type }) => type === 'step1')).toBe(may === 'write')
    if (may === 'write') await until('it is stored', async () => (await textIn(room)) === '写')
    // Whoever may not write is not closed, and goes on reading.
    const boss = await openChannel(server.url, 'boss', room)
    boss.client.doc.getText('body').insert(0, '看')
    await until('it is seen', () => client.doc(doc).getText('body').toString().includes('看'))
    expect(await textIn(room)).toBe(may === 'write' ? boss.client.doc.getText('body').toString() : '看')
    expect(client.closeCode).toBeNull()
    client.close()
    boss.socket.close()
  })
})

describe('at the door', () => {
  const refusedWith = async (token: string, room: string) => {
    const plain = new PlainClient(`${server.url}/${room}?token=${token}`)
    const { socket, client } = await openChannel(server.url, token, room)
    const codes = [await plain.closed(), client.closeCode]
    socket.close()
    return codes
  }

  test('[S10] a workspace nobody knows, and one that is not mine', async () => {
    expect(await refusedWith('admin', `nowhere/${plan}/body`)).toEqual([4404, 4404])
    expect(await refusedWith('admin', `w2/${plan}/body`)).toEqual([4403, 4403])
    expect(await refusedWith('admin', 'w2/index')).toEqual([4403, 4403])
  })

  test('[S12] another workspace’s document, from its first stored word on', async () => {
    const mine = await openChannel(server.url, 'boss', `w1/${plan}/body`)
    const before = await openChannel(server.url, 'stranger', `w2/${plan}/discussion`)
    mine.client.doc.getText('body').insert(0, 'x')
    await until('it is stored', () => mine.client.acknowledged.length === 1)
    expect(await refusedWith('stranger', `w2/${plan}/body`)).toEqual([4409, 4409])
    // Whoever had opened it before it was anybody's learns at the first write.
    before.client.doc.getText('body').insert(0, 'y')
    await until('closed', () => before.client.closeCode !== null)
    expect(before.client.closeCode).toBe(REFUSALS.otherWorkspace)
    expect(before.client.acknowledged).toEqual([])
    mine.socket.close()
    before.socket.close()
  })

  test('[S12] two workspaces writing one new id at the same moment: one gets it, the other is told', async () => {
    const a = await openChannel(server.url, 'boss', 'w1/race/body')
    const b = await openChannel(server.url, 'stranger', 'w2/race/body')
    for (const { client } of [a, b]) client.doc.getText('body').insert(0, 'first!')
    await until('both know', () =>
      [a, b].every(({ client }) => client.acknowledged.length > 0 || client.closeCode !== null),
    )
    const winners = [a, b].filter(({ client }) => client.acknowledged.length > 0)
    expect(winners.length).toBe(1)
    const [winner, loser] = winners[0] === a ? ['w1', 'w2'] : ['w2', 'w1']
    const race = documentId('race')
    expect(await server.store.rooms.workspaceOf(race)).toBe(winner)
    expect(await server.store.rooms.roomsOf(workspaceId(loser), race)).toEqual([])
    for (const { socket } of [a, b]) socket.close()
  })

  test('[S10] a wrong token, no token, and none any more', async () => {
    for (const query of ['?token=nobody', '', '?token=']) {
      const client = new PlainClient(`${server.url}/w1/${plan}/body${query}`)
      expect(await client.closed()).toBe(REFUSALS.signIn)
      const many = new PlainClient(`${server.url}${query}`)
      expect(await many.closed()).toBe(REFUSALS.signIn)
    }
  })

  test('[S10] a document narrowed to others, and one frozen by its status', async () => {
    const policy = { documentId: documentId(plan), status: 'draft', narrowedTo: null } as const
    world.setPolicy({ ...policy, narrowedTo: { members: [memberId('reader')], units: [] } })
    expect(await refusedWith('drafter', `w1/${plan}/body`)).toEqual([4403, 4403])
    const reader = await openChannel(server.url, 'reader', `w1/${plan}/body`)
    expect(reader.client.info?.access).toBe(ACCESS.read)
    world.setPolicy({ ...policy, status: 'approved' })
    const drafter = await openChannel(server.url, 'drafter', `w1/${plan}/body`)
    expect(drafter.client.info?.access).toBe(ACCESS.read)
    reader.socket.close()
    drafter.socket.close()
  })
})

describe('while connected', () => {
  test('[S11] a removed member is out at once, on both kinds of sockets; others stay', async () => {
    const many = await openChannel(server.url, 'drafter', `w1/${plan}/body`)
    const plain = await new PlainClient(`${server.url}/w1/${plan}/body?token=drafter`).opened()
    const other = await openChannel(server.url, 'boss', `w1/${plan}/body`)
    await plain.has('it is in', (received) => received.length > 0)
    world.remove('drafter')
    await server.sockets.revalidate()
    expect(await plain.closed()).toBe(REFUSALS.notAllowed)
    await until('the channel is closed', () => many.client.closeCode === REFUSALS.notAllowed)
    many.client.doc.getText('body').insert(0, 'too late')
    other.client.doc.getText('body').insert(0, 'still here')
    await until('the other goes on', () => other.client.acknowledged.length === 1)
    expect(await textIn(`w1/${plan}/body`)).toBe('still here')
    other.socket.close()
    many.socket.close()
  })

  test('[S11] a member of another workspace too loses only the rooms of the one', async () => {
    world.member('both', 'drafter', 'w1').member('both', 'drafter', 'w2')
    const socket = new ChannelSocket(server.url, 'both')
    const [one, two] = [await socket.open(`w1/${plan}/body`), await socket.open('w2/other/body')]
    await until('both are in', () => one.info !== null && two.info !== null)
    world.remove('both', 'w1')
    server.engine.revalidate()
    await until('one is closed', () => one.closeCode === REFUSALS.notAllowed)
    two.doc.getText('body').insert(0, 'x')
    await until('two goes on', () => two.acknowledged.length === 1)
    expect(socket.raw.closeCode).toBeNull()
    socket.close()
  })

  test('[S11] signing out closes every socket of the session', async () => {
    world.member('leaver', 'drafter')
    const many = await openChannel(server.url, 'leaver', `w1/${plan}/body`)
    world.signOut('leaver')
    server.engine.revalidate()
    expect(await many.socket.raw.closed()).toBe(REFUSALS.signIn)
  })

  test('[S11] a drafter made reader goes on reading; made drafter again, is asked what it has', async () => {
    const { socket, client } = await openChannel(server.url, 'drafter', `w1/${plan}/body`)
    world.member('drafter', 'reader', 'w1', 'own')
    await server.sockets.revalidate()
    await until('it is told', () => client.info?.access === ACCESS.read)
    client.doc.getText('body').insert(0, '没有写成')
    await until('refused', () => client.refused.length === 1)
    const questions = () => client.received.filter(({ type }) => type === 'step1').length
    const before = questions()
    world.member('drafter', 'drafter', 'w1', 'own')
    await server.sockets.revalidate()
    await until('it is asked', () => questions() === before + 1)
    expect(client.info?.access).toBe(ACCESS.write)
    expect(await textIn(`w1/${plan}/body`)).toBe('')
    socket.close()
  })

  test('[S11] whoever is revoked while a room is still being opened does not get in', async () => {
    const socket = new ChannelSocket(server.url, 'drafter')
    await socket.raw.opened()
    const opening = socket.open(`w1/${plan}/body`)
    world.member('drafter', 'reader', 'w1', 'own')
    await server.sockets.revalidate()
    const client = await opening
    await until('it is decided', () => client.info !== null)
    expect(client.info?.access).toBe(ACCESS.read)
    socket.close()
  })
})

describe('schema numbers', () => {
  test('[S17] an older app reads a newer room and cannot write it; its edit is refused as such', async () => {
    const newer = await openChannel(server.url, 'boss', `w1/${plan}/body`, { schemaNumber: 2 })
    const older = await openChannel(server.url, 'drafter', `w1/${plan}/body`, { schemaNumber: 1 })
    const stock = await new PlainClient(`${server.url}/w1/${plan}/body?token=drafter`).opened()
    expect(older.client.info).toMatchObject({ access: ACCESS.write, schemaNumber: 1 })
    newer.client.send(encodeRaiseSchema(2))
    newer.client.doc.getText('body').insert(0, '新的形状')
    await until('everybody is told', () =>
      [newer, older].every(({ client }) => client.info?.schemaNumber === 2),
    )
    expect(newer.client.info?.access).toBe(ACCESS.write)
    expect(older.client.info?.access).toBe(ACCESS.readSchemaTooOld)
    await until('the older reads it', () => older.client.doc.getText('body').length === 4)
    older.client.doc.getText('body').insert(0, 'x')
    await until('refused', () => older.client.refused.length === 1)
    expect(older.client.refused[0]?.code).toBe(REFUSALS.schemaTooOld)
    const doc = new Y.Doc()
    doc.getText('body').insert(0, 'y')
    stock.send(updateOf(Y.encodeStateAsUpdate(doc)))
    stock.send(step1(doc))
    await stock.has('an answer', (received) => received.some(({ type }) => type === 'step2'))
    expect(await textIn(`w1/${plan}/body`)).toBe('新的形状')
    for (const { socket } of [newer, older]) socket.close()
    stock.close()
    await until('the room is let go', () => server.engine.stats().rooms === 0)
    const later = await openChannel(server.url, 'drafter', `w1/${plan}/body`, { schemaNumber: 1 })
    expect(later.client.info).toMatchObject({ access: ACCESS.readSchemaTooOld, schemaNumber: 2 })
    later.socket.close()
  })

  test('[S17] nobody raises a room above what their own app knows, nor without the right to write', async () => {
    const liar = await openChannel(server.url, 'drafter', `w1/${plan}/body`, { schemaNumber: 1 })
    liar.client.send(encodeRaiseSchema(9))
    await until('closed', () => liar.client.closeCode !== null)
    expect(liar.client.closeCode).toBe(REFUSALS.malformed)
    const reader = await openChannel(server.url, 'reader', `w1/${plan}/body`, { schemaNumber: 5 })
    reader.client.send(encodeRaiseSchema(5))
    reader.client.requestState()
    await until('answered', () => reader.client.received.filter(({ type }) => type === 'step2').length === 2)
    expect(reader.client.info?.schemaNumber).toBe(1)
    liar.socket.close()
    reader.socket.close()
  })
})

test('[S10] a member whose unit the report is not may not write it, whatever else it may', async () => {
  world.member('elsewhere', 'reporter', 'w1', 'other')
  const { socket, client } = await openChannel(server.url, 'elsewhere', `w1/${plan}/report-own`)
  client.doc.getText('body').insert(0, '别人的进展')
  await until('refused', () => client.refused.length === 1)
  socket.close()
})
