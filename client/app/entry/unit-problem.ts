import type { UnitProblem } from '../../../schemas/workspace/unit-tree.ts'
import { entryWords } from '../language/entry.ts'
import { say } from '../language/language.svelte.ts'

/** What was odd about a line of a pasted unit tree, and what was made of it. Reactive inside components. */
export function unitProblemText({ code, line, name }: UnitProblem): string {
  switch (code) {
    case 'duplicate':
      return say(entryWords.problemDuplicate, line, name)
    case 'jump':
      return say(entryWords.problemJump, line, name)
    case 'between-levels':
      return say(entryWords.problemBetween, line, name)
    case 'too-long':
      return say(entryWords.problemLong, line)
    case 'empty-line':
      return ''
  }
}
