import type { WorkspaceId } from '../../schemas/ids.ts'
import { contentHtml, contentText } from '../record/rendering.ts'
import { Refused } from '../refusal.ts'
import type { Services } from '../services.ts'
import type { Command } from './commands.ts'

type ExportCommand = Extract<Command, { command: 'export' }>

/**
 * A document as it stands, or one of its versions, as text. `json` of a version is the self-proving package, of the
 * document as it stands its canonical JSON.
 * @throws Refused 'not-found' for an unknown document or version
 */
export async function exportDocument(services: Services, command: ExportCommand): Promise<string> {
  const { document, format, version } = command
  const workspaceId = await services.store.rooms.workspaceOf(document)
  if (workspaceId === null) throw new Refused('not-found', `没有文档 ${document} no such document`)
  const details = { documentId: document, number: version, format }
  const text =
    version === null
      ? await current(services, command, workspaceId)
      : await stored(services, command, version)
  await services.audit.note({ time: services.now(), actor: null, workspaceId, action: 'exported', details })
  return text
}

async function stored(
  { record }: Services,
  { document, format }: ExportCommand,
  version: number,
): Promise<string> {
  if (format === 'html') return record.html(document, version)
  if (format === 'txt') return record.text(document, version)
  return new TextDecoder().decode(await record.pack(document, version))
}

async function current(services: Services, { document, format }: ExportCommand, workspaceId: WorkspaceId) {
  const { kind, content } = await services.record.current({ documentId: document, workspaceId })
  const json = new TextDecoder().decode(content)
  if (format === 'html') return contentHtml(kind, JSON.parse(json), document)
  return format === 'txt' ? `${contentText(kind, JSON.parse(json))}\n` : json
}
