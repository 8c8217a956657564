import * as v from 'valibot'
import { DocumentId, MemberId, UnitId, WorkspaceId } from '../ids.ts'
import { DocumentPolicy, Role, Unit } from '../workspace/directory.ts'

/**
 * The JSON that crosses HTTP, parsed at both doors. Errors are `{ error: { code, message } }` with a fitting status;
 * `code` is one of ApiErrorCode and decides what the client tells the person.
 */
export const API_ERRORS = [
  'sign-in',
  'not-allowed',
  'not-found',
  'bad-input',
  'too-large',
  'too-fast',
  'login-taken',
  'wrong-password',
  'link-used',
  'link-expired',
  'setup-done',
  'stale-revision',
  'foreign-origin',
  'not-held',
  'store-failed',
] as const
export const ApiErrorCode = v.picklist(API_ERRORS)
export type ApiErrorCode = (typeof API_ERRORS)[number]
export const ApiError = v.object({ error: v.object({ code: ApiErrorCode, message: v.string() }) })

/** A login may be Chinese; 2–32 letters of any script, digits, `.`, `_`, `-`. */
export const Login = v.pipe(v.string(), v.trim(), v.normalize('NFKC'), v.regex(/^[\p{L}\p{N}._-]{2,32}$/u))
export const DisplayName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64))
export const Password = v.pipe(v.string(), v.minLength(8), v.maxLength(128))

/** `GET /api/me`. Null account: not signed in. */
export const Me = v.object({
  account: v.nullable(v.object({ id: MemberId, login: v.string(), name: v.string() })),
  /** False until the first admin has used the set-up link. */
  isSetUp: v.boolean(),
  serverTime: v.number(),
  timeZone: v.string(),
})
export type Me = v.InferOutput<typeof Me>

/** `GET /api/workspaces`: those the account is an active member of. */
export const WorkspaceList = v.array(v.object({ id: WorkspaceId, name: v.string(), role: Role }))
export type WorkspaceList = v.InferOutput<typeof WorkspaceList>

/** One line of the pasted unit tree; `depth` 0 is the top. */
export const UnitLine = v.object({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  depth: v.number(),
})
export type UnitLine = v.InferOutput<typeof UnitLine>

/** `POST /api/setup`: the first admin. Answers `Joined` and sets the session cookie. */
export const SetupRequest = v.strictObject({
  token: v.string(),
  workspaceName: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100)),
  login: Login,
  name: DisplayName,
  password: Password,
  units: v.array(UnitLine),
})
export type SetupRequest = v.InferOutput<typeof SetupRequest>

/** Answer of set-up and of joining. */
export const Joined = v.object({
  workspaceId: WorkspaceId,
  account: v.object({ id: MemberId, login: v.string(), name: v.string() }),
})
export type Joined = v.InferOutput<typeof Joined>

/** `POST /api/workspaces/:w/invitations` (admins). */
export const InvitationRequest = v.strictObject({
  role: Role,
  unit: v.nullable(UnitId),
  note: v.optional(v.pipe(v.string(), v.maxLength(100))),
})
export type InvitationRequest = v.InferOutput<typeof InvitationRequest>
/** `url` is `<origin>/join/<token>`; single use; expires after 7 days. */
export const Invitation = v.object({ url: v.string(), expiresAt: v.number() })
export type Invitation = v.InferOutput<typeof Invitation>

/** `GET /api/invitations/:token`: what the link offers, before it is used. */
export const InvitationOffer = v.object({
  workspaceName: v.string(),
  role: Role,
  unitName: v.nullable(v.string()),
  expiresAt: v.number(),
})
export type InvitationOffer = v.InferOutput<typeof InvitationOffer>

/** `POST /api/invitations/:token`: makes the account and joins (answers `Joined`). A signed-in account sends `{}`. */
export const JoinRequest = v.union([
  v.strictObject({ login: Login, name: DisplayName, password: Password }),
  v.strictObject({}),
])
export type JoinRequest = v.InferOutput<typeof JoinRequest>

/** `POST /api/auth/sign-in/username` is better-auth's own: `{ username, password }`. `POST /api/auth/sign-out`: `{}`. */
export const SignInRequest = v.strictObject({ username: Login, password: v.string() })

