import { Slice } from 'prosemirror-model'
import { Plugin, Selection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { NewId } from '../../../schemas/ids.ts'
import { ClipboardReader, withoutForeignMachinery } from './clipboard-reader.ts'
import { insertBlocks } from './insert-blocks.ts'
import type { PastedBlock } from './pasted.ts'
import { readText } from './read-text.ts'

export interface PasteOptions {
  readonly newId: NewId
  /** Called before a paste, so that it is a step of its own to undo. */
  readonly beginStep: () => void
  /** Told after a paste that left pictures out. */
  readonly onPicturesLeftOut: (count: number) => void
}

/** Cleans what is pasted or dropped from Word, WPS and web pages into clauses, in one transaction. [E5] */
export function cleanPaste(options: PasteOptions): Plugin {
  const reader = new ClipboardReader()
  return new Plugin({
    props: {
      clipboardParser: reader,
      transformPastedHTML: withoutForeignMachinery,
      clipboardTextParser(text) {
        reader.keep(readText(text))
        return Slice.empty
      },
      handlePaste(view, event) {
        const found = reader.take()
        const text = event.clipboardData?.getData('text/plain') ?? ''
        const hasFiles = (event.clipboardData?.files.length ?? 0) > 0
        return insert(view, contentOf(found, text, hasFiles), options)
      },
      handleDrop(view, event, _slice, isMove) {
        const found = reader.take()
        // What is dragged inside the editor has been read by nobody: ProseMirror moves it.
        if (isMove || view.dragging !== null) return false
        const hasFiles = (event.dataTransfer?.files.length ?? 0) > 0
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY })
        if (at === null) return false
        view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(at.pos))))
        return insert(view, contentOf(found, '', hasFiles), options)
      },
    },
  })
}

/** What the HTML held; its plain text when that was nothing; a picture when the clipboard holds but a file. */
function contentOf(found: readonly PastedBlock[], text: string, hasFiles: boolean): readonly PastedBlock[] {
  if (found.length > 0) return found
  const lines = readText(text)
  return lines.length > 0 || !hasFiles ? lines : [{ kind: 'picture' }]
}

function insert(view: EditorView, blocks: readonly PastedBlock[], options: PasteOptions): boolean {
  const pictures = blocks.filter((block) => block.kind === 'picture').length
  const tr = view.editable ? insertBlocks(view.state, blocks, options.newId) : null
  if (tr !== null) {
    options.beginStep()
    view.dispatch(tr.setMeta('paste', true).setMeta('uiEvent', 'paste').scrollIntoView())
    options.beginStep()
  }
  if (pictures > 0 && view.editable) options.onPicturesLeftOut(pictures)
  // Even when nothing came of it the browser must not paste by itself.
  return true
}
