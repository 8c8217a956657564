import type { Change } from '../../schemas/compare/change.ts'
import type { ApiErrorCode } from '../../schemas/protocol/api.ts'
import { reportUnit } from '../../schemas/protocol/room-name.ts'
import type { Finding } from '../../schemas/record/finding.ts'
import { say } from '../app/language/language.svelte.ts'
import { fieldWords, findingWords, partWords, recordWords, refusalWords } from '../app/language/record.ts'

/** Says what does not hold, and where. */
export function verificationText({ code, entry, part }: Finding): string {
  const place = entry === null ? placeText(part ?? '') : say(recordWords.number, entry)
  return say(findingWords[code], place)
}

function placeText(part: string): string {
  if (part === 'body') return say(partWords.body)
  if (part === 'discussion') return say(partWords.discussion)
  const unit = reportUnit(part)
  if (unit !== null) return say(partWords.report, unit)
  return part.startsWith('byte ') ? say(partWords.byte, part.slice('byte '.length)) : part
}

/** Names what changed: a field, a clause, a row, a cell. */
export function changePlace(change: Change): string {
  switch (change.at) {
    case 'field':
      return fieldName(change.field)
    case 'block':
      return change.label === '' ? say(recordWords.runningText) : change.label
    case 'column':
      return say(recordWords.column, change.label)
    case 'row':
      return say(recordWords.row, change.label)
    case 'cell':
      return say(recordWords.cell, change.label, change.columnLabel)
  }
}

/** `meeting.place` and its like are named by their group. */
function fieldName(field: string): string {
  const name = field.split('.')[0] ?? field
  const known = Object.entries(fieldWords).find(([each]) => each === name)
  return known === undefined ? field : say(known[1])
}

/** Why the server did not take a version. */
export function refusalText(code: ApiErrorCode): string {
  const final = Object.entries(refusalWords).find(([each]) => each === code)
  return say(final === undefined ? recordWords.refusedOtherwise : final[1])
}
