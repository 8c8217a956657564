import { findAttachments } from './attachments.ts'
import { isDebris } from './debris.ts'
import { findDates, resolveDates, wholeLineDate } from './dates.ts'
import { isInfoLine, readInfoTable } from './info-table.ts'
import type { InfoTable } from './info-table.ts'
import { labelAt } from './labels.ts'
import type { Paragraph } from './lines.ts'
import type { BlockRole, Header } from './reading.ts'
import { isBodyName, lastSignature, signatureAt } from './signature.ts'
import type { Signature } from './signature.ts'
import { findTitle, isTitleLike } from './document-title.ts'
import type { DocumentTitle } from './document-title.ts'
import { fold } from './normalise.ts'
import { docNumberIn } from './doc-number.ts'

/** One place that states the document's date or issuer; the first of a list is believed. */
export interface Statement {
  readonly from: 'signature' | 'header' | 'table' | 'imprint' | 'mark' | 'title'
  readonly value: string
  readonly paragraph: number
}

/** What stands around the text: the role of each paragraph, the header, and who says what. */
export interface Frame {
  readonly roles: readonly BlockRole[]
  readonly header: Header
  readonly dates: readonly Statement[]
  readonly issuers: readonly Statement[]
  readonly docNumbers: readonly Statement[]
}

