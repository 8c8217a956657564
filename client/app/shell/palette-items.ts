import CornerDownRight from '@lucide/svelte/icons/corner-down-right'
import Folder from '@lucide/svelte/icons/folder'
import type { CommandGroup } from '../commands.svelte.ts'
import type { AppContext } from '../context.ts'
import { KIND_ICONS } from '../documents/kind-icon.ts'
import { keyTextHere } from '../keys.ts'
import { documentWords } from '../language/documents.ts'
import { say, type Word } from '../language/language.svelte.ts'
import { kindWords, shellWords } from '../language/shell.ts'
import type { Workspace } from '../workspace.svelte.ts'
import type { PaletteItem } from './palette-item.ts'

const GROUP_WORDS: Readonly<Record<CommandGroup, Word>> = {
  go: shellWords.groupGo,
  document: shellWords.groupDocument,
  edit: shellWords.groupEdit,
  view: shellWords.groupView,
  app: shellWords.groupApp,
}

/** Everything the palette can find: documents opened here first, other documents, folders, then every command. */
export function paletteItems(app: AppContext, workspace: Workspace): PaletteItem[] {
  return [...documentItems(app, workspace), ...folderItems(app, workspace), ...commandItems(app)]
}

function documentItems({ navigation }: AppContext, workspace: Workspace): PaletteItem[] {
  const openedAt = new Map(workspace.recent.opened.map(({ document, at }) => [document, at]))
  return workspace.index.documents
    .filter((document) => document.deletedAt === null)
    .toSorted((a, b) => (openedAt.get(b.id) ?? 0) - (openedAt.get(a.id) ?? 0) || b.createdAt - a.createdAt)
    .map(({ id, kind, title }) => ({
      id: `document-${id}`,
      names: [title || say(documentWords.untitled)],
      icon: KIND_ICONS[kind],
      about: say(kindWords[kind]),
      run: () => navigation.go({ screen: 'document', workspace: workspace.id, document: id }),
    }))
}

function folderItems({ navigation }: AppContext, workspace: Workspace): PaletteItem[] {
  return workspace.index.folders
    .filter((folder) => folder.deletedAt === null)
    .map(({ id, title }) => ({
      id: `folder-${id}`,
      names: [title],
      icon: Folder,
      about: say(documentWords.folder),
      run: () => navigation.go({ screen: 'folder', workspace: workspace.id, folder: id }),
    }))
}

/** Commands answer to their names in both languages, whichever is shown. */
function commandItems({ commands }: AppContext): PaletteItem[] {
  return commands.possible
    .filter((command) => command.id !== 'app.palette')
    .map((command) => {
      const key = command.key ?? command.shownKey
      return {
        id: `command-${command.id.replaceAll('.', '-')}`,
        names: [say(command.title), command.title.zh, command.title.en],
        icon: CornerDownRight,
        about: say(GROUP_WORDS[command.group]),
        keyText: key === undefined ? undefined : keyTextHere(key),
        run: command.run,
      }
    })
}
