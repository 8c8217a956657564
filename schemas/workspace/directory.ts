import * as v from 'valibot'
import { DocumentId, MemberId, UnitId, WorkspaceId } from '../ids.ts'

/** 管理员 · 起草 · 填报 · 审阅 · 只读 */
export const ROLES = ['admin', 'drafter', 'reporter', 'reviewer', 'reader'] as const
export const Role = v.picklist(ROLES)
export type Role = (typeof ROLES)[number]

/** Statuses of a document, in order: 起草 征求意见 送审 签发 印发 归档. From `approved` on they bind: the document is frozen. */
export const STATUSES = ['draft', 'consultation', 'review', 'approved', 'issued', 'archived'] as const
export const Status = v.picklist(STATUSES)
export type Status = (typeof STATUSES)[number]

/** An organisation in the workspace's tree: 区 / 街道 / 社区 / 部门. `order` counts among siblings, from 0. */
export const Unit = v.object({
  id: UnitId,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  shortName: v.nullable(v.pipe(v.string(), v.maxLength(100))),
  parent: v.nullable(UnitId),
  order: v.pipe(v.number(), v.integer(), v.minValue(0)),
})
export type Unit = v.InferOutput<typeof Unit>

/** A person with an account, a unit and a role in this workspace. `name` is for display, `login` for signing in. */
export const Member = v.object({
  id: MemberId,
  login: v.string(),
  name: v.string(),
  role: Role,
  unit: v.nullable(UnitId),
  active: v.boolean(),
})
export type Member = v.InferOutput<typeof Member>

/** What narrows or freezes one document. Absent policy means: open to the workspace, status draft. */
export const DocumentPolicy = v.object({
  documentId: DocumentId,
  status: Status,
  /** When set, only these members and members of these units (and admins) see the document at all. */
  narrowedTo: v.nullable(v.object({ members: v.array(MemberId), units: v.array(UnitId) })),
})
export type DocumentPolicy = v.InferOutput<typeof DocumentPolicy>

/** Units, members, roles and policies as the server knows them; clients keep a dated copy for offline. */
export const Directory = v.object({
  workspace: v.object({ id: WorkspaceId, name: v.string() }),
  units: v.array(Unit),
  members: v.array(Member),
  policies: v.array(DocumentPolicy),
  /** Raised by one with every change. */
  revision: v.number(),
})
export type Directory = v.InferOutput<typeof Directory>