const RECIPIENTS = /^(?!.*[。!?]).{2,200}:$/
const RECIPIENT_WORDS = /各|单位|街道|镇|乡|局|委|办|政府|部门|村|社区|公司|学校|所|中心|队/
const IMPRINT =
  /^(?:主题词|抄送|抄报|分送|报送|主送|联系人|联系电话|校对|打字)[: ]|印发$|^\((?:此件|联系人|信息公开|公开方式)/
const MARK = /文件$|^[★☆▲]+$|^(?:特急|加急|机密|秘密|内部|急件)|^附件? ?\d{0,2}$|^签发人/
const NOTICE_WORDS = /(?:印发|转发|下发|发)给你们|现(?:将|予|印)|请(?:你们)?(?:认真)?(?:遵照|贯彻|结合|组织)/

function isProse(folded: string): boolean {
  // A line that ends a sentence is text, however short.
  if (folded.length > 80 || /[。;]$/.test(folded)) return true
  return (/[。;]/.test(folded) && folded.length > 15) || (/,.*,/.test(folded) && folded.length > 45)
}

/** `(2022年3月15日镇政府办公会议通过)` below the title: the day the document dates from. */
function adoptedOn(folded: string): string | null {
  if (!/^\([^()]{8,50}(?:通过|印发|发布|公布|施行)\)$/.test(folded)) return null
  const [first] = findDates(folded)
  return first === undefined ? null : resolveDates(first, { own: null, running: null, runningMonth: 1 }).end
}

const isLabelled = (paragraph: Paragraph) => {
  const label = labelAt(paragraph.folded)
  return label !== null && !label.weak
}

/** The first paragraph that is neither furniture nor heading matter: a sentence or a label. */
function bodyStart(paragraphs: readonly Paragraph[], from: number, roles: readonly BlockRole[]): number {
  for (let at = from; at < paragraphs.length; at++) {
    const paragraph = paragraphs[at]
    if (paragraph === undefined || roles[at] !== 'body') continue
    if (isLabelled(paragraph) || isProse(paragraph.folded)) return at
  }
  return paragraphs.length
}

function splitRecipients(text: string): string[] {
  const names: string[] = []
  let depth = 0
  let name = ''
  for (const char of text.replace(/[:：]\s*$/, '')) {
    if (/[（(]/.test(char)) depth++
    if (/[）)]/.test(char)) depth = Math.max(0, depth - 1)
    if (depth === 0 && /[、，,；;]/.test(char)) {
      names.push(name.trim())
      name = ''
    } else name += char
  }
  return [...names, name.trim()].filter((each) => each !== '')
}

/** Gathers what is found while the paragraphs get their roles. */
class FrameBuilder {
  readonly paragraphs: readonly Paragraph[]
  readonly roles: BlockRole[]
  readonly dates: Statement[] = []
  readonly issuers: Statement[] = []
  readonly docNumbers: Statement[] = []
  recipients: string[] = []

  constructor(paragraphs: readonly Paragraph[]) {
    this.paragraphs = paragraphs
    this.roles = paragraphs.map(({ folded }) =>
      isDebris(folded) ? 'debris' : IMPRINT.test(folded) ? 'imprint' : 'body',
    )
  }

  isOpen = (at: number): boolean => this.roles[at] === 'body'

  take(at: number, role: BlockRole): void {
    this.roles[at] = role
  }

  /** Gives the lines between `from` and `to` their header roles; returns those left, which may be the title. */
  readHeaderLines(from: number, to: number): number[] {
    const rest: number[] = []
    for (let at = from; at < to; at++) {
      const paragraph = this.paragraphs[at]
      if (paragraph === undefined || !this.isOpen(at)) continue
      if (!this.readHeaderLine(paragraph, at)) rest.push(at)
    }
    return rest
  }

  private readHeaderLine({ text, folded }: Paragraph, at: number): boolean {
    const number = docNumberIn(text, folded)
    if (number !== null) {
      this.take(at, 'docNumber')
      this.docNumbers.push({ from: 'header', value: number, paragraph: at })
      return true
    }
    const date = wholeLineDate(folded) ?? adoptedOn(folded)
    if (date !== null) {
      this.take(at, 'headerDate')
      this.dates.push({ from: 'header', value: date, paragraph: at })
      return true
    }
    if (RECIPIENTS.test(folded) && RECIPIENT_WORDS.test(folded)) {
      this.take(at, 'recipients')
      this.recipients = splitRecipients(text)
      return true
    }
    if (!MARK.test(folded)) return false
    this.take(at, 'mark')
    return true
  }

  sign(signature: Signature): void {
    for (const at of signature.issuerAt) this.take(at, 'signature')
    if (signature.dateAt !== null) this.take(signature.dateAt, 'date')
    const at = signature.dateAt ?? signature.issuerAt[0] ?? 0
    if (signature.date !== null) this.dates.push({ from: 'signature', value: signature.date, paragraph: at })
    const issuer = signature.issuers.join('、')
    if (issuer !== '')
      this.issuers.push({ from: 'signature', value: issuer, paragraph: signature.issuerAt[0] ?? at })
  }
}

/** The carried plan begins after the notice's signature, or right after its sentence where the signature is lost. */
function carriedPlanStart(builder: FrameBuilder, noticeAt: number): number | null {
  const { paragraphs } = builder
  let sawNotice = false
  for (let at = noticeAt; at < paragraphs.length && at < noticeAt + 30; at++) {
    const paragraph = paragraphs[at]
    if (paragraph === undefined || isLabelled(paragraph)) return null
    if (!builder.isOpen(at)) continue
    const signature = signatureAt(paragraphs, at)
    if (signature !== null) {
      builder.sign(signature)
      return at + 1
    }
    sawNotice ||= NOTICE_WORDS.test(paragraph.folded)
    if (sawNotice && at > noticeAt && isTitleLike(paragraph.folded)) return at
  }
  return null
}

function readInfo(builder: FrameBuilder): InfoTable {
  const lines: Paragraph[] = []
  let at = -1
  for (let index = 0; index < Math.min(builder.paragraphs.length, 40); index++) {
    const paragraph = builder.paragraphs[index]
    if (paragraph === undefined || isLabelled(paragraph)) break
    if (!isInfoLine(paragraph.folded)) continue
    builder.take(index, 'info')
    lines.push(paragraph)
    if (at < 0) at = index
  }
  const table = readInfoTable(lines)
  if (table.date !== null) builder.dates.push({ from: 'table', value: table.date, paragraph: at })
  if (table.issuer !== null) builder.issuers.push({ from: 'table', value: table.issuer, paragraph: at })
  if (table.docNumber !== null)
    builder.docNumbers.push({ from: 'table', value: table.docNumber, paragraph: at })
  return table
}

function readImprint(builder: FrameBuilder): void {
  builder.paragraphs.forEach(({ folded }, at) => {
    if (builder.roles[at] !== 'imprint' || !folded.endsWith('印发')) return
    const date = findDates(folded).at(-1)
    const day =
      date === undefined ? null : resolveDates(date, { own: null, running: null, runningMonth: 1 }).start
    if (day !== null) builder.dates.push({ from: 'imprint', value: day, paragraph: at })
  })
}

/** The issuer the red mark names: the lines that end in 文件, as one name. */
function readMark(builder: FrameBuilder, titleAt: readonly number[]): void {
  const mark = builder.paragraphs.findIndex(
    ({ folded }, at) => builder.roles[at] === 'mark' && folded.endsWith('文件'),
  )
  if (mark < 0) return
  const parts: string[] = [(builder.paragraphs[mark]?.text ?? '').replace(/\s*文\s*件$/, '')]
  for (let at = mark - 1; at >= 0 && builder.isOpen(at) && !titleAt.includes(at); at--) {
    parts.unshift(builder.paragraphs[at]?.text ?? '')
    builder.take(at, 'mark')
  }
  const value = parts.join('')
  if (value !== '') builder.issuers.push({ from: 'mark', value, paragraph: mark })
}

/** What the title tells besides: the issuer before 关于, on the line above or above the date below it, and a date in brackets at its end. */
function readTitleExtras(builder: FrameBuilder, title: DocumentTitle): void {
  const first = title.at[0]
  if (first === undefined || title.text === null) return
  const named = /^(.{2,30}?)关于/.exec(title.text)?.[1]
  if (named !== undefined) builder.issuers.push({ from: 'title', value: named, paragraph: first })
  const above = builder.paragraphs[first - 1]
  if (named === undefined && above !== undefined && builder.isOpen(first - 1) && isBodyName(above.folded)) {
    builder.issuers.push({ from: 'title', value: above.text, paragraph: first - 1 })
    builder.take(first - 1, 'title')
  }
  const below = (title.at.at(-1) ?? first) + 1
  const under = builder.paragraphs[below]
  if (
    under !== undefined &&
    builder.roles[below + 1] === 'headerDate' &&
    builder.isOpen(below) &&
    isBodyName(under.folded)
  ) {
    builder.issuers.push({ from: 'title', value: under.text, paragraph: below })
    builder.take(below, 'title')
  }
  const dated = wholeLineDate(/\([^()]{6,14}\)$/.exec(fold(title.text))?.[0] ?? '')
  if (dated !== null)
    builder.dates.push({ from: 'header', value: dated, paragraph: title.at.at(-1) ?? first })
}

/** A title without the date in brackets at its end. */
function withoutDate(title: string | null): string | null {
  const dated = title === null ? null : /\([^()]{6,14}\)$/.exec(fold(title))
  if (title === null || dated === null || wholeLineDate(dated[0]) === null) return title
  return title.slice(0, dated.index).trim()
}

const ISSUER_RANK = ['signature', 'mark', 'title', 'table', 'header', 'imprint'] as const
const DATE_RANK = ['signature', 'header', 'table', 'imprint', 'mark', 'title'] as const

const ranked = (statements: readonly Statement[], order: readonly Statement['from'][]): Statement[] =>
  [...statements].sort((a, b) => order.indexOf(a.from) - order.indexOf(b.from))

/** Reads what stands around the text: header, notice, signature, attachments, leavings. */
export function readFrame(paragraphs: readonly Paragraph[]): Frame {
  const builder = new FrameBuilder(paragraphs)
  const table = readInfo(builder)
  const firstBody = bodyStart(paragraphs, 0, builder.roles)
  const firstTitle = findTitle(paragraphs, builder.readHeaderLines(0, firstBody))
  for (const at of firstTitle.at) builder.take(at, 'title')
  readMark(builder, firstTitle.at)

  let title = firstTitle
  let textStart = firstBody
  const planAt =
    builder.recipients.length > 0 ||
    /通知|函$|批复/.test(firstTitle.text ?? '') ||
    NOTICE_WORDS.test(paragraphs[firstBody]?.folded ?? '')
      ? carriedPlanStart(builder, firstBody)
      : null
  const planBody = planAt === null ? paragraphs.length : bodyStart(paragraphs, planAt, builder.roles)
  if (planAt !== null && planBody < paragraphs.length) {
    for (let at = firstBody; at < planAt; at++) if (builder.isOpen(at)) builder.take(at, 'notice')
    const own = findTitle(paragraphs, builder.readHeaderLines(planAt, planBody))
    for (const at of own.at) builder.take(at, 'title')
    if (own.text !== null) title = own
    textStart = planBody
  }
  const attachments = findAttachments(paragraphs, firstBody)
  for (const at of attachments.at) builder.take(at, 'attachment')
  const signature = lastSignature(paragraphs, textStart, builder.isOpen)
  if (signature !== null && !builder.dates.some(({ from }) => from === 'signature')) builder.sign(signature)
  readImprint(builder)

  readTitleExtras(builder, firstTitle)
  const issuers = ranked(builder.issuers, ISSUER_RANK)
  const dates = ranked(builder.dates, DATE_RANK)
  return {
    roles: builder.roles,
    dates,
    issuers,
    docNumbers: builder.docNumbers,
    header: {
      title: withoutDate(title.text) ?? table.title,
      titleLines: title.at.map((at) => paragraphs[at]?.text ?? ''),
      noticeTitle: title === firstTitle ? null : firstTitle.text,
      docNumber: ranked(builder.docNumbers, DATE_RANK)[0]?.value ?? null,
      issuers: issuers[0]?.value.split('、') ?? [],
      date: dates[0]?.value ?? null,
      recipients: builder.recipients,
      attachments: attachments.titles,
    },
  }
}
