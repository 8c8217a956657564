import type { MemberId, Millis, NewId } from '../../schemas/ids.ts'
import type { Joined, SetupRequest } from '../../schemas/protocol/api.ts'
import { unitsFromLines } from '../../schemas/workspace/unit-tree.ts'
import type { Audit } from '../directory/audit.ts'
import type { Directories } from '../directory/directories.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import { Refused } from '../refusal.ts'
import type { Account, Accounts, NewAccount } from './accounts.ts'
import { type Link, type Links, linkUsed } from './links.ts'

export interface JoiningParts {
  readonly accounts: Accounts
  readonly links: Links
  readonly directories: Directories
  readonly audit: Audit
  readonly newId: NewId
  readonly now: () => Millis
}

/** What joining leaves behind: where to go, and the cookies of the new session (none for who was signed in). */
export interface Admission {
  readonly joined: Joined
  readonly cookies: readonly string[]
}

/** The ways in: set-up, an invitation, a password link. Sign-up exists nowhere else. */
export class Joining {
  readonly #parts: JoiningParts
  /** Makes accounts one by one: two people must not both find a login free. */
  readonly #inTurn = oneAtATime()

  constructor(parts: JoiningParts) {
    this.#parts = parts
  }

  /**
   * Makes the first admin and the first workspace.
   * @throws Refused 'setup-done', 'not-found', 'link-used', 'link-expired' or 'login-taken'; then nothing is kept
   */
  setUp({ token, workspaceName, units, ...person }: SetupRequest): Promise<Admission> {
    const { links, directories, audit, newId, now } = this.#parts
    return this.#inTurn(async () => {
      if (directories.hasAdmin()) throw new Refused('setup-done', '系统已完成初始设置 set-up is already done')
      const link = await links.find(token, 'setup', now())
      return this.#withAccount(person, link, async (account) => {
        const time = now()
        const noted = audit.noting({
          time,
          actor: account.id,
          workspaceId: null,
          action: 'set-up',
          details: {},
        })
        const along = [links.use(link, time), noted]
        const workspace = { name: workspaceName, units: unitsFromLines(units, newId), admin: account }
        return (await directories.create(workspace, { now: time, along })).workspace.id
      })
    })
  }

  /**
   * Makes an account and lets it in as its invitation says.
   * @throws Refused 'not-found', 'link-used', 'link-expired' or 'login-taken'; then nothing is kept
   */
  joinAnew(secret: string, person: NewAccount): Promise<Admission> {
    const { links, now } = this.#parts
    return this.#inTurn(async () => {
      const link = await links.find(secret, 'invitation', now())
      return this.#withAccount(person, link, (account) => this.#admit(link, account))
    })
  }

  /** Lets an account that is signed in into another workspace. @throws Refused as {@link joinAnew} */
  joinAs(secret: string, account: Account): Promise<Admission> {
    const { links, directories, now } = this.#parts
    return this.#inTurn(async () => {
      const link = await links.find(secret, 'invitation', now())
      if (directories.member(link.workspaceId, account.id)?.active === true) {
        throw new Refused(
          'bad-input',
          `${account.login} 已是成员 is a member already; the invitation stays unused`,
        )
      }
      const workspaceId = await this.#unlessUsed(link, this.#admit(link, account))
      return { joined: { workspaceId, account }, cookies: [] }
    })
  }

  /** Sets the password a password link was made for; every session of the account ends. */
  setPassword(secret: string, password: string): Promise<Account> {
    const { accounts, links, audit, now } = this.#parts
    return this.#inTurn(async () => {
      const link = await links.find(secret, 'password', now())
      const account = await accounts.byId(link.accountId)
      if (account === null) throw new Refused('not-found', `no account ${link.accountId}`)
      await audit.note({
        time: now(),
        actor: account.id,
        workspaceId: null,
        action: 'password-set',
        details: {},
      })
      await accounts.setPassword(account.id, password)
      await links.spend(link, now())
      return account
    })
  }

  /** An account for the operator's `user add`: the one of that login, or a new one. */
  accountFor(person: NewAccount): Promise<{ account: Account; isNew: boolean }> {
    return this.#inTurn(async () => {
      await this.#dropOrphan(person.login)
      const known = await this.#parts.accounts.byLogin(person.login)
      if (known !== null) return { account: known, isNew: false }
      return { account: (await this.#parts.accounts.create(person)).account, isNew: true }
    })
  }

  async #admit(link: Link<'invitation'>, account: Account) {
    const { links, directories, audit, now } = this.#parts
    const { workspaceId, role, unit } = link
    const time = now()
    const details = { role, unit, invitedBy: link.invitedBy }
    const noted = audit.noting({ time, actor: account.id, workspaceId, action: 'joined', details })
    const along = [links.use(link, time), noted]
    await directories.addMember(workspaceId, { account, role, unit }, { now: time, along })
    return workspaceId
  }

  /** Makes the account, then what it is for; when that fails, the account is taken back. */
  async #withAccount(
    person: NewAccount,
    link: Link,
    admit: (account: Account) => Promise<Joined['workspaceId']>,
  ): Promise<Admission> {
    await this.#dropOrphan(person.login)
    const { account, cookies } = await this.#parts.accounts.create(person)
    try {
      const workspaceId = await this.#unlessUsed(link, admit(account))
      return { joined: { workspaceId, account }, cookies }
    } catch (error) {
      await this.#parts.accounts.remove(account.id)
      throw error
    }
  }

  /** Another process may have used the link between our look and our write: then say so, not "the store failed". */
  async #unlessUsed<Result>(link: Link, work: Promise<Result>): Promise<Result> {
    try {
      return await work
    } catch (error) {
      if (!(error instanceof Refused) && (await this.#parts.links.isUsed(link))) throw linkUsed()
      throw error
    }
  }

  /** An account that is a member nowhere was left by a crash between its making and its joining: its login is free. */
  async #dropOrphan(login: string): Promise<void> {
    const known = await this.#parts.accounts.byLogin(login)
    if (known !== null && !this.#isMember(known.id)) await this.#parts.accounts.remove(known.id)
  }

  #isMember(id: MemberId): boolean {
    return this.#parts.directories.isMemberAnywhere(id)
  }
}
