import * as v from 'valibot'
import { DocumentId, MemberId, type Millis, UnitId, WorkspaceId } from '../../schemas/ids.ts'
import {
  type Directory,
  DocumentPolicy,
  type Member,
  Role,
  Status,
  type Unit,
} from '../../schemas/workspace/directory.ts'
import { compareStrings } from '../../schemas/order.ts'
import { unitsInOrder } from '../../schemas/workspace/unit-tree.ts'
import type { Migration } from '../store/migrations.ts'
import type { SqlStatement, TableStore } from '../store/store.ts'

/** The tables of this folder. Steps are never edited after release: a change is a new step. */
export const DIRECTORY_MIGRATIONS: readonly Migration[] = [
  {
    name: 'directory/1 workspaces',
    sql: `
      CREATE TABLE workspaces (id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;
      -- Each revision once: of two changes made from the same one, the second breaks the key and fails whole.
      CREATE TABLE directory_revisions (
        workspace_id TEXT NOT NULL,
        revision INTEGER NOT NULL,
        time INTEGER NOT NULL,
        PRIMARY KEY (workspace_id, revision)
      ) WITHOUT ROWID, STRICT;
      CREATE TABLE units (
        workspace_id TEXT NOT NULL,
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        short_name TEXT,
        parent TEXT,
        position INTEGER NOT NULL,
        PRIMARY KEY (workspace_id, id)
      ) STRICT;
      CREATE TABLE members (
        workspace_id TEXT NOT NULL,
        id TEXT NOT NULL,
        login TEXT NOT NULL,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        unit TEXT,
        active INTEGER NOT NULL,
        joined_at INTEGER NOT NULL,
        PRIMARY KEY (workspace_id, id)
      ) STRICT;
      CREATE TABLE policies (
        workspace_id TEXT NOT NULL,
        document_id TEXT NOT NULL,
        status TEXT NOT NULL,
        narrowed_to TEXT,
        PRIMARY KEY (workspace_id, document_id)
      ) STRICT;`,
  },
  {
    name: 'directory/2 audit',
    sql: `
      CREATE TABLE audit (
        id TEXT PRIMARY KEY,
        time INTEGER NOT NULL,
        actor TEXT,
        workspace_id TEXT,
        action TEXT NOT NULL,
        details TEXT NOT NULL
      ) STRICT;
      CREATE INDEX audit_by_time ON audit (time);
      CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
      CREATE TRIGGER audit_never_goes BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;`,
  },
]

const WorkspaceRow = v.object({ id: WorkspaceId, name: v.string(), revision: v.number() })
const UnitRow = v.object({
  id: UnitId,
  name: v.string(),
  short_name: v.nullable(v.string()),
  parent: v.nullable(UnitId),
  position: v.number(),
})
const MemberRow = v.object({
  id: MemberId,
  login: v.string(),
  name: v.string(),
  role: Role,
  unit: v.nullable(UnitId),
  active: v.number(),
})
const PolicyRow = v.object({
  document_id: DocumentId,
  status: Status,
  narrowed_to: v.nullable(v.pipe(v.string(), v.parseJson(), DocumentPolicy.entries.narrowedTo)),
})

/** Reads every workspace's directory. */
export async function loadDirectories(tables: TableStore): Promise<Map<WorkspaceId, Directory>> {
  const rows = await tables.all(
    `SELECT id, name, (SELECT MAX(revision) FROM directory_revisions WHERE workspace_id = workspaces.id) AS revision
     FROM workspaces ORDER BY created_at, id`,
  )
  const directories = new Map<WorkspaceId, Directory>()
  for (const row of rows) {
    const { id, name, revision } = v.parse(WorkspaceRow, row)
    const units = await loadUnits(tables, id)
    const members = await loadMembers(tables, id)
    const policies = await loadPolicies(tables, id)
    directories.set(id, inOrder({ workspace: { id, name }, units, members, policies, revision }))
  }
  return directories
}

/** Units as the tree has them, people by login, policies by document: one order, however the directory came about. */
export function inOrder(directory: Directory): Directory {
  return {
    ...directory,
    units: unitsInOrder(directory.units).map(({ unit }) => unit),
    members: directory.members.toSorted((a, b) => compareStrings(a.login, b.login)),
    policies: directory.policies.toSorted((a, b) => compareStrings(a.documentId, b.documentId)),
  }
}

