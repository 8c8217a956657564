import type { Change } from '../compare/change.ts'
import { compareSequences } from '../compare/sequence.ts'
import { textDiff } from '../compare/text-diff.ts'
import { blockLine, type OfficialBlock, type OfficialContent } from './content.ts'
import type { OfficialHeader } from './header.ts'

/** What changed in head and text, head first, then block by block in the order of the newer text. */
export function compareOfficial(before: OfficialContent, after: OfficialContent): Change[] {
  return [...headerChanges(before.header, after.header), ...compareBlocks(before.blocks, after.blocks)]
}

/** What changed in the head of a document, field by field. */
export function headerChanges(before: OfficialHeader, after: OfficialHeader): Change[] {
  return compareFields(headerWords(before), headerWords(after))
}

/** The head's fields as words, in the order they are shown. Forms of numbers show in the blocks, not here. */
function headerWords(header: OfficialHeader): [string, string][] {
  return Object.entries(header)
    .filter(([field]) => field !== 'outline')
    .map(([field, value]) => [field, Array.isArray(value) ? value.join('、') : (value ?? '')])
}

/** Compares named words; a field missing on one side counts as empty. */
export function compareFields(
  before: readonly (readonly [string, string])[],
  after: readonly (readonly [string, string])[],
): Change[] {
  const old = new Map(before)
  return after.flatMap(([field, words]): Change[] => {
    const was = old.get(field) ?? ''
    if (was === words) return []
    const change = was === '' ? 'added' : words === '' ? 'removed' : 'changed'
    return [{ at: 'field', field, change, diff: textDiff(was, words) }]
  })
}

function compareBlocks(before: readonly OfficialBlock[], after: readonly OfficialBlock[]): Change[] {
  return compareSequences(before, after).flatMap((item): Change[] => {
    if (item.change === 'added') return blockChange(item.after, 'added', '', blockLine(item.after))
    if (item.change === 'removed') return blockChange(item.before, 'removed', blockLine(item.before), '')
    const moved =
      item.change === 'moved' ? blockChange(item.after, 'moved', item.after.text, item.after.text) : []
    return sameWords(item.before, item.after)
      ? moved
      : moved.concat(blockChange(item.after, 'changed', item.before.text, item.after.text))
  })
}

/** A number that changed only because a clause was put in above is no change of this clause. */
function sameWords(before: OfficialBlock, after: OfficialBlock): boolean {
  const words = ({ id: _id, number: _number, ...rest }: OfficialBlock) => JSON.stringify(rest)
  return words(before) === words(after)
}

function blockChange(
  block: OfficialBlock,
  change: Change['change'],
  before: string,
  after: string,
): Change[] {
  return [{ at: 'block', block: block.id, label: block.number, change, diff: textDiff(before, after) }]
}
