import ArrowUpRight from '@lucide/svelte/icons/arrow-up-right'
import FolderInput from '@lucide/svelte/icons/folder-input'
import Link from '@lucide/svelte/icons/link'
import Pencil from '@lucide/svelte/icons/pencil'
import Trash from '@lucide/svelte/icons/trash'
import type { DocumentId, FolderId } from '../../../schemas/ids.ts'
import type { KindName } from '../../../schemas/kind.ts'
import {
  deleteDocument,
  deleteFolder,
  moveDocument,
  moveFolder,
  renameFolder,
  restoreDocument,
  restoreFolder,
  type IndexDocument,
  type IndexFolder,
} from '../../../schemas/workspace/index-room.ts'
import type { MenuSection } from '../../ui/menu-entry.ts'
import { copyText } from '../copy.ts'
import type { AppContext } from '../context.ts'
import { documentWords } from '../language/documents.ts'
import { say } from '../language/language.svelte.ts'
import { pathOf } from '../routes.ts'
import type { Workspace } from '../workspace.svelte.ts'

/** A question a dialog is open with. */
export type Question =
  | { readonly act: 'create'; readonly kind: KindName; readonly folder: FolderId | null }
  | { readonly act: 'create-folder'; readonly parent: FolderId | null }
  | { readonly act: 'rename'; readonly document: IndexDocument }
  | { readonly act: 'move'; readonly document: IndexDocument }
  | { readonly act: 'rename-folder'; readonly folder: IndexFolder }
  | { readonly act: 'move-folder'; readonly folder: IndexFolder }

/** What can be done with documents and folders in lists: menus, dialogs, and acts that can be taken back. */
export class DocumentActs {
  readonly workspace: Workspace
  readonly #app: AppContext
  #question: Question | null = $state.raw(null)

  constructor(app: AppContext, workspace: Workspace) {
    this.#app = app
    this.workspace = workspace
  }

  get question(): Question | null {
    return this.#question
  }

  ask(question: Question): void {
    this.#question = question
  }

  closeQuestion(): void {
    this.#question = null
  }

  /** The menu of one document, by what this person may do. */
  menuFor(id: DocumentId): readonly MenuSection[] {
    const document = this.workspace.document(id)
    if (document === null) return []
    const { navigation } = this.#app
    const place = { screen: 'document', workspace: this.workspace.id, document: id } as const
    const look: MenuSection = {
      id: 'look',
      entries: [
        { id: 'open', label: say(documentWords.open), icon: ArrowUpRight, run: () => navigation.go(place) },
        {
          id: 'copy',
          label: say(documentWords.copyAddress),
          icon: Link,
          run: () =>
            void copyText(this.#app.alerts, location.origin + pathOf(place), documentWords.addressCopied),
        },
      ],
    }
    if (!this.workspace.mayWrite) return [look]
    const change: MenuSection = {
      id: 'change',
      entries: [
        {
          id: 'rename',
          label: say(documentWords.rename),
          icon: Pencil,
          run: () => this.ask({ act: 'rename', document }),
        },
        {
          id: 'move',
          label: say(documentWords.moveTo),
          icon: FolderInput,
          run: () => this.ask({ act: 'move', document }),
        },
        { id: 'delete', label: say(documentWords.delete), icon: Trash, run: () => this.delete(document) },
      ],
    }
    return [look, change]
  }

  /** Makes a document and opens it. */
  async create(kind: KindName, title: string, folder: FolderId | null): Promise<void> {
    const document = await this.workspace.createDocument(kind, title, folder)
    this.#app.navigation.go({ screen: 'document', workspace: this.workspace.id, document })
  }

  createFolder(title: string, parent: FolderId | null): void {
    const folder = this.workspace.createFolder(title, parent)
    this.#app.navigation.go({ screen: 'folder', workspace: this.workspace.id, folder })
  }

  rename(document: IndexDocument, title: string): void {
    void this.workspace.renameDocument(document.id, title)
  }

  move(document: IndexDocument, folder: FolderId | null): void {
    this.workspace.edit((doc) => moveDocument(doc, document.id, folder))
  }

  renameFolder(folder: IndexFolder, title: string): void {
    this.workspace.edit((doc) => renameFolder(doc, folder.id, title))
  }

  moveFolder(folder: IndexFolder, parent: FolderId | null): void {
    this.workspace.edit((doc) => moveFolder(doc, folder.id, parent))
  }

  /** Into the bin, with a bar to take it back. */
  delete(document: IndexDocument): void {
    this.workspace.edit((doc) => deleteDocument(doc, document.id, Date.now()))
    const title = (): string => document.title || say(documentWords.untitled)
    this.#offerUndo(
      () => say(documentWords.deleted, title()),
      () => this.workspace.edit((doc) => restoreDocument(doc, document.id)),
    )
  }

  deleteFolder(folder: IndexFolder): void {
    this.workspace.edit((doc) => deleteFolder(doc, folder.id, Date.now()))
    this.#app.navigation.replace({ screen: 'documents', workspace: this.workspace.id })
    this.#offerUndo(
      () => say(documentWords.folderDeleted, folder.title),
      () => this.workspace.edit((doc) => restoreFolder(doc, folder.id)),
    )
  }

  restore(document: IndexDocument): void {
    this.workspace.edit((doc) => restoreDocument(doc, document.id))
    this.#offerUndo(
      () => say(documentWords.restored, document.title || say(documentWords.untitled)),
      () => this.workspace.edit((doc) => deleteDocument(doc, document.id, Date.now())),
    )
  }

  #offerUndo(text: () => string, undo: () => void): void {
    this.#app.alerts.show('done', text, {
      key: 'documents',
      actions: [{ label: () => say(documentWords.undo), run: undo }],
    })
  }
}
