import * as v from 'valibot'
import { DocumentId, ID_PATTERN, UnitId, WorkspaceId } from '../ids.ts'

/** What one room of a document holds. */
export type Part = 'body' | 'discussion' | `report-${string}`

/** A room's place: the workspace's own index room, or one part of a document. */
export type RoomPlace =
  | { readonly room: 'index'; readonly workspaceId: WorkspaceId }
  | {
      readonly room: 'part'
      readonly workspaceId: WorkspaceId
      readonly documentId: DocumentId
      readonly part: Part
    }

/** `<workspaceId>/index` or `<workspaceId>/<documentId>/<part>`, checked. */
export const RoomName = v.pipe(
  v.string(),
  v.check((name) => parseRoomName(name) !== null, 'not a room name'),
  v.brand('RoomName'),
)
export type RoomName = v.InferOutput<typeof RoomName>

/** Reads a room name. Null for anything that is not one; never throws. */
export function parseRoomName(name: string): RoomPlace | null {
  const segments = name.split('/')
  const [workspace, second, part] = segments
  if (workspace === undefined || second === undefined || !ID_PATTERN.test(workspace)) return null
  const workspaceId = v.parse(WorkspaceId, workspace)
  if (segments.length === 2) return second === 'index' ? { room: 'index', workspaceId } : null
  if (segments.length !== 3 || part === undefined || !ID_PATTERN.test(second)) return null
  const documentId = v.parse(DocumentId, second)
  return isPart(part) ? { room: 'part', workspaceId, documentId, part } : null
}

/** Whether `part` names a part: body, discussion, or the report of one unit. */
export function isPart(part: string): part is Part {
  return part === 'body' || part === 'discussion' || reportUnit(part) !== null
}

/** The unit whose report this part holds, or null for other parts. */
export function reportUnit(part: string): UnitId | null {
  if (!part.startsWith('report-')) return null
  const unit = v.safeParse(UnitId, part.slice('report-'.length))
  return unit.success ? unit.output : null
}

/** Name of the workspace's own room, which lists its folders and documents. */
export function indexRoom(workspaceId: WorkspaceId): RoomName {
  return v.parse(RoomName, `${workspaceId}/index`)
}

/** Name of one part of a document. */
export function partRoom(workspaceId: WorkspaceId, documentId: DocumentId, part: Part): RoomName {
  return v.parse(RoomName, `${workspaceId}/${documentId}/${part}`)
}

/** Name of the room at `place`; the inverse of {@link parseRoomName}. */
export function roomNameOf(place: RoomPlace): RoomName {
  return place.room === 'index'
    ? indexRoom(place.workspaceId)
    : partRoom(place.workspaceId, place.documentId, place.part)
}
