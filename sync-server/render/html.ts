import type {
  Printed,
  PrintedBlock,
  PrintedCell,
  PrintedRun,
  RunMark,
} from '../../schemas/typeset/printed.ts'
import { assertNever } from '../assert-never.ts'

const MARK_TAGS: Readonly<Record<RunMark, string>> = {
  bold: 'b',
  underline: 'u',
  strike: 's',
  superscript: 'sup',
  subscript: 'sub',
}

/** One page, no script, nothing fetched: it looks the same from a memory stick in twenty years. */
const STYLE = `body{max-width:42em;margin:2em auto;padding:0 1em;font:16px/1.8 FangSong,STFangsong,serif;color:#1d1b19}
h1{font-family:'FZXiaoBiaoSong-B05S',SimSun,serif;font-weight:normal;text-align:center}
p{margin:0;text-indent:2em}p.flush,.head,.end{text-indent:0}.mark{color:#c00;text-align:center;font-size:1.8em}
.hei{font-family:SimHei,sans-serif}.kai{font-family:KaiTi,serif}.song{font-family:SimSun,serif}
.end{text-align:right}table{border-collapse:collapse;width:100%}th,td{border:1px solid;padding:.2em .4em}
.closed{border:1px dashed;text-align:center;text-indent:0}`

/** The printed form of a document as one HTML page. All that came out of the document is escaped. */
export function printedHtml(printed: Printed, pageTitle: string): string {
  const { head, title, recipients, blocks, annexes, attendance, signOff, imprint } = printed
  const lines = [
    ...head.mark.map((line) => `<div class="mark">${escaped(line)}</div>`),
    ...[head.copyNumber, head.urgency, head.docNumber].flatMap((line) => plain('head', line)),
    ...head.signers.map((signer) => `<p class="head">签发人：${escaped(signer)}</p>`),
    ...(title.length === 0 ? [] : [`<h1>${title.map(escaped).join('<br>')}</h1>`]),
    ...plain('flush', recipients),
    ...blocks.map(blockHtml),
    ...annexes.map(
      (annex, index) => `<p>附件：${annexes.length > 1 ? `${index + 1}. ` : ''}${escaped(annex)}</p>`,
    ),
    ...attendance.map(
      ({ label, text }) => `<p><span class="hei">${escaped(label)}</span>${escaped(text)}</p>`,
    ),
    ...signOff.issuers.flatMap((issuer) => plain('end', issuer)),
    ...plain('end', signOff.date),
    ...plain('flush', signOff.note === null ? null : `（${signOff.note}）`),
    ...imprint.copies.flatMap((line) => plain('flush', `抄送：${line}`)),
    ...[imprint.office, imprint.printed].flatMap((line) => plain('flush', line)),
  ]
  const opening = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${escaped(pageTitle)}</title>`
  return `${opening}<style>${STYLE}</style>\n${lines.join('\n')}\n</html>\n`
}

function plain(name: string, text: string | null): string[] {
  return text === null || text === '' ? [] : [`<p class="${name}">${escaped(text)}</p>`]
}

function blockHtml(block: PrintedBlock): string {
  switch (block.form) {
    case 'paragraph':
      return `<p${block.indented ? '' : ' class="flush"'}>${block.runs.map(runHtml).join('')}</p>`
    case 'table': {
      const rows = (cells: readonly (readonly PrintedCell[])[], tag: 'th' | 'td') =>
        cells.map((row) => `<tr>${row.map((cell) => cellHtml(cell, tag)).join('')}</tr>`).join('')
      return `<table><thead>${rows(block.head, 'th')}</thead><tbody>${rows(block.rows, 'td')}</tbody></table>`
    }
    case 'image':
      return `<p class="closed">［图 ${escaped(block.alt)} ${escaped(block.blob)}］</p>`
    case 'closed':
      return `<p class="closed">［${escaped(block.type)}］</p>`
    default:
      return assertNever(block)
  }
}

function cellHtml({ runs, colspan, rowspan, align }: PrintedCell, tag: 'th' | 'td'): string {
  const spans = `${colspan > 1 ? ` colspan="${colspan}"` : ''}${rowspan > 1 ? ` rowspan="${rowspan}"` : ''}`
  return `<${tag}${spans} style="text-align:${align}">${runs.map(runHtml).join('')}</${tag}>`
}

function runHtml({ face, text, marks }: PrintedRun): string {
  const inner = marks.reduce(
    (html, mark) => `<${MARK_TAGS[mark]}>${html}</${MARK_TAGS[mark]}>`,
    escaped(text),
  )
  const named = face === 'hei' || face === 'kai' || face === 'song'
  return named ? `<span class="${face}">${inner}</span>` : inner
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