async function loadUnits(tables: TableStore, workspaceId: WorkspaceId): Promise<Unit[]> {
  const sql = 'SELECT id, name, short_name, parent, position FROM units WHERE workspace_id = ?'
  return (await tables.all(sql, workspaceId)).map((row) => {
    const { id, name, short_name: shortName, parent, position: order } = v.parse(UnitRow, row)
    return { id, name, shortName, parent, order }
  })
}

async function loadMembers(tables: TableStore, workspaceId: WorkspaceId): Promise<Member[]> {
  const sql = 'SELECT id, login, name, role, unit, active FROM members WHERE workspace_id = ?'
  return (await tables.all(sql, workspaceId)).map((row) => {
    const { id, login, name, role, unit, active } = v.parse(MemberRow, row)
    return { id, login, name, role, unit, active: active === 1 }
  })
}

async function loadPolicies(tables: TableStore, workspaceId: WorkspaceId): Promise<DocumentPolicy[]> {
  const sql = 'SELECT document_id, status, narrowed_to FROM policies WHERE workspace_id = ?'
  return (await tables.all(sql, workspaceId)).map((row) => {
    const { document_id: documentId, status, narrowed_to: narrowedTo } = v.parse(PolicyRow, row)
    return { documentId, status, narrowedTo: narrowedTo ?? null }
  })
}

/** The statements that turn what is stored of `before` (null: nothing yet) into `after`. Only what differs is written. */
export function statementsFor(before: Directory | null, after: Directory, now: Millis): SqlStatement[] {
  const { id, name } = after.workspace
  return [
    insert('directory_revisions', { workspace_id: id, revision: after.revision, time: now }),
    ...(before === null
      ? [insert('workspaces', { id, name, created_at: now })]
      : [{ sql: 'UPDATE workspaces SET name = ? WHERE id = ?', values: [name, id] }]),
    ...removedUnits(before?.units ?? [], after),
    ...changedOf(before?.units ?? [], after.units).map((unit) => putUnit(id, unit)),
    ...changedOf(before?.members ?? [], after.members).map((member) => putMember(id, member, now)),
    ...changedOf(before?.policies ?? [], after.policies).map((policy) => putPolicy(id, policy)),
  ]
}

/** Entries of `after` that are not, as the same object, in `before`: a change always makes a new object. */
function changedOf<Entry>(before: readonly Entry[], after: readonly Entry[]): Entry[] {
  const known = new Set(before)
  return after.filter((entry) => !known.has(entry))
}

function removedUnits(before: readonly Unit[], after: Directory): SqlStatement[] {
  const kept = new Set(after.units.map(({ id }) => id))
  return before
    .filter(({ id }) => !kept.has(id))
    .map(({ id }) => ({
      sql: 'DELETE FROM units WHERE workspace_id = ? AND id = ?',
      values: [after.workspace.id, id],
    }))
}

function putUnit(workspaceId: WorkspaceId, { id, name, shortName, parent, order }: Unit): SqlStatement {
  return {
    sql: `INSERT INTO units (workspace_id, id, name, short_name, parent, position) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (workspace_id, id) DO UPDATE SET name = excluded.name, short_name = excluded.short_name,
      parent = excluded.parent, position = excluded.position`,
    values: [workspaceId, id, name, shortName, parent, order],
  }
}

function putMember(workspaceId: WorkspaceId, member: Member, now: Millis): SqlStatement {
  const { id, login, name, role, unit, active } = member
  return {
    sql: `INSERT INTO members (workspace_id, id, login, name, role, unit, active, joined_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (workspace_id, id) DO UPDATE SET login = excluded.login,
      name = excluded.name, role = excluded.role, unit = excluded.unit, active = excluded.active`,
    values: [workspaceId, id, login, name, role, unit, active ? 1 : 0, now],
  }
}

function putPolicy(workspaceId: WorkspaceId, policy: DocumentPolicy): SqlStatement {
  const narrowedTo = policy.narrowedTo === null ? null : JSON.stringify(policy.narrowedTo)
  return {
    sql: `INSERT INTO policies (workspace_id, document_id, status, narrowed_to) VALUES (?, ?, ?, ?)
      ON CONFLICT (workspace_id, document_id) DO UPDATE SET status = excluded.status,
      narrowed_to = excluded.narrowed_to`,
    values: [workspaceId, policy.documentId, policy.status, narrowedTo],
  }
}

function insert(table: string, row: Readonly<Record<string, string | number>>): SqlStatement {
  const columns = Object.keys(row)
  return {
    sql: `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    values: Object.values(row),
  }
}
