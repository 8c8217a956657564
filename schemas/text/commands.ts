import type { Command } from 'prosemirror-state'
import type { NewBlock, Level } from './body.ts'
import type { NewId } from '../ids.ts'

export declare const splitBlock: Command
export declare const joinBackward: Command
export declare const joinForward: Command
export declare const deleteSelection: Command
export declare const insertBreak: Command
export declare function setLevel(level: Level): Command
export declare const indent: Command
export declare const outdent: Command
export declare function toggleMark(name: string): Command
export declare function moveSection(direction: 'up' | 'down'): Command
export declare function setRole(
  role: string | null,
  fields?: { units?: readonly string[]; due?: string | null },
): Command
export declare function insertBlocks(blocks: readonly NewBlock[], newId: NewId): Command
