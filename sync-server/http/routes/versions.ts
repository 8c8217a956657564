import * as v from 'valibot'
import { DocumentId, type WorkspaceId } from '../../../schemas/ids.ts'
import {
  TakeVersionRequest,
  VerifyAnswer,
  VersionAnswer,
  VersionList,
  VersionSummary,
} from '../../../schemas/protocol/api.ts'
import type { Member } from '../../../schemas/workspace/directory.ts'
import { roomRight, versionRight } from '../../../schemas/workspace/rights.ts'
import { Refused } from '../../refusal.ts'
import { type Answer, type Call, change, get, memberOf, param, type Route } from '../route.ts'

/** A version's number as it stands in an address. */
const VersionNumber = v.pipe(v.string(), v.regex(/^[1-9]\d{0,8}$/), v.transform(Number))

/** The states a version was taken from, in base64, are the largest thing the API takes: a room and its JSON wrapping. */
const TAKE_BYTES_MAX = 96 * 1024 * 1024

/** The record over HTTP. */
export const versionRoutes: readonly Route[] = [
  get(
    '/api/documents/:id/versions',
    { summary: 'The versions of a document', answers: VersionList },
    async (call) => {
      const { documentId } = await reader(call)
      return { json: await call.services.record.list(documentId) }
    },
  ),

  change(
    'POST',
    '/api/documents/:id/versions',
    {
      summary: 'Takes a version (admins, drafters)',
      body: TakeVersionRequest,
      answers: VersionSummary,
      bodyBytesMax: TAKE_BYTES_MAX,
    },
    async (call, request) => {
      const { documentId, workspaceId, member } = await reader(call)
      const right = versionRight(member.role)
      if (right === 'read' || (request.reason === 'archived' && right !== 'take-and-file')) {
        throw new Refused('not-allowed', `${member.role} 不能存为此版本 may not take this version`)
      }
      const author = { id: member.id, name: member.name }
      const summary = await call.services.record.take({ documentId, workspaceId, author, ...request })
      return { status: 201, json: summary }
    },
  ),

  get(
    '/api/documents/:id/versions/:n',
    { summary: 'One version: `?format=package`, `html` or `txt`; else its content', answers: VersionAnswer },
    async (call) => {
      const { documentId, workspaceId, member } = await reader(call)
      const number = param(call, 'n', VersionNumber)
      const format = call.query.get('format') ?? 'json'
      if (format === 'json') return { json: await call.services.record.read(documentId, number) }
      const { audit, now } = call.services
      const answer = await rendered(call, { documentId, number, format })
      const details = { documentId, number, format }
      await audit.note({ time: now(), actor: member.id, workspaceId, action: 'exported', details })
      return answer
    },
  ),

  get(
    '/api/documents/:id/versions/:n/verify',
    { summary: 'Whether a version and the chain before it hold', answers: VerifyAnswer },
    async (call) => {
      const { documentId } = await reader(call)
      const { holds, findings } = await call.services.record.verify(
        documentId,
        param(call, 'n', VersionNumber),
      )
      return {
        json: { holds, findings: findings.map(({ code, what }) => ({ code, what })) } satisfies VerifyAnswer,
      }
    },
  ),
]

interface Export {
  readonly documentId: DocumentId
  readonly number: number
  readonly format: string
}

async function rendered(call: Call, { documentId, number, format }: Export): Promise<Answer> {
  const { record } = call.services
  const name = (ending: string) => ({
    'content-disposition': `attachment; filename="${documentId}-${number}.${ending}"`,
  })
  if (format === 'package') {
    return { bytes: await record.pack(documentId, number), type: 'application/json', headers: name('json') }
  }
  const type = `text/${format === 'txt' ? 'plain' : 'html'}; charset=utf-8`
  if (format === 'txt') return { bytes: await record.text(documentId, number), type, headers: name('txt') }
  if (format === 'html') return { bytes: await record.html(documentId, number), type, headers: name('html') }
  throw new Refused('bad-input', `format ${format}: package, html or txt`)
}

/** The caller as somebody who may read this document's record. */
async function reader(
  call: Call,
): Promise<{ documentId: DocumentId; workspaceId: WorkspaceId; member: Member }> {
  const documentId = param(call, 'id', DocumentId)
  const workspaceId = await call.services.store.rooms.workspaceOf(documentId)
  if (workspaceId === null) {
    await signedInFirst(call)
    throw new Refused('not-found', `没有文档 ${documentId} no such document`)
  }
  const member = await memberOf(call, workspaceId)
  const policy = call.services.directories.policy(workspaceId, documentId)
  const place = { room: 'part' as const, workspaceId, documentId, part: 'body' as const }
  if (roomRight(member, policy, place) === 'none') {
    throw new Refused('not-allowed', `您无权查看此文档 ${documentId} is not open to you`)
  }
  return { documentId, workspaceId, member }
}

/** A stranger learns nothing about which documents exist. */
async function signedInFirst(call: Call): Promise<void> {
  if ((await call.identity()) === null) throw new Refused('sign-in', '请先登录 sign in first')
}
