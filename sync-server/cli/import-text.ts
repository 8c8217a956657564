import * as v from 'valibot'
import * as Y from 'yjs'
import { DocumentId, MemberId, type WorkspaceId } from '../../schemas/ids.ts'
import { KINDS } from '../../schemas/kinds.ts'
import { noCorrections, planBlocks, planFromReading } from '../../schemas/plan/from-reading.ts'
import { indexRoom, partRoom } from '../../schemas/protocol/room-name.ts'
import { bodyOf, writeBlocks } from '../../schemas/text/body.ts'
import { readPlan } from '../../schemas/text/reading/read-plan.ts'
import type { PlanReading } from '../../schemas/text/reading/reading.ts'
import { addDocument } from '../../schemas/workspace/index-room.ts'
import { Refused } from '../refusal.ts'
import type { Services } from '../services.ts'
import type { Command, CommandResult } from './commands.ts'

type ImportCommand = Extract<Command, { command: 'import' }>

/** Whoever sits at the machine is no member; what they import is noted under this name. */
const OPERATOR = v.parse(MemberId, 'command-line')

/** Origin of everything an import writes. */
const IMPORT = Symbol('import')

/**
 * Makes a document out of plain text, lists it at the end of the workspace, and hands back its id. What a person would
 * be asked about is remarked on, and stands in the document to be looked at.
 * @throws Refused 'not-found' for an unknown workspace, 'bad-input' for a text nothing can be made of
 */
export async function importText(services: Services, command: ImportCommand): Promise<CommandResult> {
  const { workspace, kind } = command
  if (services.directories.get(workspace) === null) {
    throw new Refused('not-found', `没有工作区 ${workspace} no such workspace`)
  }
  if (kind === 'matrix') {
    throw new Refused('bad-input', '责任分工表不能由纯文本导入 a matrix cannot be made from plain text')
  }
  const reading = readPlan(command.text)
  if (reading.kind === 'empty')
    throw new Refused('bad-input', '文件是空的 the file is empty; nothing was created')
  if (reading.kind === 'not-text')
    throw new Refused('bad-input', '文件不是文字 the file is not text; nothing was created')
  const id = v.parse(DocumentId, services.newId())
  const title = reading.header.title ?? command.fallbackTitle
  const body = bodyUpdate(services, command, reading, title)
  await services.engine.applyUpdate(partRoom(workspace, id, 'body'), body, null)
  await listDocument(services, workspace, { id, kind, title })
  const entry = { documentId: id, kind, title }
  const now = services.now()
  await services.audit.note({
    time: now,
    actor: null,
    workspaceId: workspace,
    action: 'imported',
    details: entry,
  })
  return { output: id, remarks: remarksOn(reading) }
}

function bodyUpdate(
  { newId, now }: Services,
  { kind }: ImportCommand,
  reading: PlanReading,
  title: string,
): Uint8Array {
  const doc = new Y.Doc()
  const corrections = noCorrections(reading)
  try {
    if (kind === 'plan') {
      const header = { ...corrections.header, title }
      planFromReading(doc, reading, { ...corrections, header }, { newId, by: OPERATOR, at: now() })
    } else {
      const issuer = reading.header.issuers[0] ?? null
      KINDS[kind].create(new Map([['body' as const, doc]]), { title, issuer, newId })
      const { blocks } = planBlocks(reading, corrections, newId)
      const body = bodyOf(doc)
      doc.transact(() => {
        body.delete(0, body.length)
        writeBlocks(body, blocks, newId)
      }, IMPORT)
    }
    return Y.encodeStateAsUpdate(doc)
  } finally {
    doc.destroy()
  }
}

async function listDocument(
  { engine, now }: Services,
  workspaceId: WorkspaceId,
  { id, kind, title }: { id: DocumentId; kind: ImportCommand['kind']; title: string },
): Promise<void> {
  const room = indexRoom(workspaceId)
  const stored = await engine.readRoom(room)
  const doc = new Y.Doc()
  try {
    if (stored !== null) Y.applyUpdate(doc, stored.state, IMPORT)
    const before = Y.encodeStateVector(doc)
    addDocument(doc, { id, kind, title, folder: null, createdAt: now(), createdBy: OPERATOR })
    await engine.applyUpdate(room, Y.encodeStateAsUpdate(doc, before), null)
  } finally {
    doc.destroy()
  }
}

function remarksOn({ kind, doubts, conflicts }: PlanReading): string[] {
  return [
    ...(kind === 'no-headings'
      ? ['未发现标题，已按普通段落导入 no headings were found; imported as paragraphs']
      : []),
    ...(doubts.length > 0 ? [`${doubts.length} 处存疑，请核对 ${doubts.length} things to look at`] : []),
    ...(conflicts.length > 0
      ? [`${conflicts.length} 处自相矛盾，请核对 the text contradicts itself in ${conflicts.length} places`]
      : []),
  ]
}
