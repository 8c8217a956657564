import * as v from 'valibot'
import { MemberId, type Millis, UnitId, WorkspaceId } from '../../schemas/ids.ts'
import { Role } from '../../schemas/workspace/directory.ts'
import { Refused } from '../refusal.ts'
import type { SqlStatement, TableStore } from '../store/store.ts'
import { hashSecret, newSecret } from './hash.ts'

/** How long invitations and password links are good (design.md §9). */
export const LINK_LIFE_MS = 7 * 24 * 3_600_000

/** What a single-use link is for. */
export const LinkPurpose = v.variant('purpose', [
  v.object({ purpose: v.literal('setup') }),
  v.object({
    purpose: v.literal('invitation'),
    workspaceId: WorkspaceId,
    role: Role,
    unit: v.nullable(UnitId),
    note: v.string(),
    invitedBy: v.nullable(MemberId),
  }),
  v.object({ purpose: v.literal('password'), accountId: MemberId }),
])
export type LinkPurpose = v.InferOutput<typeof LinkPurpose>
type PurposeName = LinkPurpose['purpose']

export type Link<Name extends PurposeName = PurposeName> = Extract<LinkPurpose, { purpose: Name }> & {
  readonly hash: string
  readonly expiresAt: Millis
}

const Row = v.object({
  details: v.pipe(v.string(), v.parseJson(), LinkPurpose),
  expires_at: v.number(),
  used_at: v.nullable(v.number()),
})

/** Single-use links: set-up, invitations, new passwords. Only hashes are kept. */
export class Links {
  readonly #tables: TableStore

  constructor(tables: TableStore) {
    this.#tables = tables
  }

  /** Makes a link's secret. An older set-up link ends with the new one. */
  async make(purpose: LinkPurpose, now: Millis): Promise<{ secret: string; expiresAt: Millis }> {
    const secret = newSecret()
    const expiresAt = now + LINK_LIFE_MS
    const sql = 'INSERT INTO links (hash, purpose, details, created_at, expires_at) VALUES (?, ?, ?, ?, ?)'
    const values = [hashSecret(secret), purpose.purpose, JSON.stringify(purpose), now, expiresAt]
    const replaced = purpose.purpose === 'setup' ? [{ sql: SETUP_ENDS, values: [] }] : []
    await this.#tables.write([...replaced, { sql, values }])
    return { secret, expiresAt }
  }

  /**
   * The link behind a secret, when it can still be used for `purpose`.
   * @throws Refused 'not-found', 'link-used' or 'link-expired'
   */
  async find<Name extends PurposeName>(secret: string, purpose: Name, now: Millis): Promise<Link<Name>> {
    const hash = hashSecret(secret)
    const sql = `SELECT details, expires_at, used_at FROM links LEFT JOIN link_uses ON link_uses.hash = links.hash
      WHERE links.hash = ? AND purpose = ?`
    const [row] = await this.#tables.all(sql, hash, purpose)
    if (row === undefined) throw new Refused('not-found', '没有这个链接 there is no such link')
    const { details, expires_at: expiresAt, used_at: usedAt } = v.parse(Row, row)
    if (usedAt !== null) throw linkUsed()
    if (expiresAt <= now) throw new Refused('link-expired', '链接已过期 the link has expired')
    if (!isFor(details, purpose)) throw new Error(`link ${hash} is kept as ${purpose} and says otherwise`)
    return { ...details, hash, expiresAt }
  }

  /** The statement that uses the link up. In one transaction with what the link allows, it makes that happen once. */
  use(link: Link, now: Millis): SqlStatement {
    return { sql: 'INSERT INTO link_uses (hash, used_at) VALUES (?, ?)', values: [link.hash, now] }
  }

  /** Uses the link up on its own, when what it allows lives in another database. */
  async spend(link: Link, now: Millis): Promise<void> {
    await this.#tables.write([this.use(link, now)])
  }

  /** Whether the link has been used; tells a broken transaction's reason. */
  async isUsed(link: Link): Promise<boolean> {
    return (await this.#tables.all('SELECT hash FROM link_uses WHERE hash = ?', link.hash)).length > 0
  }
}

const SETUP_ENDS = "DELETE FROM links WHERE purpose = 'setup'"

export function linkUsed(): Refused {
  return new Refused('link-used', '链接已被使用 the link has been used; ask for a new one')
}

function isFor<Name extends PurposeName>(
  details: LinkPurpose,
  purpose: Name,
): details is Extract<LinkPurpose, { purpose: Name }> {
  return details.purpose === purpose
}
