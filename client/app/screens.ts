import type { Component } from 'svelte'
import type { DocumentId } from '../../schemas/ids.ts'

/** What the screen of one version is given. Its workspace comes from `getWorkspace()`. */
export interface VersionScreenProps extends Record<string, unknown> {
  readonly documentId: DocumentId
  readonly version: number
}

type Load<Props extends Record<string, unknown>> = () => Promise<{ readonly default: Component<Props> }>
type NoProps = Record<string, never>

const PLAIN = import.meta.glob<{ default: Component<NoProps> }>([
  '../exchange/ImportScreen.svelte',
  '../record/RecordScreen.svelte',
  '../notice/NoticesScreen.svelte',
])
const VERSIONS = import.meta.glob<{ default: Component<VersionScreenProps> }>(
  '../record/VersionScreen.svelte',
)

/** Screens built by other folders, loaded when first asked for. Null: not in this build, so nothing leads to it. */
export const importScreen: Load<NoProps> | null = PLAIN['../exchange/ImportScreen.svelte'] ?? null
export const recordScreen: Load<NoProps> | null = PLAIN['../record/RecordScreen.svelte'] ?? null
export const noticesScreen: Load<NoProps> | null = PLAIN['../notice/NoticesScreen.svelte'] ?? null
export const versionScreen: Load<VersionScreenProps> | null =
  VERSIONS['../record/VersionScreen.svelte'] ?? null

export const HAS_IMPORT = importScreen !== null
