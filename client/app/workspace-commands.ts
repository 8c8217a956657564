import type { AppContext } from './context.ts'
import type { Command } from './commands.svelte.ts'
import { alertWords } from './language/alerts.ts'
import { documentWords } from './language/documents.ts'
import { say } from './language/language.svelte.ts'
import { saveWords, shellWords } from './language/shell.ts'
import { unitWords } from './language/units.ts'
import { HAS_IMPORT, recordScreen } from './screens.ts'
import type { Workspace } from './workspace.svelte.ts'

export interface WorkspaceOpeners {
  readonly openPalette: () => void
  readonly openKeySheet: () => void
  readonly openSaveState: () => void
}

/** How the ids of commands end that take a version (`plan.take-version`); Ctrl+S offers the one that is there. */
const TAKE_VERSION = '.take-version'

/** What can be done inside a workspace, on every screen of it. */
export function workspaceCommands(app: AppContext, workspace: Workspace, open: WorkspaceOpeners): Command[] {
  const { navigation, layout, alerts, commands } = app
  const at = { workspace: workspace.id }
  return [
    { id: 'app.palette', group: 'app', title: shellWords.palette, key: 'Ctrl+K', run: open.openPalette },
    { id: 'app.keys', group: 'app', title: shellWords.keySheet, key: 'Ctrl+/', run: open.openKeySheet },
    { id: 'app.save-state', group: 'document', title: saveWords.command, run: open.openSaveState },
    {
      id: 'app.save',
      group: 'document',
      title: shellWords.save,
      key: 'Ctrl+S',
      run: sayAutoSaved,
    },
    {
      id: 'go.documents',
      group: 'go',
      title: shellWords.documents,
      run: () => navigation.go({ screen: 'documents', ...at }),
    },
    {
      id: 'go.units',
      group: 'go',
      title: unitWords.title,
      run: () => navigation.go({ screen: 'units', ...at }),
    },
    {
      id: 'go.bin',
      group: 'go',
      title: documentWords.bin,
      run: () => navigation.go({ screen: 'bin', ...at }),
    },
    {
      id: 'go.record',
      group: 'go',
      title: shellWords.record,
      isPossible: () => recordScreen !== null,
      run: () => navigation.go({ screen: 'record', ...at }),
    },
    {
      id: 'document.import',
      group: 'document',
      title: documentWords.importText,
      isPossible: () => HAS_IMPORT && workspace.mayWrite,
      run: () => navigation.go({ screen: 'import', ...at }),
    },
    {
      id: 'view.rail',
      group: 'view',
      title: shellWords.toggleRail,
      key: 'Alt+1',
      run: () => {
        layout.railOpen = !layout.railOpen
      },
    },
    {
      id: 'view.panel',
      group: 'view',
      title: shellWords.togglePanel,
      key: 'Alt+2',
      run: () => {
        layout.panelOpen = !layout.panelOpen
      },
    },
  ]

  /** Ctrl+S never surprises: nothing needs saving by hand, but a version may be wanted. */
  function sayAutoSaved(): void {
    const take = commands.possible.find(({ id }) => id.endsWith(TAKE_VERSION))
    alerts.show('done', () => say(take ? alertWords.autoSaved : alertWords.autoSavedShort), {
      key: 'auto-saved',
      actions: take ? [{ label: () => say(alertWords.takeVersion), run: take.run }] : [],
    })
  }
}
