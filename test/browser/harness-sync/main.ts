import { fromBase64 } from 'lib0/buffer'
import * as v from 'valibot'
import * as Y from 'yjs'
import type { Answered } from '../../../client/sync/api.ts'
import { openReplica } from '../../../client/replica/replica.ts'
import { WorkspaceSession, type OpenRoom } from '../../../client/sync/session.svelte.ts'
import { DocumentId, MemberId, WorkspaceId } from '../../../schemas/ids.ts'
import type { TakeVersionRequest, VersionSummary } from '../../../schemas/protocol/api.ts'
import { RoomName } from '../../../schemas/protocol/room-name.ts'

/** What a test can do in a page that has replica and sync, and nothing else. */
export interface SyncHarness {
  open(room: string): Promise<void>
  release(room: string): void
  /** Writes at the end of the room's text, as one edit. */
  type(room: string, text: string): void
  /** Each character is an edit of its own. */
  typeEach(room: string, text: string): Promise<void>
  text(room: string): string
  set(room: string, key: string, value: unknown): void
  /** Types into a text that lies in a container others may take away: `rows` → `row` → `cell`. */
  typeCell(room: string, row: string, cell: string, text: string): void
  hasRow(room: string, row: string): boolean
  whenStored(room: string): Promise<void>
  room(room: string): { readonly access: string; readonly synced: boolean; readonly isRebuilding: boolean }
  state(): {
    readonly connection: string
    readonly save: WorkspaceSession['saveState']
    readonly unsent: readonly { readonly room: string; readonly updates: number; readonly inMemory: number }[]
    readonly rescues: readonly {
      readonly id: string
      readonly room: string
      readonly code: number
      readonly text: string
    }[]
  }
  bundle(): Promise<string>
  /** Asks for a version; answers what came of it at once. */
  takeVersion(document: string, label: string): Promise<'taken' | 'waits' | 'refused'>
  /** Requests that the server was asked, with the text of the body they carry. */
  asked(): readonly { readonly label: string; readonly text: string }[]
  /** What the server answers from now on. */
  answerVersions(code: 'ok' | 'not-held' | 'not-allowed'): void
  waitingVersions(): readonly { readonly label: string; readonly refused: string | null }[]
  resubmit(id: string): Promise<boolean>
  connectNow(): void
  /** Rows in the database: how many of which table a room has. */
  rows(table: 'updates' | 'outbox' | 'rescue'): Promise<number>
}

declare global {
  interface Window {
    sync: SyncHarness
  }
}

const query = new URLSearchParams(location.search)
const account = v.parse(MemberId, query.get('account'))
const workspaceId = v.parse(WorkspaceId, query.get('workspace') ?? 'w1')
const url = query.get('url') ?? 'ws://127.0.0.1:9/sync'

const replica = openReplica(account)
const unreachable = () => Promise.resolve({ ok: false, code: 'unreachable' } as const)
const asked: { readonly label: string; readonly text: string }[] = []
let versionAnswer: 'ok' | 'not-held' | 'not-allowed' = 'ok'

/** Stands where HTTP is: without a connection there is no answer. */
function takeVersion(documentId: DocumentId, request: TakeVersionRequest): Promise<Answered<VersionSummary>> {
  if (session.connection !== 'online') return Promise.resolve({ ok: false, code: 'unreachable' })
  const { label, reason, states } = request
  const body = new Y.Doc()
  Y.applyUpdate(body, fromBase64(states?.body ?? ''))
  asked.push({ label, text: body.getText('body').toString() })
  if (versionAnswer !== 'ok') return Promise.resolve({ ok: false, code: versionAnswer })
  const value = { documentId, number: 1, label, reason, author: null, time: 0, hash: '' }
  return Promise.resolve({ ok: true, value })
}

/** Who is signed in, as the server would say; another account when the test says so. */
const me = {
  ok: true,
  value: {
    account: { id: v.parse(MemberId, query.get('signed-in') ?? account), login: account, name: account },
    isSetUp: true,
    serverTime: 0,
    timeZone: 'Asia/Shanghai',
  },
} as const
const session = new WorkspaceSession({
  workspaceId,
  replica,
  api: { me: () => Promise.resolve(me), directory: unreachable, takeVersion },
  url,
})
const stop = session.start()
addEventListener('pagehide', () => stop())

const rooms = new Map<string, OpenRoom>()

function opened(room: string): OpenRoom {
  const open = rooms.get(room)
  if (open === undefined) throw new RangeError(`${room} is not open in this page`)
  return open
}

function append(room: string, text: string): void {
  const body = opened(room).doc.getText('body')
  body.insert(body.length, text)
}

async function count(table: string): Promise<number> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(`heshu-${account}`)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('not opened'))
  })
  const rows = await new Promise<number>((resolve, reject) => {
    const request = db.transaction(table).objectStore(table).count()
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('not counted'))
  })
  db.close()
  return rows
}

window.sync = {
  open: async (room) => {
    rooms.set(room, await session.open(v.parse(RoomName, room)))
  },
  release: (room) => {
    opened(room).release()
    rooms.delete(room)
  },
  type: append,
  typeEach: async (room, text) => {
    for (const character of text) {
      append(room, character)
      // A task of its own for each key, as a keyboard gives.
      await new Promise((resolve) => setTimeout(resolve))
    }
  },
  text: (room) => opened(room).doc.getText('body').toString(),
  set: (room, key, value) => void opened(room).doc.getMap('meta').set(key, value),
  typeCell: (room, row, cell, text) => {
    const cells = opened(room).doc.getMap('rows').get(row)
    const words = cells instanceof Y.Map ? cells.get(cell) : undefined
    if (!(words instanceof Y.Text)) throw new RangeError(`${row}/${cell} is no text`)
    words.insert(words.length, text)
  },
  hasRow: (room, row) => opened(room).doc.getMap('rows').has(row),
  whenStored: (room) => opened(room).whenStored(),
  room: (room) => {
    const { access, synced, isRebuilding } = opened(room)
    return { access, synced, isRebuilding }
  },
  state: () => ({
    connection: session.connection,
    save: session.saveState,
    unsent: session.unsent.map(({ room, updates, inMemory }) => ({ room, updates, inMemory })),
    rescues: session.rescues.map(({ id, room, code, text }) => ({ id, room, code, text })),
  }),
  bundle: async () => (await session.rescueBundle()).text(),
  takeVersion: async (document, label) => {
    const answer = await session.takeVersion(v.parse(DocumentId, document), { label, reason: 'manual' })
    if ('taken' in answer) return 'taken'
    return 'waits' in answer ? 'waits' : 'refused'
  },
  asked: () => asked,
  answerVersions: (code) => {
    versionAnswer = code
  },
  waitingVersions: () => session.waitingVersions.map(({ label, refused }) => ({ label, refused })),
  resubmit: (id) => session.resubmit(id),
  connectNow: () => session.connectNow(),
  rows: count,
}
