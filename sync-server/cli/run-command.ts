import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { UnitId, type WorkspaceId } from '../../schemas/ids.ts'
import type { Account } from '../accounts/accounts.ts'
import { assertNever } from '../assert-never.ts'
import type { AuditAction } from '../directory/audit.ts'
import type { ChangeContext } from '../directory/directories.ts'
import { Refused } from '../refusal.ts'
import type { Services } from '../services.ts'
import { backupTo } from './backup.ts'
import { type Command, type CommandResult, unitIdIn } from './commands.ts'
import { exportDocument } from './export-document.ts'
import { importText } from './import-text.ts'

type Of<Name extends Command['command']> = Extract<Command, { command: Name }>

const DAY_MS = 24 * 3_600_000

/**
 * Does what the command line asks.
 * @param origin where links handed out begin
 * @throws Refused with one line saying why; then nothing was changed
 */
export async function runCommand(
  services: Services,
  origin: string,
  command: Command,
): Promise<CommandResult> {
  switch (command.command) {
    case 'workspace-add':
      return result(await addWorkspace(services, command.name))
    case 'user-add':
      return addUser(services, origin, command)
    case 'password-link':
      return result(await passwordLink(services, origin, await accountOf(services, command.login)))
    case 'token':
      return result(await makeToken(services, command))
    case 'import':
      return importText(services, command)
    case 'export':
      return result(await exportDocument(services, command))
    case 'versions':
      return result(await listVersions(services, command))
    case 'snapshot':
      return result(await takeSnapshot(services, command))
    case 'backup':
      return result(await backupTo(services.config.dataDir, command.file, services.now()))
    default:
      return assertNever(command)
  }
}

function result(output: string, remarks: string[] = []): CommandResult {
  return { output, remarks }
}

/** The operator acts as nobody: who may use the machine may use the command line. */
function noted(services: Services, action: AuditAction, details: Record<string, unknown>): ChangeContext {
  const now = services.now()
  const entry = { time: now, actor: null, workspaceId: null, action, details }
  return { now, along: [services.audit.noting(entry)] }
}

async function addWorkspace(services: Services, name: string): Promise<string> {
  const context = noted(services, 'workspace-made', { name })
  const { workspace } = await services.directories.create({ name, units: [], admin: null }, context)
  return workspace.id
}

async function addUser(services: Services, origin: string, command: Of<'user-add'>): Promise<CommandResult> {
  const { directories, joining, accounts } = services
  const workspaceId = workspaceOf(services, command.workspace)
  const password = command.password ?? randomBytes(24).toString('base64url')
  const { account, isNew } = await joining.accountFor({
    login: command.login,
    name: command.name,
    password,
  })
  try {
    if (directories.member(workspaceId, account.id)?.active === true) {
      throw new Refused('login-taken', `${command.login} 已是成员 is a member of ${workspaceId} already`)
    }
    const { unit, remarks } = await unitOf(services, workspaceId, command.unit)
    const details = { workspaceId, role: command.role, unit }
    const context = noted(services, 'joined', { ...details, login: command.login })
    await directories.addMember(workspaceId, { account, role: command.role, unit }, context)
    if (!isNew) return result(account.id, [...remarks, ...(command.password === null ? [] : [KEPT_PASSWORD])])
    if (command.password !== null) return result(account.id, remarks)
    const choose = `请打开此链接设置密码 open this link to choose a password: ${await passwordLink(services, origin, account)}`
    return result(account.id, [...remarks, choose])
  } catch (error) {
    if (isNew) await accounts.remove(account.id)
    throw error
  }
}

const KEPT_PASSWORD = '该账号已存在，密码未更改 the account exists; its password was left as it is'

function workspaceOf({ directories }: Services, wanted: WorkspaceId | null): WorkspaceId {
  const all = directories.all().map(({ workspace }) => workspace.id)
  const [only] = all
  if (wanted !== null) {
    if (!all.includes(wanted)) throw new Refused('not-found', `没有工作区 ${wanted} no such workspace`)
    return wanted
  }
  if (only === undefined)
    throw new Refused('not-found', '还没有工作区 there is no workspace; use: workspace add NAME')
  if (all.length > 1)
    throw new Refused('bad-input', `--workspace is needed: there are ${all.length} workspaces`)
  return only
}

async function unitOf(
  services: Services,
  workspaceId: WorkspaceId,
  wanted: string | null,
): Promise<{ unit: UnitId | null; remarks: string[] }> {
  if (wanted === null) return { unit: null, remarks: [] }
  const units = services.directories.get(workspaceId)?.units ?? []
  const found = units.find(({ id }) => id === wanted) ?? units.find(({ name }) => name === wanted)
  if (found !== undefined) return { unit: found.id, remarks: [] }
  const unit = unitIdIn(wanted) ?? v.parse(UnitId, services.newId())
  const context = noted(services, 'directory-changed', { workspaceId, unit, name: wanted })
  await services.directories.addUnit(workspaceId, { id: unit, name: wanted }, context)
  return { unit, remarks: [`单位 ${wanted} 原不存在，已新增 the unit was not there and has been added`] }
}

async function accountOf({ accounts }: Services, login: string): Promise<Account> {
  const account = await accounts.byLogin(login)
  if (account === null) throw new Refused('not-found', `没有账号 ${login} no such login`)
  return account
}

async function passwordLink(services: Services, origin: string, account: Account): Promise<string> {
  const { links, audit, now } = services
  const { secret } = await links.make({ purpose: 'password', accountId: account.id }, now())
  const details = { member: account.id }
  await audit.note({ time: now(), actor: null, workspaceId: null, action: 'password-link', details })
  return `${origin}/password/${secret}`
}

async function makeToken(services: Services, { login, scope, days }: Of<'token'>): Promise<string> {
  const { tokens, audit, now } = services
  const account = await accountOf(services, login)
  const token = await tokens.make({ accountId: account.id, scope, now: now(), lifeMs: days * DAY_MS })
  const details = { member: account.id, scope, days }
  await audit.note({ time: now(), actor: null, workspaceId: null, action: 'token-made', details })
  return token
}

async function listVersions(services: Services, { document }: Of<'versions'>): Promise<string> {
  if ((await services.store.rooms.workspaceOf(document)) === null) throw noDocument(document)
  const versions = await services.record.list(document)
  const { timeZone } = services.config
  return versions
    .map(({ number, time, reason, label, author, hash }) => {
      const when = new Date(time).toLocaleString('sv-SE', { timeZone })
      return [number, when, reason, label, author?.name ?? '', hash].join('\t')
    })
    .join('\n')
}

async function takeSnapshot(services: Services, { document, label }: Of<'snapshot'>): Promise<string> {
  const workspaceId = await services.store.rooms.workspaceOf(document)
  if (workspaceId === null) throw noDocument(document)
  const order = { documentId: document, workspaceId, label, reason: 'manual' as const }
  const { number } = await services.record.take({ ...order, author: null, requestId: null })
  return String(number)
}

function noDocument(id: string): Refused {
  return new Refused('not-found', `没有文档 ${id} no such document`)
}
