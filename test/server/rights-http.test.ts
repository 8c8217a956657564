import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import * as v from 'valibot'
import { DocumentId, type MemberId, WorkspaceId } from '../../schemas/ids.ts'
import { plan } from '../../schemas/plan/plan.ts'
import { indexRoom, partRoom } from '../../schemas/protocol/room-name.ts'
import { type Role, ROLES } from '../../schemas/workspace/directory.ts'
import { addDocument } from '../../schemas/workspace/index-room.ts'
import type { RunningServer } from '../../sync-server/server.ts'
import {
  joinAs,
  Person,
  type Reply,
  setUp,
  type SetUp,
  startHeshu,
  temporaryFolder,
} from '../support/heshu.ts'

/** Everybody the doors must tell apart. */
const CALLERS = [...ROLES, 'revoked', 'stranger', 'nobody'] as const
type Caller = (typeof CALLERS)[number]

const folder = temporaryFolder()
let server: RunningServer
let world: SetUp
let stranger: SetUp
const people = new Map<Caller, Person>()
const open = v.parse(DocumentId, 'open-plan')
const narrowed = v.parse(DocumentId, 'narrowed-plan')

beforeAll(async () => {
  server = await startHeshu(folder.path)
  world = await setUp(server)
  for (const role of ROLES) people.set(role, (await joinAs(world, `人员-${role}`, role)).person)
  const revoked = await joinAs(world, '已停用', 'admin')
  people.set('revoked', revoked.person)
  people.set('stranger', await otherWorkspace())
  people.set('nobody', new Person(server.origin))
  await makeDocument(open)
  await makeDocument(narrowed)
  const directory = await world.admin.get(`/api/workspaces/${world.workspaceId}/directory`)
  const { revision } = v.parse(v.object({ revision: v.number() }), directory.json)
  const policy = { documentId: narrowed, status: 'draft', narrowedTo: { members: [], units: [] } }
  await world.admin.patch(`/api/workspaces/${world.workspaceId}/directory`, {
    revision,
    changes: [
      { change: 'set-member', member: revoked.id, role: 'admin', unit: null, active: false },
      { change: 'set-policy', policy },
    ],
  })
})
afterAll(async () => {
  await server.close()
  folder.remove()
})

/** An admin, but of another workspace on the same server. */
async function otherWorkspace(): Promise<Person> {
  const made = await server.services.directories.create(
    { name: '另一个工作区', units: [], admin: null },
    { now: Date.now(), along: [] },
  )
  const purpose = { purpose: 'invitation' as const, role: 'admin' as const, unit: null, note: '' }
  const { secret } = await server.services.links.make(
    { ...purpose, workspaceId: made.workspace.id, invitedBy: null },
    Date.now(),
  )
  const person = new Person(server.origin)
  const joining = { login: '外人', name: '外人', password: 'long-enough' }
  await person.post(`/api/invitations/${secret}`, joining)
  stranger = { admin: person, workspaceId: made.workspace.id, adminId: '' }
  return person
}

async function makeDocument(id: DocumentId): Promise<void> {
  const workspaceId = v.parse(WorkspaceId, world.workspaceId)
  let count = 0
  const body = new Y.Doc()
  plan.create(new Map([['body', body]]), {
    title: `方案 ${id}`,
    issuer: null,
    newId: () => `${id}-${++count}`,
  })
  await server.services.engine.applyUpdate(
    partRoom(workspaceId, id, 'body'),
    Y.encodeStateAsUpdate(body),
    null,
  )
  const index = new Y.Doc()
  const createdBy: MemberId = v.parse(v.pipe(v.string(), v.brand('MemberId')), world.adminId)
  addDocument(index, { id, kind: 'plan', title: `方案 ${id}`, folder: null, createdAt: 1, createdBy })
  await server.services.engine.applyUpdate(indexRoom(workspaceId), Y.encodeStateAsUpdate(index), null)
}

let requests = 0
const take = (person: Person, id: string, reason = 'manual') =>
  person.post(`/api/documents/${id}/versions`, { requestId: `request-${++requests}`, label: '版本', reason })

/** What each caller is answered. Members not named are answered 200. */
type Expected = Partial<Record<Caller, number>> & { readonly members: number }

interface Endpoint {
  readonly name: string
  readonly ask: (person: Person) => Promise<Reply>
  readonly expected: Expected
}

const OUTSIDE = { revoked: 403, stranger: 403, nobody: 401 } as const
const ws = () => `/api/workspaces/${world.workspaceId}`

