import type { Node } from 'prosemirror-model'
import * as v from 'valibot'
import { BlockId } from '../../../schemas/ids.ts'
import { isFieldValue } from '../../../schemas/text/marker.ts'
import { tableOf } from '../table-of.ts'

/** What a paragraph copied out of this editor was. */
export interface OwnBlock {
  readonly level: number
  readonly label: string | null
  readonly id: BlockId | null
  readonly role: string | null
  readonly units: readonly string[] | null
  readonly due: string | null
}

/** What a table copied out of this editor was, besides its cells. */
export interface OwnTable {
  readonly id: BlockId | null
  readonly headRows: number
}

/** Attributes this editor writes on what it copies, so that a paste back need not guess. */
const OWN = {
  level: 'data-clause-level',
  label: 'data-clause-label',
  id: 'data-clause-id',
  role: 'data-clause-role',
  units: 'data-clause-units',
  due: 'data-clause-due',
} as const
const OWN_HEAD_ROWS = 'data-clause-head-rows'

type ReadAttribute = (name: string) => string | null

/**
 * Reads the attributes of a paragraph this editor copied; null when it did not. Anybody can write them, so each must
 * pass the check a colleague's marker passes, and nothing this version does not know is taken.
 */
export function ownBlock(read: ReadAttribute): OwnBlock | null {
  const level = read(OWN.level)
  if (level === null) return null
  const text = (key: 'label' | 'role' | 'due'): string | null => {
    const value = read(OWN[key])
    return isFieldValue('paragraph', key, value) ? value : null
  }
  return {
    level: isFieldValue('paragraph', 'level', Number(level)) ? Number(level) : 0,
    label: text('label'),
    id: readId(read),
    role: text('role'),
    units: readNames(read(OWN.units)),
    due: text('due'),
  }
}

/** As `ownBlock`, for a table. */
export function ownTable(read: ReadAttribute): OwnTable | null {
  if (read(OWN_HEAD_ROWS) === null) return null
  const headRows = Number(read(OWN_HEAD_ROWS))
  return { id: readId(read), headRows: Number.isInteger(headRows) && headRows > 0 ? headRows : 0 }
}

function readId(read: ReadAttribute): BlockId | null {
  const id = v.safeParse(BlockId, read(OWN.id))
  return id.success ? id.output : null
}

function readNames(json: string | null): readonly string[] | null {
  const parsed = parseJson(json ?? 'null')
  if (!Array.isArray(parsed) || !isFieldValue('paragraph', 'units', parsed)) return null
  return parsed.filter((each) => typeof each === 'string')
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    // Not of our making: there are no units in it.
    return null
  }
}

/** Writes what a block is on the element that stands for it on the clipboard. */
export function writeOwn(element: HTMLElement, block: Node): void {
  if (block.attrs.id !== '') element.setAttribute(OWN.id, String(block.attrs.id))
  if (block.type.name === 'table') {
    element.setAttribute(OWN_HEAD_ROWS, String(tableOf(block).headRows))
    return
  }
  for (const key of ['level', 'label', 'role', 'due'] as const) {
    const value: unknown = block.attrs[key]
    if (value !== null && value !== undefined) element.setAttribute(OWN[key], String(value))
  }
  if (block.attrs.units !== null) element.setAttribute(OWN.units, JSON.stringify(block.attrs.units))
}
