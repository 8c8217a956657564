import * as v from 'valibot'

/** What every id looks like: 1–64 letters, digits, `_` or `-`. Safe in a URL, a file name and a room name. */
export const ID_PATTERN = /^[A-Za-z0-9_-]{1,64}$/

function idOf<const Name extends string>(name: Name) {
  return v.pipe(v.string(), v.regex(ID_PATTERN, `${name}: 1–64 of A-Z a-z 0-9 _ -`), v.brand(name))
}

export const WorkspaceId = idOf('WorkspaceId')
export type WorkspaceId = v.InferOutput<typeof WorkspaceId>

/** Unique on a server: an id belongs to one workspace for ever. */
export const DocumentId = idOf('DocumentId')
export type DocumentId = v.InferOutput<typeof DocumentId>

export const FolderId = idOf('FolderId')
export type FolderId = v.InferOutput<typeof FolderId>

export const UnitId = idOf('UnitId')
export type UnitId = v.InferOutput<typeof UnitId>

/** A person in a workspace. The same as the account's user id. */
export const MemberId = idOf('MemberId')
export type MemberId = v.InferOutput<typeof MemberId>

/** Stable name of a block of official text. Not an identity: two people moving one block leave it twice. */
export const BlockId = idOf('BlockId')
export type BlockId = v.InferOutput<typeof BlockId>

export const RowId = idOf('RowId')
export type RowId = v.InferOutput<typeof RowId>

export const ColumnId = idOf('ColumnId')
export type ColumnId = v.InferOutput<typeof ColumnId>

/** Makes a fresh id. `schemas` has no randomness of its own, so the rim passes one in (client/app/new-id.ts). */
export type NewId = () => string

/** Milliseconds since 1970-01-01T00:00Z. */
export type Millis = number

/** A calendar day, `YYYY-MM-DD`. */
export const Day = v.pipe(v.string(), v.isoDate(), v.brand('Day'))
export type Day = v.InferOutput<typeof Day>
