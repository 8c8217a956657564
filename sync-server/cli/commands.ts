import * as v from 'valibot'
import { DocumentId, UnitId, WorkspaceId } from '../../schemas/ids.ts'
import { KIND_NAMES } from '../../schemas/kind.ts'
import { DisplayName, Login, Password } from '../../schemas/protocol/api.ts'
import { Role } from '../../schemas/workspace/directory.ts'
import { TokenScope } from '../accounts/tokens.ts'

const WorkspaceName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100))
const Label = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100))

/** Formats `export` can write; the others are refused with a reason until the typesetter is there. */
export const EXPORT_FORMATS = ['json', 'html', 'txt'] as const

/** What the command line asks of a server, running or opened for the purpose. Parsed on arrival. */
export const Command = v.variant('command', [
  v.strictObject({ command: v.literal('workspace-add'), name: WorkspaceName }),
  v.strictObject({
    command: v.literal('user-add'),
    login: Login,
    name: DisplayName,
    role: Role,
    /** An id or a name; a unit that is not there yet is added at the top of the tree. */
    unit: v.nullable(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200))),
    /** May be left out when there is only one. */
    workspace: v.nullable(WorkspaceId),
    /** Null: a link is printed under which the person chooses one. */
    password: v.nullable(Password),
  }),
  v.strictObject({ command: v.literal('password-link'), login: Login }),
  v.strictObject({
    command: v.literal('token'),
    login: Login,
    scope: TokenScope,
    days: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3650)),
  }),
  v.strictObject({
    command: v.literal('import'),
    /** Title when the text names none: the file's name without its ending. */
    fallbackTitle: v.string(),
    text: v.string(),
    kind: v.picklist(KIND_NAMES),
    workspace: WorkspaceId,
  }),
  v.strictObject({
    command: v.literal('export'),
    document: DocumentId,
    format: v.picklist(EXPORT_FORMATS),
    /** Null: the document as it stands. */
    version: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
  }),
  v.strictObject({ command: v.literal('versions'), document: DocumentId }),
  v.strictObject({ command: v.literal('snapshot'), document: DocumentId, label: Label }),
  v.strictObject({ command: v.literal('backup'), file: v.string() }),
])
export type Command = v.InferOutput<typeof Command>

/** What a command hands back: text for standard output, and remarks for standard error. */
export const CommandResult = v.strictObject({ output: v.string(), remarks: v.array(v.string()) })
export type CommandResult = v.InferOutput<typeof CommandResult>

/** A unit's id, when the text given for it could be one. */
export function unitIdIn(text: string): UnitId | null {
  const parsed = v.safeParse(UnitId, text)
  return parsed.success ? parsed.output : null
}
