import { nanoid } from 'nanoid'
import * as v from 'valibot'
import { MemberId, type Millis, WorkspaceId } from '../../schemas/ids.ts'
import type { SqlStatement, TableStore } from '../store/store.ts'

/** What is written down for later questions: who got in, who was given rights, what was put on record or taken out. */
export type AuditAction =
  | 'sign-in'
  | 'sign-in-failed'
  | 'set-up'
  | 'workspace-made'
  | 'invited'
  | 'joined'
  | 'directory-changed'
  | 'password-link'
  | 'password-set'
  | 'token-made'
  | 'version-taken'
  | 'exported'
  | 'imported'

export interface AuditEntry {
  readonly time: Millis
  /** Null: the server itself, or the operator at the command line. */
  readonly actor: MemberId | null
  readonly workspaceId: WorkspaceId | null
  readonly action: AuditAction
  /** Plain JSON; never a secret. */
  readonly details: Readonly<Record<string, unknown>>
}

const Row = v.object({
  time: v.number(),
  actor: v.nullable(MemberId),
  workspace_id: v.nullable(WorkspaceId),
  action: v.string(),
  details: v.pipe(v.string(), v.parseJson()),
})

/** The audit log: it is only ever added to. */
export class Audit {
  readonly #tables: TableStore

  constructor(tables: TableStore) {
    this.#tables = tables
  }

  /** The statement that notes `entry`, for the transaction of what it tells of. */
  noting({ time, actor, workspaceId, action, details }: AuditEntry): SqlStatement {
    return {
      sql: 'INSERT INTO audit (id, time, actor, workspace_id, action, details) VALUES (?, ?, ?, ?, ?, ?)',
      values: [nanoid(), time, actor, workspaceId, action, JSON.stringify(details)],
    }
  }

  async note(entry: AuditEntry): Promise<void> {
    await this.#tables.write([this.noting(entry)])
  }

  /** The last `most` entries, newest first. */
  async latest(most: number): Promise<v.InferOutput<typeof Row>[]> {
    const sql = 'SELECT time, actor, workspace_id, action, details FROM audit ORDER BY time DESC, id LIMIT ?'
    return (await this.#tables.all(sql, most)).map((row) => v.parse(Row, row))
  }
}
