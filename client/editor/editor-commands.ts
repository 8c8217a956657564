import { selectAll } from 'prosemirror-commands'
import type { Command } from 'prosemirror-state'
import type { NewId } from '../../schemas/ids.ts'
import type { Level, NewBlock } from '../../schemas/text/body.ts'
import {
  deleteSelection,
  firstOf,
  indent,
  insertBlocks,
  insertBreak,
  joinBackward,
  joinForward,
  liftAtStart,
  outdent,
  setLevel,
  splitBlock,
  toggleMark,
} from '../../schemas/text/commands.ts'
import { moveSection } from '../../schemas/text/sections.ts'
import type { TextUndo } from '../../schemas/text/undo.ts'
import type { Command as AppCommand } from '../app/commands.svelte.ts'
import type { KeyName } from '../app/keys.ts'
import { editorWords } from '../app/language/editor.ts'
import type { Word } from '../app/language/language.svelte.ts'

/** Something the editor can do, by key, toolbar or palette. */
export interface EditorCommand {
  readonly id: string
  readonly word: Word
  readonly key?: KeyName
  readonly run: Command
}

/** Everything a person can ask of the editor, in the order of the key sheet. `undo` is the body's own. */
export function editorCommands(
  undo: Pick<TextUndo, 'undo' | 'redo' | 'stopCapturing'>,
  newId: NewId,
): readonly EditorCommand[] {
  const history: EditorCommand[] = [
    { id: 'editor.undo', word: editorWords.undo, key: 'Ctrl+Z', run: whenWritable(() => undo.undo()) },
    { id: 'editor.redo', word: editorWords.redo, key: 'Ctrl+Shift+Z', run: whenWritable(() => undo.redo()) },
  ]
  const acts: EditorCommand[] = [
    { id: 'editor.strong', word: editorWords.strong, key: 'Ctrl+B', run: toggleMark('strong') },
    { id: 'editor.em', word: editorWords.em, key: 'Ctrl+I', run: toggleMark('em') },
    { id: 'editor.underline', word: editorWords.underline, key: 'Ctrl+U', run: toggleMark('underline') },
    { id: 'editor.strike', word: editorWords.strike, run: toggleMark('strike') },
    levelCommand(0, editorWords.level0),
    levelCommand(1, editorWords.level1),
    levelCommand(2, editorWords.level2),
    levelCommand(3, editorWords.level3),
    levelCommand(4, editorWords.level4),
    { id: 'editor.indent', word: editorWords.indent, key: 'Tab', run: indent },
    { id: 'editor.outdent', word: editorWords.outdent, key: 'Shift+Tab', run: outdent },
    { id: 'editor.move-up', word: editorWords.moveUp, key: 'Alt+ArrowUp', run: moveSection('up') },
    { id: 'editor.move-down', word: editorWords.moveDown, key: 'Alt+ArrowDown', run: moveSection('down') },
    { id: 'editor.insert-table', word: editorWords.insertTable, run: insertBlocks([emptyTable()], newId) },
    { id: 'editor.line-break', word: editorWords.lineBreak, key: 'Shift+Enter', run: insertBreak },
  ]
  return [...history, ...acts.map((act) => Object.assign(act, { run: ownStep(act.run, undo) }))]
}

/** Makes a command one step of undo, apart from what was typed right before and after it. */
function ownStep(run: Command, undo: Pick<TextUndo, 'stopCapturing'>): Command {
  return (state, dispatch, view) => {
    if (dispatch === undefined) return run(state)
    undo.stopCapturing()
    const hasRun = run(state, dispatch, view)
    undo.stopCapturing()
    return hasRun
  }
}

function emptyTable(): NewBlock {
  const row = ['', '', '']
  return { type: 'table', headRows: 1, rows: [row, row, row] }
}

function levelCommand(level: Level, word: Word): EditorCommand {
  return { id: `editor.level-${level}`, word, key: `Alt+Shift+${level}`, run: setLevel(level) }
}

/** Undo changes the text by itself; ProseMirror only asks whether it could. */
function whenWritable(act: () => boolean): Command {
  return (_state, dispatch) => (dispatch === undefined ? true : act())
}

const backspace = firstOf(deleteSelection, liftAtStart, joinBackward)

/** Keys that everybody expects and nobody looks up. */
const PLAIN_KEYS: readonly (readonly [KeyName, Command])[] = [
  ['Enter', splitBlock],
  ['Backspace', backspace],
  ['Shift+Backspace', backspace],
  ['Delete', firstOf(deleteSelection, joinForward)],
  ['Ctrl+A', selectAll],
]

/** Every key of the editor with what it runs. */
export function keysOf(commands: readonly EditorCommand[]): ReadonlyMap<KeyName, Command> {
  const keys = new Map(PLAIN_KEYS)
  for (const { key, run } of commands) if (key !== undefined) keys.set(key, run)
  const redo = commands.find(({ id }) => id === 'editor.redo')
  if (redo !== undefined) keys.set('Ctrl+Y', redo.run)
  return keys
}

/** The commands as palette and key sheet list them; the keys themselves are the editor's. */
export function paletteCommands(commands: readonly EditorCommand[], run: (id: string) => void): AppCommand[] {
  return commands.map(({ id, word, key }) => ({
    id,
    group: 'edit',
    title: word,
    ...(key === undefined ? {} : { shownKey: key }),
    run: () => run(id),
  }))
}
