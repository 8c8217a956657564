import { inject, parse } from 'regexparam'
import * as v from 'valibot'
import { DocumentId, FolderId, WorkspaceId } from '../../schemas/ids.ts'

const Token = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.~-]{8,256}$/))
const VersionNumber = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(Number),
  v.integer(),
  v.minValue(1),
  v.maxValue(999_999_999),
)

/** Every screen and what its address carries. A place is what is shown; an address is how it is written. */
const Place = v.variant('screen', [
  v.object({ screen: v.literal('today') }),
  v.object({ screen: v.literal('documents'), workspace: WorkspaceId }),
  v.object({ screen: v.literal('folder'), workspace: WorkspaceId, folder: FolderId }),
  v.object({ screen: v.literal('bin'), workspace: WorkspaceId }),
  v.object({ screen: v.literal('document'), workspace: WorkspaceId, document: DocumentId }),
  v.object({
    screen: v.literal('version'),
    workspace: WorkspaceId,
    document: DocumentId,
    version: VersionNumber,
  }),
  v.object({ screen: v.literal('import'), workspace: WorkspaceId }),
  v.object({ screen: v.literal('units'), workspace: WorkspaceId }),
  v.object({ screen: v.literal('notices'), workspace: WorkspaceId }),
  v.object({ screen: v.literal('record'), workspace: WorkspaceId }),
  v.object({ screen: v.literal('settings') }),
  v.object({ screen: v.literal('sign-in') }),
  v.object({ screen: v.literal('set-up'), token: Token }),
  v.object({ screen: v.literal('join'), token: Token }),
  v.object({ screen: v.literal('password'), token: Token }),
])
export type Place = v.InferOutput<typeof Place>
export type Screen = Place['screen']

/** The address of each screen. An address, once given out, is kept: colleagues send them to each other. */
export const PATTERNS: Readonly<Record<Screen, string>> = {
  today: '/',
  documents: '/w/:workspace/documents',
  folder: '/w/:workspace/folders/:folder',
  bin: '/w/:workspace/bin',
  document: '/w/:workspace/documents/:document',
  version: '/w/:workspace/documents/:document/versions/:version',
  import: '/w/:workspace/import',
  units: '/w/:workspace/units',
  notices: '/w/:workspace/public',
  record: '/w/:workspace/record',
  settings: '/settings',
  'sign-in': '/sign-in',
  'set-up': '/setup/:token',
  join: '/join/:token',
  password: '/password/:token',
}

const MATCHERS = Object.entries(PATTERNS).map(([screen, pattern]) => ({ screen, matcher: parse(pattern) }))

/** The place behind an address's path. Null for a path that is no screen, or carries an id that is none. */
export function placeAt(path: string): Place | null {
  for (const { screen, matcher } of MATCHERS) {
    const match = matcher.pattern.exec(path)
    if (match === null) continue
    const segments = matcher.keys.map((key, at) => [key, decoded(match[at + 1] ?? '')])
    const place = v.safeParse(Place, { screen, ...Object.fromEntries(segments) })
    return place.success ? place.output : null
  }
  return null
}

/** The path of a place; the inverse of {@link placeAt}. */
export function pathOf(place: Place): string {
  const { screen, ...segments } = place
  const texts = Object.entries(segments).map(([key, value]) => [key, encodeURIComponent(value)])
  return inject(PATTERNS[screen], Object.fromEntries(texts))
}

/** The workspace a place belongs to; null for places outside one. */
export function workspaceIn(place: Place): WorkspaceId | null {
  return 'workspace' in place ? place.workspace : null
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    // A broken escape is no id; the parser of the place refuses it as it stands.
    return segment
  }
}
