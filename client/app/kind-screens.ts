import type { Component } from 'svelte'
import { KIND_NAMES, type KindName } from '../../schemas/kind.ts'
import type { DocumentScreenProps } from './documents/document-screen.ts'

type Load = () => Promise<{ readonly default: Component<DocumentScreenProps> }>

/** Where the screen of each kind lies, once it is built. */
const FILES: Readonly<Record<KindName, string>> = {
  plan: '../plan/PlanScreen.svelte',
  matrix: '../matrix/MatrixScreen.svelte',
  minutes: '../minutes/MinutesScreen.svelte',
  notice: '../notice/NoticeScreen.svelte',
}

/** Those that are in this build, each loaded when first asked for. */
const LOADERS = import.meta.glob<{ default: Component<DocumentScreenProps> }>([
  '../plan/PlanScreen.svelte',
  '../matrix/MatrixScreen.svelte',
  '../minutes/MinutesScreen.svelte',
  '../notice/NoticeScreen.svelte',
])

/** Loads the screen of a kind; null when this build has none, so that nothing is offered that cannot be opened. */
export function kindScreen(kind: KindName | 'unknown'): Load | null {
  return kind === 'unknown' ? null : (LOADERS[FILES[kind]] ?? null)
}

/** Kinds that can be opened, and so be made, in this build. */
export const KINDS_WITH_SCREEN: readonly KindName[] = KIND_NAMES.filter((kind) => kindScreen(kind) !== null)
