/**
 * A document as it is printed, as plain data: roles, not fonts and not millimetres. What turns it into PDF, DOCX or HTML
 * resolves the roles (GB/T 9704; domain.md).
 */

/** 小标宋 仿宋 楷体 黑体 宋体 */
export type Face = 'biaosong' | 'fangsong' | 'kai' | 'hei' | 'song'

/** Marks a run may carry besides its face. */
export type RunMark = 'bold' | 'underline' | 'strike' | 'superscript' | 'subscript'

export interface PrintedRun {
  readonly face: Face
  readonly text: string
  readonly marks: readonly RunMark[]
}

export interface PrintedCell {
  readonly runs: readonly PrintedRun[]
  readonly colspan: number
  readonly rowspan: number
  readonly align: 'start' | 'center' | 'end'
}

export interface PrintedTable {
  readonly form: 'table'
  /** Share of the width each column gets; they add up to 1. */
  readonly widths: readonly number[]
  /** Rows repeated at the head of each page. */
  readonly head: readonly (readonly PrintedCell[])[]
  readonly rows: readonly (readonly PrintedCell[])[]
}

export type PrintedBlock =
  | {
      readonly form: 'paragraph'
      /** 0 is running text, 1–4 a clause: the number is the first run's text. */
      readonly level: number
      /** Two characters in, as all paragraphs of the text but flush ones. */
      readonly indented: boolean
      readonly runs: readonly PrintedRun[]
    }
  | PrintedTable
  | { readonly form: 'image'; readonly blob: string; readonly alt: string; readonly widthShare: number }
  /** Something a newer program wrote: its place is shown, its content is kept. */
  | { readonly form: 'closed'; readonly type: string }

export interface PrintedHead {
  /** 发文机关标志, a line each; empty for none. */
  readonly mark: readonly string[]
  readonly copyNumber: string | null
  readonly urgency: string | null
  readonly docNumber: string | null
  readonly signers: readonly string[]
}

export interface PrintedSignOff {
  readonly issuers: readonly string[]
  /** `2027年3月8日` */
  readonly date: string | null
  /** 附注, without its brackets. */
  readonly note: string | null
}

export interface PrintedImprint {
  readonly copies: readonly string[]
  readonly office: string | null
  /** `2027年3月8日印发` */
  readonly printed: string | null
}

export interface Printed {
  /** `document` 公文 with its head, `minutes` 纪要, `notice` 公示 without head, `table` a matrix. */
  readonly form: 'document' | 'minutes' | 'notice' | 'table'
  readonly orientation: 'portrait' | 'landscape'
  readonly head: PrintedHead
  readonly title: readonly string[]
  /** 主送机关 as one line with its `：`, or null. */
  readonly recipients: string | null
  readonly blocks: readonly PrintedBlock[]
  /** 附件说明: names, numbered by whoever prints when there are several. */
  readonly annexes: readonly string[]
  /** Lines after the text with a label in 黑体: 出席 请假 列席 记录, 联系人 … */
  readonly attendance: readonly { readonly label: string; readonly text: string }[]
  readonly signOff: PrintedSignOff
  readonly imprint: PrintedImprint
}

/** `2027年3月8日` for `2027-03-08`; `2027年3月` for `2027-03`; anything else as it stands. */
export function printedDate(day: string): string {
  const parts = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(day)
  if (parts === null) return day
  const month = `${Number(parts[1])}年${Number(parts[2])}月`
  return parts[3] === undefined ? month : `${month}${Number(parts[3])}日`
}