const ENDPOINTS: readonly Endpoint[] = [
  {
    name: 'who am I',
    ask: (p) => p.get('/api/me'),
    expected: { members: 200, revoked: 200, stranger: 200, nobody: 200 },
  },
  {
    name: 'my workspaces',
    ask: (p) => p.get('/api/workspaces'),
    expected: { members: 200, revoked: 200, stranger: 200, nobody: 401 },
  },
  {
    name: 'read the directory',
    ask: (p) => p.get(`${ws()}/directory`),
    expected: { members: 200, ...OUTSIDE },
  },
  {
    name: 'change the directory',
    ask: (p) => p.patch(`${ws()}/directory`, { revision: -1, changes: [] }),
    expected: { admin: 409, members: 403, ...OUTSIDE },
  },
  {
    name: 'invite',
    ask: (p) => p.post(`${ws()}/invitations`, { role: 'reader', unit: null }),
    expected: { admin: 201, members: 403, ...OUTSIDE },
  },
  {
    name: 'make a password link',
    ask: (p) => p.post(`${ws()}/members/${world.adminId}/password-link`),
    expected: { admin: 201, members: 403, ...OUTSIDE },
  },
  { name: 'list documents', ask: (p) => p.get(`${ws()}/documents`), expected: { members: 200, ...OUTSIDE } },
  {
    name: 'take a version',
    ask: (p) => take(p, open),
    expected: { admin: 201, drafter: 201, members: 403, ...OUTSIDE },
  },
  {
    name: 'file a version',
    ask: (p) => take(p, open, 'archived'),
    expected: { admin: 201, members: 403, ...OUTSIDE },
  },
  {
    name: 'list versions',
    ask: (p) => p.get(`/api/documents/${open}/versions`),
    expected: { members: 200, ...OUTSIDE },
  },
  {
    name: 'read a version',
    ask: (p) => p.get(`/api/documents/${open}/versions/1`),
    expected: { members: 200, ...OUTSIDE },
  },
  {
    name: 'export a version',
    ask: (p) => p.get(`/api/documents/${open}/versions/1?format=package`),
    expected: { members: 200, ...OUTSIDE },
  },
  {
    name: 'verify a version',
    ask: (p) => p.get(`/api/documents/${open}/versions/1/verify`),
    expected: { members: 200, ...OUTSIDE },
  },
  {
    name: 'list versions of a narrowed document',
    ask: (p) => p.get(`/api/documents/${narrowed}/versions`),
    expected: { admin: 200, members: 403, ...OUTSIDE },
  },
  {
    name: 'take a version of a narrowed document',
    ask: (p) => take(p, narrowed),
    expected: { admin: 201, members: 403, ...OUTSIDE },
  },
  {
    name: 'an unknown workspace',
    ask: (p) => p.get('/api/workspaces/unknown/directory'),
    expected: { members: 404, revoked: 404, stranger: 404, nobody: 401 },
  },
  {
    name: 'an unknown document',
    ask: (p) => p.get('/api/documents/unknown/versions'),
    expected: { members: 404, revoked: 404, stranger: 404, nobody: 401 },
  },
]

describe('[D8] every role at every endpoint', () => {
  test.each(ENDPOINTS.map((endpoint) => [endpoint.name, endpoint] as const))(
    '%s',
    async (_, { ask, expected }) => {
      const answered: Record<string, number> = {}
      const wanted: Record<string, number> = {}
      for (const caller of CALLERS) {
        const person = people.get(caller)
        if (person === undefined) throw new Error(`nobody plays ${caller}`)
        const isMember = ROLES.some((role: Role) => role === caller)
        answered[caller] = (await ask(person)).status
        wanted[caller] = expected[caller] ?? (isMember ? expected.members : -1)
      }
      expect(answered).toEqual(wanted)
    },
  )

  test('a narrowed document is not in the list of those it is closed to', async () => {
    const ids = async (caller: Caller) => {
      const reply = await people.get(caller)?.get(`${ws()}/documents`)
      return v.parse(v.array(v.object({ id: v.string() })), reply?.json).map(({ id }) => id)
    }
    expect(await ids('admin')).toEqual([narrowed, open])
    expect(await ids('reader')).toEqual([open])
  })

  test('[A8] an admin makes no password link for somebody who is also in a workspace she does not rule', async () => {
    const { id } = await joinAs(stranger, '两处', 'reader')
    const member = server.services.directories.all()[1]?.members.find((each) => each.id === id)
    if (member === undefined) throw new Error('not joined')
    const home = v.parse(WorkspaceId, world.workspaceId)
    const context = { now: Date.now(), along: [] }
    await server.services.directories.addMember(
      home,
      { account: member, role: 'reader', unit: null },
      context,
    )
    expect((await world.admin.post(`${ws()}/members/${id}/password-link`)).status).toBe(403)
  })
})
