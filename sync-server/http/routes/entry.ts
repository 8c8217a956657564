import * as v from 'valibot'
import {
  Invitation,
  InvitationOffer,
  InvitationRequest,
  Joined,
  JoinRequest,
  Me,
  NewPasswordRequest,
  PasswordLink,
  PasswordLinkOffer,
  SetupRequest,
} from '../../../schemas/protocol/api.ts'
import { MemberId, WorkspaceId } from '../../../schemas/ids.ts'
import { mayChangeDirectory } from '../../../schemas/workspace/rights.ts'
import type { Admission } from '../../accounts/joining.ts'
import { checkUnit } from '../../directory/changes.ts'
import { Refused } from '../../refusal.ts'
import { type Answer, type Call, change, get, memberOf, param, type Route, signedIn } from '../route.ts'

/** Secrets in paths: anything a link of ours could carry. What they open is decided by their hash. */
const Secret = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,128}$/))

/** The ways in: who am I, set-up, invitations, password links. */
export const entryRoutes: readonly Route[] = [
  get(
    '/api/me',
    { summary: 'Who is signed in, and whether the server is set up', answers: Me },
    async (call) => {
      const { directories, config, now } = call.services
      const identity = await call.identity()
      return {
        json: {
          account: identity?.account ?? null,
          isSetUp: directories.hasAdmin(),
          serverTime: now(),
          timeZone: config.timeZone,
        } satisfies Me,
        cookies: identity?.cookies ?? [],
      }
    },
  ),

  change(
    'POST',
    '/api/setup',
    {
      summary: 'First admin and first workspace, by the one-time link',
      body: SetupRequest,
      answers: Joined,
      isOpen: true,
    },
    async (call, request) => {
      await call.services.attempts.link(call.address)
      return admitted(await call.services.joining.setUp(request))
    },
  ),

  change(
    'POST',
    '/api/workspaces/:w/invitations',
    {
      summary: 'A single-use invitation with role and unit (admins)',
      body: InvitationRequest,
      answers: Invitation,
    },
    async (call, { role, unit, note = '' }) => {
      const workspaceId = param(call, 'w', WorkspaceId)
      const admin = await adminOf(call, workspaceId)
      const { directories, links, audit, now } = call.services
      const directory = directories.get(workspaceId)
      if (directory !== null) checkUnit(directory, unit)
      const purpose = { purpose: 'invitation' as const, workspaceId, role, unit, note, invitedBy: admin.id }
      const { secret, expiresAt } = await links.make(purpose, now())
      await audit.note({
        time: now(),
        actor: admin.id,
        workspaceId,
        action: 'invited',
        details: { role, unit, note },
      })
      return {
        status: 201,
        json: { url: `${call.ownOrigin}/join/${secret}`, expiresAt } satisfies Invitation,
      }
    },
  ),

  get(
    '/api/invitations/:token',
    { summary: 'What an invitation offers', answers: InvitationOffer },
    async (call) => {
      await call.services.attempts.link(call.address)
      const { links, directories, now } = call.services
      const link = await links.find(param(call, 'token', Secret), 'invitation', now())
      const directory = directories.get(link.workspaceId)
      if (directory === null) throw new Refused('not-found', `no workspace ${link.workspaceId}`)
      const unitName = directory.units.find(({ id }) => id === link.unit)?.name ?? null
      const { role, expiresAt } = link
      const offer: InvitationOffer = { workspaceName: directory.workspace.name, role, unitName, expiresAt }
      return { json: offer }
    },
  ),

  change(
    'POST',
    '/api/invitations/:token',
    {
      summary: 'Joins by an invitation; `{}` for who is signed in',
      body: JoinRequest,
      answers: Joined,
      isOpen: true,
    },
    async (call, request) => {
      await call.services.attempts.link(call.address)
      const secret = param(call, 'token', Secret)
      const { joining } = call.services
      if ('login' in request) return admitted(await joining.joinAnew(secret, request))
      return admitted(await joining.joinAs(secret, (await signedIn(call)).account))
    },
  ),

  change(
    'POST',
    '/api/workspaces/:w/members/:m/password-link',
    {
      summary: 'A single-use link to a new password (admins)',
      body: v.strictObject({}),
      answers: PasswordLink,
    },
    async (call) => {
      const workspaceId = param(call, 'w', WorkspaceId)
      const admin = await adminOf(call, workspaceId)
      const accountId = param(call, 'm', MemberId)
      const { directories, links, audit, now } = call.services
      if (directories.member(workspaceId, accountId) === null) {
        throw new Refused('not-found', `${accountId} is not a member of ${workspaceId}`)
      }
      // An account opens all its workspaces: who rules only one of them must not get at the others through it.
      for (const { id } of directories.workspacesOf(accountId)) await adminOf(call, id)
      const { secret, expiresAt } = await links.make({ purpose: 'password', accountId }, now())
      const details = { member: accountId }
      await audit.note({ time: now(), actor: admin.id, workspaceId, action: 'password-link', details })
      return {
        status: 201,
        json: { url: `${call.ownOrigin}/password/${secret}`, expiresAt } satisfies PasswordLink,
      }
    },
  ),

  get(
    '/api/password-links/:token',
    { summary: 'Whose password a link is for', answers: PasswordLinkOffer },
    async (call) => {
      await call.services.attempts.link(call.address)
      const { links, accounts, now } = call.services
      const { accountId, expiresAt } = await links.find(param(call, 'token', Secret), 'password', now())
      const account = await accounts.byId(accountId)
      if (account === null) throw new Refused('not-found', `no account ${accountId}`)
      const { login, name } = account
      return { json: { login, name, expiresAt } satisfies PasswordLinkOffer }
    },
  ),

  change(
    'POST',
    '/api/password-links/:token',
    {
      summary: 'Sets a new password by its link',
      body: NewPasswordRequest,
      answers: v.object({ login: v.string() }),
      isOpen: true,
    },
    async (call, { password }) => {
      await call.services.attempts.link(call.address)
      const account = await call.services.joining.setPassword(param(call, 'token', Secret), password)
      call.services.sessionsChanged()
      return { json: { login: account.login } }
    },
  ),
]

function admitted({ joined, cookies }: Admission): Answer {
  return { status: 201, json: joined, cookies }
}

/** The caller as somebody who may change the directory. @throws Refused as memberOf, and 'not-allowed' */
export async function adminOf(call: Call, workspaceId: WorkspaceId) {
  const member = await memberOf(call, workspaceId)
  if (!mayChangeDirectory(member.role)) {
    throw new Refused('not-allowed', `${member.role} 不能更改单位与成员 may not change the directory`)
  }
  return member
}
