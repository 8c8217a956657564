import * as v from 'valibot'
import { WorkspaceList, type ApiErrorCode, type Me } from '../../schemas/protocol/api.ts'
import { MemberId } from '../../schemas/ids.ts'
import type { Answered } from '../sync/api.ts'

/** What of the server this needs (client/sync/api.ts). */
export interface AccountApi {
  me(): Promise<Answered<Me>>
  workspaces(): Promise<Answered<WorkspaceList>>
  signIn(login: string, password: string): Promise<Answered<unknown>>
  signOut(): Promise<Answered<unknown>>
}

/** Whether this device holds edits of a workspace that are nowhere else (client/replica/held-edits.ts). */
export type HoldsEdits = (account: MemberId, workspace: WorkspaceEntry['id']) => Promise<boolean>

export type Account = NonNullable<Me['account']>
export type WorkspaceEntry = WorkspaceList[number]

/** Kept on the device so that the last account's documents open without a server, and without a session. */
const Remembered = v.object({
  account: v.object({ id: MemberId, login: v.string(), name: v.string() }),
  workspaces: WorkspaceList,
  timeZone: v.string(),
})
type Remembered = v.InferOutput<typeof Remembered>

export type AccountState =
  /** Asking; nobody is known on this device. */
  | { readonly at: 'starting' }
  /** Nobody is known on this device and the server cannot be reached. */
  | { readonly at: 'unreachable' }
  | { readonly at: 'signed-out'; readonly isSetUp: boolean }
  /** `isExpired`: the server is there and asks to sign in again; everything local goes on. */
  | ({ readonly at: 'present'; readonly isExpired: boolean } & Remembered)

const STORAGE_KEY = 'heshu-account'

/** Who works at this browser, as far as is known without waiting for the server. */
export class AccountHolder {
  readonly #api: AccountApi
  readonly #holdsEdits: HoldsEdits
  #state: AccountState = $state.raw({ at: 'starting' })

  constructor(api: AccountApi, holdsEdits: HoldsEdits) {
    this.#api = api
    this.#holdsEdits = holdsEdits
    const remembered = stored()
    if (remembered !== null) this.#state = { at: 'present', isExpired: false, ...remembered }
  }

  get state(): AccountState {
    return this.#state
  }

  /** Asks the server who is signed in. What is known locally stands until the server says otherwise. */
  async refresh(): Promise<void> {
    const me = await this.#api.me()
    if (!me.ok) {
      if (this.#state.at === 'starting') this.#state = { at: 'unreachable' }
      return
    }
    const { account, isSetUp, timeZone } = me.value
    if (account === null) this.#signedOutAtServer(isSetUp)
    else await this.#arrive(account, timeZone)
  }

  /** Signs in. Answers null when it worked. */
  async signIn(login: string, password: string): Promise<ApiErrorCode | 'unreachable' | null> {
    const answer = await this.#api.signIn(login, password)
    if (!answer.ok) return answer.code
    await this.refresh()
    return null
  }

  /**
   * Ends the session and forgets on this device who was here. What was not uploaded stays in its database. Without the
   * server the session would live on in its cookie, so nothing is done then. Answers null when it worked.
   */
  async signOut(): Promise<ApiErrorCode | 'unreachable' | null> {
    const answer = await this.#api.signOut()
    if (!answer.ok && answer.code !== 'sign-in') return answer.code
    localStorage.removeItem(STORAGE_KEY)
    this.#state = { at: 'signed-out', isSetUp: true }
    return null
  }

  async #arrive(account: Account, timeZone: string): Promise<void> {
    const listed = await this.#api.workspaces()
    const before = this.#state
    const isSame = before.at === 'present' && before.account.id === account.id
    // Between two answers the network may go; the list of before is better than none.
    const known = isSame ? before.workspaces : []
    const workspaces = listed.ok
      ? [...listed.value, ...(await this.#left(account, known, listed.value))]
      : known
    const remembered: Remembered = { account, workspaces, timeZone }
    localStorage.setItem(STORAGE_KEY, JSON.stringify(remembered))
    this.#state = { at: 'present', isExpired: false, ...remembered }
  }

  /** Workspaces this account was put out of, as long as edits are left in them: they must stay within reach. [U16] */
  async #left(
    account: Account,
    known: readonly WorkspaceEntry[],
    listed: readonly WorkspaceEntry[],
  ): Promise<WorkspaceEntry[]> {
    const gone = known.filter(({ id }) => !listed.some((each) => each.id === id))
    const kept = await Promise.all(gone.map(({ id }) => this.#holdsEdits(account.id, id).catch(() => true)))
    return gone.filter((_, index) => kept[index] === true)
  }

  #signedOutAtServer(isSetUp: boolean): void {
    const before = this.#state
    this.#state = before.at === 'present' ? { ...before, isExpired: true } : { at: 'signed-out', isSetUp }
  }
}

function stored(): Remembered | null {
  try {
    const read = v.safeParse(Remembered, JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null'))
    return read.success ? read.output : null
  } catch {
    // Not JSON: nobody is known then, and signing in writes it anew.
    return null
  }
}
