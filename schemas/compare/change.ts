import type { Stretch } from './text-diff.ts'

/** `moved` keeps its words; something that moved and changed is two changes. */
export type ChangeOf = 'added' | 'removed' | 'changed' | 'moved'

/** One difference between two contents of one document. `diff` joins to the text before and the text after. */
export type Change =
  | {
      readonly at: 'field'
      /** Name of a header field, as in the content: `title`, `docNumber`, `period.start` … */
      readonly field: string
      readonly change: ChangeOf
      readonly diff: readonly Stretch[]
    }
  | {
      readonly at: 'block'
      readonly block: string
      /** The clause's number as printed, of the newer content if it is there: `三、`, or empty for running text. */
      readonly label: string
      readonly change: ChangeOf
      readonly diff: readonly Stretch[]
    }
  | {
      readonly at: 'column'
      readonly column: string
      readonly label: string
      readonly change: ChangeOf
      readonly diff: readonly Stretch[]
    }
  | {
      readonly at: 'row'
      readonly row: string
      /** What names the row to a person: its task. */
      readonly label: string
      readonly change: 'added' | 'removed' | 'moved'
      readonly diff: readonly Stretch[]
    }
  | {
      readonly at: 'cell'
      readonly row: string
      readonly label: string
      readonly column: string
      readonly columnLabel: string
      readonly change: ChangeOf
      readonly diff: readonly Stretch[]
    }
