import { wholeLineDate } from './dates.ts'
import type { Paragraph } from './lines.ts'

/** A signature: the issuing bodies and the date below them. */
export interface Signature {
  readonly issuers: readonly string[]
  readonly date: string | null
  /** Paragraph indexes, the date last. */
  readonly issuerAt: readonly number[]
  readonly dateAt: number | null
}

const BODY_END =
  /(?:局|委|办|部|厅|院|处|会|府|室|组|中心|公司|校|队|站|所|社区|街道|镇|乡|区|县|市|村|联|专班|支部|学|行|团)(?:\((?:章|盖章|代章|印)\))?$/
const MOST_ISSUERS = 6

/** Could this line be the name of an issuing body, as a signature has it? */
export function isBodyName(folded: string): boolean {
  const name = folded.replace(/ /g, '')
  return name.length >= 3 && name.length <= 45 && !/[。,;:!?、\d《》]/.test(name) && BODY_END.test(name)
}

const NAME_AND_DATE = /^(.{3,45}?) *((?:\d{4}|[一二][〇零O0o一二三四五六七八九\d]{3}) ?年.{2,12})$/

/** A line that holds both name and date: `县民政局 2012年3月5日`. */
function nameAndDate(paragraph: Paragraph): { issuer: string; date: string } | null {
  const found = NAME_AND_DATE.exec(paragraph.folded)
  if (found === null) return null
  const date = wholeLineDate(found[2] ?? '')
  const name = found[1] ?? ''
  if (date === null || !isBodyName(name.trim())) return null
  return { issuer: paragraph.text.slice(0, name.length).trim(), date }
}

/** The signature whose date stands in paragraph `at`, or null when there is none. */
export function signatureAt(paragraphs: readonly Paragraph[], at: number): Signature | null {
  const paragraph = paragraphs[at]
  if (paragraph === undefined) return null
  const both = nameAndDate(paragraph)
  if (both !== null) return { issuers: [both.issuer], date: both.date, issuerAt: [], dateAt: at }
  const date = wholeLineDate(paragraph.folded)
  if (date === null) return null
  const issuerAt: number[] = []
  for (let above = at - 1; above >= 0 && issuerAt.length < MOST_ISSUERS; above--) {
    const line = paragraphs[above]
    if (line === undefined || !isBodyName(line.folded)) break
    issuerAt.unshift(above)
  }
  const issuers = issuerAt.flatMap((index) => splitNames(paragraphs[index]?.text ?? ''))
  return { issuers, date, issuerAt, dateAt: at }
}

/** Several names on one line stand apart by wide gaps; single spaces pad one name. */
function splitNames(text: string): string[] {
  const names = text.split(/\s{2,}|\u3000{2,}|\t/).filter((name) => name !== '')
  return names.length > 1 && names.every((name) => name.length >= 4) ? names : [text]
}

/** The last signature of a document, looked for from its end down to paragraph `after`. */
export function lastSignature(
  paragraphs: readonly Paragraph[],
  after: number,
  isOpen: (index: number) => boolean,
): Signature | null {
  for (let at = paragraphs.length - 1; at > after; at--) {
    const signature = isOpen(at) ? signatureAt(paragraphs, at) : null
    if (signature !== null) return signature
  }
  for (let at = paragraphs.length - 1; at > after; at--) {
    const paragraph = paragraphs[at]
    if (paragraph === undefined || !isOpen(at)) continue
    const named = isBodyName(paragraph.folded) && paragraph.folded.length >= 5
    return named ? { issuers: [paragraph.text], date: null, issuerAt: [at], dateAt: null } : null
  }
  return null
}
