import type { DocumentId, WorkspaceId } from '../../schemas/ids.ts'
import type { KindName } from '../../schemas/kind.ts'
import {
  isPart,
  type Part,
  parseRoomName,
  partRoom,
  type RoomName,
} from '../../schemas/protocol/room-name.ts'
import { fromBase64 } from '../../schemas/record/digest.ts'
import { Refused } from '../refusal.ts'
import type { Store } from '../store/store.ts'
import type { ContentReader } from './content-reader.ts'
import type { ContentRead } from './content-worker.ts'
import { updatesOf } from './documents.ts'

export interface CutOptions {
  readonly store: Store
  readonly reader: ContentReader
  readonly holds: (room: RoomName, update: Uint8Array) => Promise<boolean>
  /** As the index lists it; null when it does not. @throws Refused 'bad-input' for a kind of a newer program */
  readonly kindOf: (workspaceId: WorkspaceId, documentId: DocumentId) => Promise<KindName | null>
}

export interface CutOrder {
  readonly documentId: DocumentId
  readonly workspaceId: WorkspaceId
  readonly states?: Readonly<Record<string, string>> | undefined
}

/** A document at one moment: its content, the states it was read from, and each room's sequence. */
export interface Cut {
  readonly read: ContentRead
  readonly sequences: ReadonlyMap<Part, number>
}

interface CutPart {
  readonly part: Part
  readonly sequence: number
  readonly updates: readonly Uint8Array[]
}

/** Reads the document as it stands in one snapshot of the store, or as the given states have it. */
export async function cutDocument(options: CutOptions, order: CutOrder): Promise<Cut> {
  const { workspaceId, documentId, states } = order
  const stored = await storedParts(options.store, workspaceId, documentId)
  if (stored.length === 0) {
    throw new Refused('not-found', `文档 ${documentId} 还没有内容 nothing was written to it yet`)
  }
  const parts = states === undefined ? stored : await seenParts(options, order, stored, states)
  const kind = await options.kindOf(workspaceId, documentId)
  const read = await options.reader.read({
    kind,
    parts: parts.map(({ part, updates }) => ({ part, updates })),
  })
  return { read, sequences: new Map(parts.map(({ part, sequence }) => [part, sequence])) }
}

/** The rooms that make up the content, as they stand together. Discussion is about a document, not part of it. */
async function storedParts(
  store: Store,
  workspaceId: WorkspaceId,
  documentId: DocumentId,
): Promise<CutPart[]> {
  const rooms = await store.rooms.roomsOf(workspaceId, documentId)
  const together = await store.rooms.loadTogether(rooms.filter((room) => contentPart(room) !== null))
  return [...together].flatMap(([room, stored]) => {
    const part = contentPart(room)
    return part === null ? [] : [{ part, sequence: stored.sequence, updates: updatesOf(stored) }]
  })
}

function contentPart(room: RoomName): Part | null {
  const place = parseRoomName(room)
  return place?.room === 'part' && place.part !== 'discussion' ? place.part : null
}

/** The states a taker saw offline. Each room's sequence is the store's by now: the state lies at or before it. */
async function seenParts(
  { holds }: CutOptions,
  { workspaceId, documentId }: CutOrder,
  stored: readonly CutPart[],
  states: Readonly<Record<string, string>>,
): Promise<CutPart[]> {
  const seen: CutPart[] = []
  for (const [part, base64] of Object.entries(states)) {
    const update = fromBase64(base64)
    if (!isPart(part) || part === 'discussion' || update === null) {
      throw new Refused('bad-input', `states.${part}: expected a part of the content and base64`)
    }
    if (!(await holds(partRoom(workspaceId, documentId, part), update))) {
      throw new Refused(
        'not-held',
        `服务器尚未收到 ${part} 的全部修改 the server does not hold all of this state`,
      )
    }
    const sequence = stored.find((known) => known.part === part)?.sequence ?? 0
    seen.push({ part, sequence, updates: [update] })
  }
  if (!seen.some(({ part }) => part === 'body')) throw new Refused('bad-input', 'states: the body is missing')
  return seen
}
