import { chineseNumber, enclosedNumber } from './numerals.ts'

/** The outline forms of official texts, from the widest to the narrowest. */
export type LabelForm =
  | 'part' // 第一章 第一部分
  | 'section' // 第一节
  | 'article' // 第一条
  | 'cnFormal' // 壹、
  | 'cn' // 一、
  | 'phase' // 第一阶段：
  | 'cnParen' // （一）
  | 'arabic' // 1. 1、
  | 'decimal' // 1.1
  | 'subDecimal' // 1.1.1
  | 'arabicParen' // （1）
  | 'arabicHalf' // 1）
  | 'circled' // ①
  | 'oneIs' // 一是

/** Usual depth of a form beside the others; a smaller one stands above. */
export const FORM_RANK: Readonly<Record<LabelForm, number>> = {
  part: 0,
  section: 1,
  cnFormal: 2,
  cn: 3,
  article: 4,
  phase: 5,
  cnParen: 6,
  arabic: 7,
  decimal: 8,
  subDecimal: 9,
  arabicParen: 10,
  arabicHalf: 11,
  circled: 12,
  oneIs: 13,
}

export interface Label {
  readonly form: LabelForm
  readonly number: number
  /** Length of the label in the text, marks and following space included. */
  readonly length: number
  /** Length of the label itself, as it is shown. */
  readonly shown: number
  /** The form is uncertain: the mark after the number is missing. */
  readonly weak: boolean
}

const CN = '[一二三四五六七八九十百零〇两]{1,4}'
/** 第X章, with or without spaces. */
const PART = new RegExp(`^第 ?(${CN}|\\d{1,3}) ?(?:编|章|部分|篇(?! ?:)) ?[、:.]? *`)
const SECTION = new RegExp(`^第 ?(${CN}|\\d{1,3}) ?节 ?[、:.]? *`)
const ARTICLE = new RegExp(`^第 ?(${CN}|\\d{1,3}) ?条(?!路|街|线|例) ?[、:.]? *`)
const PHASE = new RegExp(
  `^(?:第 ?(${CN}|\\d{1,2}) ?(?:阶段|步)|(?:阶段|步骤) ?(${CN}|\\d{1,2}))( ?[:、,.]| +|(?=\\()|$) *`,
)
const CN_FORMAL = /^([壹贰叁参肆伍陆柒捌玖拾]{1,3}) ?[、.:] */
const CN_MARK = new RegExp(`^(${CN}) ?[、.:,](?!${CN} ?[、,]) *`)
const CN_PAREN = new RegExp(`^[(\\[] ?(${CN}) ?[)\\]] ?[、.:]? *`)
const CN_HALF = new RegExp(`^(${CN})\\) ?[、.:]? *`)
const CN_SPACE = new RegExp(`^(${CN}) +(?=[^\\s一二三四五六七八九十])`)
const ARABIC = /^(\d{1,2}) ?(?:[、.](?!\d)|[,:](?=[^\d])) *(?![、.])/
const DECIMAL =
  /^(\d{1,2}(?:\.\d{1,2}){1,3})(?:[、.] *| *(?=[\u4e00-\u9fff“《]))(?!万|亿|倍|米|元|个|公里|平方|亩|吨|%|月|年|日|号|时|分|折|级|类|公顷|千|人|户|名)/
/** `1.2013年底前…`, `1、30%的社区…`: a count follows; only its place in a sequence shows that it is a label. */
const ARABIC_BEFORE_NUMBER = /^(\d{1,2}) ?[、.] ?(?=(?:19|20)\d{2}年|\d{1,3}(?:%|户|名|人)|\d{1,2}月)/
/** 1 and 一 as scanners misread them. */
const MISREAD_ONE = /^(?:[lI|] ?[、.](?=[^\s\d.])|[([] ?- ?[)\]]) */
const ARABIC_PAREN = /^[([] ?(\d{1,2}) ?[)\]] ?[、.:]? */
const ARABIC_HALF = /^(\d{1,2})\) ?[、.:]? */
const ENCLOSED = /^([①-⑳⑴-⒇⒈-⒛❶-❿㈠-㈩]) ?[、.:]? */
const ONE_IS = /^([一二三四五六七八九十])(?:是|要)(?=[^一二三四五六七八九十否,。;])/

