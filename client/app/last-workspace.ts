import type { WorkspaceId } from '../../schemas/ids.ts'
import type { WorkspaceEntry } from './account.svelte.ts'
import { workspaceIn, type Place } from './routes.ts'

const STORAGE_KEY = 'heshu-workspace'

/** Remembers where a person last was, for screens whose address names no workspace. */
export function rememberWorkspace(id: WorkspaceId): void {
  localStorage.setItem(STORAGE_KEY, id)
}

/** The workspace a place is shown in: the one it names, else the last one, else the first. Null: not a member of it. */
export function workspaceFor(place: Place, workspaces: readonly WorkspaceEntry[]): WorkspaceEntry | null {
  const named = workspaceIn(place)
  if (named !== null) return workspaces.find(({ id }) => id === named) ?? null
  const last = localStorage.getItem(STORAGE_KEY)
  return workspaces.find(({ id }) => id === last) ?? workspaces[0] ?? null
}
