import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { customAlphabet } from 'nanoid'
import type { Logger } from 'pino'
import type { DocumentId, Millis, NewId, WorkspaceId } from '../schemas/ids.ts'
import type { KindName } from '../schemas/kind.ts'
import type { AccessSource } from './access.ts'
import { type Accounts, openAccounts } from './accounts/accounts.ts'
import { Attempts } from './accounts/attempts.ts'
import { credentialsOf, Identities } from './accounts/identity.ts'
import { Joining } from './accounts/joining.ts'
import { Links } from './accounts/links.ts'
import { ACCOUNTS_MIGRATIONS } from './accounts/tables.ts'
import { Tokens } from './accounts/tokens.ts'
import { RESTORE_MARK } from './cli/backup-format.ts'
import type { Config } from './config.ts'
import { Audit } from './directory/audit.ts'
import { type Directories, openDirectories } from './directory/directories.ts'
import { DIRECTORY_MIGRATIONS } from './directory/tables.ts'
import { Engine } from './engine.ts'
import { Archive } from './record/archive.ts'
import { ContentReader } from './record/content-reader.ts'
import { Documents } from './record/documents.ts'
import { publishKey, readOrMakeKey, RECORD_MIGRATIONS } from './record/keys.ts'
import { Refused } from './refusal.ts'
import { lineOf, StartFailure, systemCode } from './start-failure.ts'
import { openSqlite } from './store/sqlite.ts'
import { type Store, StoreError } from './store/store.ts'

/** Without `-` and `_`: an id must not look like an option where people type it. 21 of these hold 125 bits. */
const ID_LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const ID_LENGTH = 21

/** Everything the server is made of, behind its doors (HTTP, sockets, the command line). */
export interface Services {
  readonly config: Config
  readonly log: Logger
  readonly now: () => Millis
  readonly newId: NewId
  readonly store: Store
  readonly engine: Engine
  readonly accounts: Accounts
  readonly attempts: Attempts
  readonly tokens: Tokens
  readonly links: Links
  readonly identities: Identities
  readonly directories: Directories
  readonly audit: Audit
  readonly joining: Joining
  readonly documents: Documents
  readonly record: Archive
  readonly access: AccessSource
  /** To be called when sessions ended: open sockets are judged again. */
  readonly sessionsChanged: () => void
  /** Finishes what was accepted, then closes everything. Safe to call twice. */
  readonly close: () => Promise<void>
}

export interface ServicesOptions {
  readonly config: Config
  readonly log: Logger
  /** Whether people come by https, so that cookies are marked Secure. */
  readonly isHttps: boolean
  /** The clock; the system's when left out. */
  readonly now?: () => Millis
}

/**
 * Opens the data folder and all that lives in it.
 * @throws StartFailure when the folder is in use, cannot be written, is full, damaged or of a newer Heshu
 */
export async function openServices(options: ServicesOptions): Promise<Services> {
  const { config, log, isHttps, now = Date.now } = options
  const { dataDir } = config
  if (config.databaseUrl !== null) {
    throw new StartFailure('DATABASE_URL: 此版本只能使用 SQLite this version keeps its data in SQLite only.')
  }
  refuseHalfRestored(dataDir)
  const store = await openStore(dataDir, config.sync.roomBytes)
  const newId: NewId = customAlphabet(ID_LETTERS, ID_LENGTH)
  const { tables } = store
  try {
    const key = readOrMakeKey(join(dataDir, 'record-key'))
    await publishKey(tables, key, now())
    const accounts = await openAccounts({ dataDir, isHttps, log })
    const directories = await openDirectories(tables, newId)
    const engine = new Engine({ store, log, limits: config.sync, now })
    const [tokens, links, audit] = [new Tokens(tables), new Links(tables), new Audit(tables)]
    const identities = new Identities(accounts, tokens, now)
    const documents = new Documents(store)
    const reader = new ContentReader()
    const record = new Archive({
      store,
      reader,
      key,
      audit,
      timeZone: config.timeZone,
      now,
      holds: (room, update) => engine.holds(room, update),
      kindOf: (workspaceId, documentId) => kindOf(documents, workspaceId, documentId),
    })
    directories.onChange(() => engine.revalidate())
    const close = async () => {
      reader.close()
      await engine.close()
      accounts.close()
      await store.close()
    }
    return {
      config,
      log,
      now,
      newId,
      store,
      engine,
      accounts,
      tokens,
      links,
      identities,
      directories,
      audit,
      attempts: new Attempts(config.signInFailures),
      joining: new Joining({ accounts, links, directories, audit, newId, now }),
      documents,
      record,
      access: accessSource(identities, directories),
      sessionsChanged: () => engine.revalidate(),
      close,
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

function refuseHalfRestored(dataDir: string): void {
  if (!existsSync(join(dataDir, RESTORE_MARK))) return
  throw new StartFailure(
    `数据目录 DATA_DIR ${dataDir}: 恢复未完成，请再次运行 a restore was cut short; run \`heshu restore FILE\` again`,
  )
}

const STORE_FAILURES: Partial<Record<StoreError['code'], string>> = {
  locked: '已有另一个合署服务在使用它 another Heshu is using it',
  'read-only': '没有写入权限 it cannot be written',
  full: '磁盘空间已满 the disk is full',
  unreadable: '数据文件已损坏或不是合署的数据 its database is damaged or is not one',
}

async function openStore(dataDir: string, roomBytesMax: number): Promise<Store> {
  const migrations = [...ACCOUNTS_MIGRATIONS, ...DIRECTORY_MIGRATIONS, ...RECORD_MIGRATIONS]
  try {
    // Before the store makes it: what lies in here is for this account's eyes only.
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    return await openSqlite(dataDir, { migrations, roomBytesMax })
  } catch (error) {
    if (!(error instanceof StoreError) && systemCode(error) === null) throw error
    const why = error instanceof StoreError ? STORE_FAILURES[error.code] : STORE_FAILURES['read-only']
    throw new StartFailure(
      `数据目录 DATA_DIR ${dataDir}: ${why === undefined ? '' : `${why}: `}${lineOf(error)}`,
      {
        cause: error,
      },
    )
  }
}

async function kindOf(
  documents: Documents,
  workspaceId: WorkspaceId,
  documentId: DocumentId,
): Promise<KindName | null> {
  const kind = (await documents.find(workspaceId, documentId))?.kind ?? null
  if (kind !== 'unknown') return kind
  throw new Refused('bad-input', `文档 ${documentId} 的类型需要更新的程序 its kind needs a newer program`)
}

/** What the sync engine asks of accounts and directories. */
function accessSource(identities: Identities, directories: Directories): AccessSource {
  return {
    authenticate: async (request) => {
      const identity = await identities.find(credentialsOf(request))
      if (identity === null) return null
      const { account, expiresAt, scope } = identity
      return { memberId: account.id, name: account.name, expiresAt, scope }
    },
    workspaceExists: async (workspaceId) => directories.get(workspaceId) !== null,
    membership: async (workspaceId, memberId) => directories.membership(workspaceId, memberId),
    policy: async (workspaceId, documentId) => directories.policy(workspaceId, documentId),
  }
}
