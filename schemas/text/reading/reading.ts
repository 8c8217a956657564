/** What reading a plan yields: blocks in order, and findings that point into them. Plain data, no behaviour. */

/** `plan`: headings were found. `no-headings`: text without any. `empty`: nothing. `not-text`: not prose at all. */
export type ReadingKind = 'plan' | 'no-headings' | 'empty' | 'not-text'

/** `sure`: the text says so in words. `doubtful`: worked out from context, so a person should look. */
export type Confidence = 'sure' | 'doubtful'

/** What a block is for. Only `body` and `table` become clauses; the others feed the header or are left out. */
export type BlockRole =
  | 'mark' // 发文机关标志 or a star
  | 'title'
  | 'docNumber'
  | 'headerDate'
  | 'recipients'
  | 'notice' // the text of a notice that carries the plan
  | 'info' // a line of the information table of a web page
  | 'body'
  | 'table'
  | 'attachment'
  | 'signature'
  | 'date'
  | 'imprint' // 主题词, 抄送, 印发
  | 'debris' // page numbers, links, advertisements

/** 0 is running text, 1–4 a clause (design.md §4). */
export type Level = 0 | 1 | 2 | 3 | 4

export interface SourceBlock {
  readonly index: number
  readonly role: BlockRole
  readonly level: Level
  /** The label as written, with its mark: `一、`, `（一）`, `第一阶段：`. */
  readonly label?: string
  /** The heading's words, without label and end mark. */
  readonly title?: string
  /** Text follows the title in the same block. */
  readonly runIn: boolean
  /** The whole block, label included; hard line breaks inside are taken out. */
  readonly text: string
  /** Offsets into the normalised input. */
  readonly start: number
  readonly end: number
  /** Labels from the root, `三/（二）/2.`; empty before the first heading. */
  readonly section: string
  /** Index of the heading block this one stands under, or its own when it is one. */
  readonly heading: number | null
}

/** Where a finding stands: `text === blocks[block].text.slice(start, end)`. */
export interface Place {
  readonly block: number
  readonly start: number
  readonly end: number
}

export interface Finding {
  readonly place: Place
  readonly text: string
  readonly section: string
  readonly confidence: Confidence
}

export type Comparator = '>=' | '<=' | '=' | '>' | '<' | 'range'
export type Amount = number | readonly [number, number]

export interface Indicator extends Finding {
  readonly metric: string
  readonly comparator: Comparator
  readonly value: Amount
  readonly unit: string
}

export interface Stage extends Finding {
  readonly name: string | null
  /** `YYYY-MM-DD` or `YYYY-MM`. */
  readonly start: string | null
  readonly end: string | null
  /** `step`: a dated step of the plan. `deadline`: a date named in passing. */
  readonly basis: 'step' | 'deadline'
  readonly yearImplied: boolean
}

export interface Responsibility extends Finding {
  readonly task: string
  readonly lead: readonly string[]
  readonly support: readonly string[]
  readonly due: string | null
  /** `words`: assigned in so many words. `named`: a body with a task. `class`: 各单位要… */
  readonly basis: 'words' | 'named' | 'dated' | 'class'
}

export type RuleKind =
  'publicNotice' | 'consultation' | 'threshold' | 'reward' | 'penalty' | 'archive' | 'meeting' | 'inspection'

export interface Rule extends Finding {
  readonly kind: RuleKind
  readonly value: Amount | null
  readonly unit: string | null
}

export type DoubtCode =
  | 'damaged-characters'
  | 'missing-first-heading'
  | 'orphan-heading'
  | 'heading-without-title'
  | 'low-confidence-heading'
  | 'implied-year'
  | 'impossible-date'
  | 'unmatched-number'
  | 'no-title'
  | 'not-text'
  | 'no-headings'
  | 'empty'
  | 'joined-lines'
  | 'left-out-lines'

/** Something a person should look at; the message is made from `code` and `data` in the reader's language. */
export interface Doubt {
  readonly code: DoubtCode
  /** Null when the doubt concerns the whole text. */
  readonly block: number | null
  readonly words: string
  readonly data: Readonly<Record<string, string | number>>
}

export type ConflictCode =
  | 'date-differs'
  | 'number-differs'
  | 'issuer-differs'
  | 'title-differs'
  | 'label-gap'
  | 'label-repeated'
  | 'count-differs'
  | 'indicator-differs'
  | 'dates-reversed'

/** Two places where the text contradicts itself. `used` is what the reading went on with. */
export interface Conflict {
  readonly code: ConflictCode
  readonly places: readonly { readonly block: number; readonly words: string }[]
  readonly used: string | null
  readonly data: Readonly<Record<string, string | number>>
}

export interface Header {
  readonly title: string | null
  /** The title as it stood, line by line. */
  readonly titleLines: readonly string[]
  /** The title of the notice that carries the plan, when there is one. */
  readonly noticeTitle: string | null
  readonly docNumber: string | null
  readonly issuers: readonly string[]
  /** `YYYY-MM-DD` (or `YYYY-MM` when the day is missing). */
  readonly date: string | null
  readonly recipients: readonly string[]
  readonly attachments: readonly string[]
}

export interface PlanReading {
  readonly kind: ReadingKind
  /** The input as the offsets count it: one kind of line end, no invisible characters. */
  readonly source: string
  readonly blocks: readonly SourceBlock[]
  readonly header: Header
  /** A label of each level as used, e.g. ['一、', '（一）', '1.']. */
  readonly outline: readonly string[]
  readonly indicators: readonly Indicator[]
  readonly stages: readonly Stage[]
  readonly responsibilities: readonly Responsibility[]
  readonly rules: readonly Rule[]
  readonly doubts: readonly Doubt[]
  readonly conflicts: readonly Conflict[]
}