/** One change of the directory. */
export const DirectoryChange = v.variant('change', [
  v.strictObject({ change: v.literal('set-unit'), unit: Unit }),
  v.strictObject({ change: v.literal('remove-unit'), unit: UnitId }),
  v.strictObject({
    change: v.literal('set-member'),
    member: MemberId,
    role: Role,
    unit: v.nullable(UnitId),
    active: v.boolean(),
  }),
  v.strictObject({ change: v.literal('set-policy'), policy: DocumentPolicy }),
  v.strictObject({
    change: v.literal('rename-workspace'),
    name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100)),
  }),
])
export type DirectoryChange = v.InferOutput<typeof DirectoryChange>

/** `PATCH /api/workspaces/:w/directory` (admins): all or nothing. Answers the new Directory; 409 `stale-revision`. */
export const DirectoryPatch = v.strictObject({
  revision: v.number(),
  changes: v.pipe(v.array(DirectoryChange), v.maxLength(500)),
})
export type DirectoryPatch = v.InferOutput<typeof DirectoryPatch>

/** Why a version was taken. `quiet` and `daily` are the server's own. */
export const VERSION_REASONS = [
  'quiet',
  'daily',
  'manual',
  'consultation',
  'review',
  'approved',
  'issued',
  'archived',
] as const
export const VersionReason = v.picklist(VERSION_REASONS)
export type VersionReason = (typeof VERSION_REASONS)[number]

/** A line in the list of versions. Hashes are lower-case hex SHA-256. */
export const VersionSummary = v.object({
  documentId: DocumentId,
  /** 1, 2, 3 … without gaps. */
  number: v.number(),
  label: v.string(),
  reason: VersionReason,
  /** Null for the server's own. */
  author: v.nullable(v.object({ id: MemberId, name: v.string() })),
  /** Server time, milliseconds. */
  time: v.number(),
  hash: v.string(),
})
export type VersionSummary = v.InferOutput<typeof VersionSummary>
export const VersionList = v.array(VersionSummary)

/**
 * `POST /api/documents/:id/versions`. With `states`, the version is of exactly what its taker saw (taken offline): part
 * → base64 Yjs v1 update of that room; the server accepts only if it holds every struct in it, else 409 `not-held`.
 * `requestId` makes a repeated request harmless. Answers VersionSummary.
 */
export const TakeVersionRequest = v.strictObject({
  requestId: v.pipe(v.string(), v.minLength(8), v.maxLength(64)),
  label: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100)),
  reason: v.picklist(['manual', 'consultation', 'review', 'approved', 'issued', 'archived']),
  states: v.optional(v.record(v.string(), v.string())),
})
export type TakeVersionRequest = v.InferOutput<typeof TakeVersionRequest>

/**
 * `GET /api/documents/:id/versions/:n` answers `{ summary, content }` (content: the kind's canonical JSON, parsed);
 * `?format=package` the self-proving package (schemas/record/package.ts), `?format=html|txt` a rendering.
 * `GET …/:n/verify` answers VerifyAnswer.
 */
export const VersionAnswer = v.object({ summary: VersionSummary, kind: v.string(), content: v.unknown() })
export type VersionAnswer = v.InferOutput<typeof VersionAnswer>
export const VerifyAnswer = v.object({
  holds: v.boolean(),
  findings: v.array(v.object({ code: v.string(), what: v.string() })),
})
export type VerifyAnswer = v.InferOutput<typeof VerifyAnswer>

/** `GET /api/workspaces/:w/documents`: what the index room lists, as the server reads it. */
export const DocumentList = v.array(
  v.object({ id: DocumentId, kind: v.string(), title: v.string(), deletedAt: v.nullable(v.number()) }),
)
export type DocumentList = v.InferOutput<typeof DocumentList>

/**
 * `POST /api/workspaces/:w/members/:m/password-link` (admins), body `{}`: a single-use link under which the member
 * chooses a new password. `url` is `<origin>/password/<token>`; expires after 7 days.
 */
export const PasswordLink = v.object({ url: v.string(), expiresAt: v.number() })
export type PasswordLink = v.InferOutput<typeof PasswordLink>

/** `GET /api/password-links/:token`: whose password it is, before the link is used. */
export const PasswordLinkOffer = v.object({ login: v.string(), name: v.string(), expiresAt: v.number() })
export type PasswordLinkOffer = v.InferOutput<typeof PasswordLinkOffer>

/** `POST /api/password-links/:token`: sets the password and ends every session of the account. Answers `{ login }`. */
export const NewPasswordRequest = v.strictObject({ password: Password })
export type NewPasswordRequest = v.InferOutput<typeof NewPasswordRequest>