const cnNumber = (text: string | undefined): number => chineseNumber(text ?? '') ?? 0
const anyNumber = (text: string | undefined): number =>
  /^\d/.test(text ?? '') ? Number(text) : cnNumber(text)

const FORMS: readonly {
  readonly form: LabelForm
  readonly pattern: RegExp
  readonly weak?: true
}[] = [
  { form: 'part', pattern: PART },
  { form: 'section', pattern: SECTION },
  { form: 'article', pattern: ARTICLE },
  { form: 'phase', pattern: PHASE },
  { form: 'cnFormal', pattern: CN_FORMAL },
  { form: 'cn', pattern: CN_MARK },
  { form: 'cnParen', pattern: CN_PAREN },
  { form: 'cnParen', pattern: CN_HALF, weak: true },
  { form: 'decimal', pattern: DECIMAL },
  { form: 'arabic', pattern: ARABIC },
  { form: 'arabic', pattern: ARABIC_BEFORE_NUMBER, weak: true },
  { form: 'arabicParen', pattern: ARABIC_PAREN },
  { form: 'arabicHalf', pattern: ARABIC_HALF },
  { form: 'oneIs', pattern: ONE_IS },
  { form: 'cn', pattern: CN_SPACE, weak: true },
]

function enclosedForm(char: string): LabelForm {
  if (char >= '⑴' && char <= '⒇') return 'arabicParen'
  if (char >= '⒈' && char <= '⒛') return 'arabic'
  if (char >= '㈠' && char <= '㈩') return 'cnParen'
  return 'circled'
}

const MAY_START_LABEL = /^[lI|第阶步([\d壹贰叁参肆伍陆柒捌玖拾一二三四五六七八九十①-⑳⑴-⒛❶-❿㈠-㈩]/

/** The outline label at the start of `folded` (a text in its matching form), or null. */
export function labelAt(folded: string): Label | null {
  if (!MAY_START_LABEL.test(folded)) return null
  const enclosed = ENCLOSED.exec(folded)
  if (enclosed !== null) {
    const char = enclosed[1] ?? ''
    const whole = enclosed[0]
    return {
      form: enclosedForm(char),
      number: enclosedNumber(char) ?? 0,
      length: whole.length,
      shown: whole.trimEnd().length,
      weak: false,
    }
  }
  const misread = MISREAD_ONE.exec(folded)
  if (misread !== null) {
    const form = /^[([]/.test(folded) ? 'cnParen' : 'arabic'
    return { form, number: 1, length: misread[0].length, shown: misread[0].trimEnd().length, weak: true }
  }
  for (const { form, pattern, weak } of FORMS) {
    const found = pattern.exec(folded)
    if (found === null) continue
    const whole = found[0]
    const digits = found[1] ?? found[2]
    const number = form === 'decimal' ? Number(digits?.split('.').at(-1)) : anyNumber(digits)
    if (number < 1) continue
    const exact = form === 'decimal' && digits?.split('.').length !== 2 ? 'subDecimal' : form
    return { form: exact, number, length: whole.length, shown: whole.trimEnd().length, weak: weak === true }
  }
  return null
}

/** Does a line begin with a label, so that it cannot be the rest of the line before it? */
export function startsWithLabel(folded: string): boolean {
  const label = labelAt(folded)
  return label !== null && !label.weak
}

/** Is a line nothing but a label, its title having slipped to the next line? */
export function isBareLabel(folded: string): boolean {
  const label = labelAt(folded)
  return label !== null && !label.weak && label.form !== 'phase' && label.length === folded.length
}
