import { runInEnd } from '../text/numbering.ts'
import {
  printedDate,
  type Face,
  type Printed,
  type PrintedBlock,
  type PrintedCell,
  type PrintedRun,
  type RunMark,
} from '../typeset/printed.ts'
import type { OfficialBlock, OfficialContent, Run } from './content.ts'

/** Faces of the four levels' headings: 一、 黑体, （一） 楷体, 1. and （1） 仿宋 (domain.md §4). */
const HEADING_FACES: readonly Face[] = ['fangsong', 'hei', 'kai', 'fangsong', 'fangsong']

/** Marks of the text that are printed. Slanted type is not: Chinese has none, and neither has the form. */
const PRINTED_MARKS: Readonly<Record<string, RunMark>> = {
  strong: 'bold',
  underline: 'underline',
  strike: 'strike',
  superscript: 'superscript',
  subscript: 'subscript',
}

/** The parts of a printed document that plan, minutes and notice have in common. */
export function typesetOfficial({ header, blocks }: OfficialContent): Omit<Printed, 'form'> {
  return {
    orientation: 'portrait',
    head: {
      mark: header.mark === '' ? [] : [header.mark],
      copyNumber: null,
      urgency: header.urgency,
      docNumber: header.docNumber === '' ? null : header.docNumber,
      signers: header.signer,
    },
    title: header.title === '' ? [] : [header.title],
    recipients: header.recipients.length === 0 ? null : `${header.recipients.join('，')}：`,
    blocks: blocks.map(printedBlock),
    annexes: header.annexes,
    attendance: [],
    signOff: {
      issuers: header.issuers,
      date: header.date === null ? null : printedDate(header.date),
      note: header.note === '' ? null : header.note,
    },
    imprint: {
      copies: header.copies,
      office: header.office === '' ? null : header.office,
      printed: header.printDate === null ? null : `${printedDate(header.printDate)}印发`,
    },
  }
}

function printedBlock(block: OfficialBlock): PrintedBlock {
  if (block.type === 'table' && block.table !== null) return printedTable(block.table)
  if (block.type === 'image' && block.image?.blob) {
    return { form: 'image', blob: block.image.blob, alt: block.image.alt ?? '', widthShare: 1 }
  }
  if (block.type !== 'paragraph') return { form: 'closed', type: block.type }
  return { form: 'paragraph', level: block.level, indented: true, runs: paragraphRuns(block) }
}

/** A heading's face covers its number and its words up to their end mark; what runs on is 仿宋. */
function paragraphRuns(block: OfficialBlock): PrintedRun[] {
  const face = HEADING_FACES[block.level] ?? 'fangsong'
  const headingLength = block.level === 0 ? 0 : runInEnd(block.text)
  const number: PrintedRun[] = block.number === '' ? [] : [{ face, text: block.number, marks: [] }]
  const runs: PrintedRun[] = []
  let at = 0
  for (const run of block.runs) {
    const inHeading = Math.max(0, Math.min(run.text.length, headingLength - at))
    if (inHeading > 0) runs.push(printedRun(run, run.text.slice(0, inHeading), face))
    if (inHeading < run.text.length) runs.push(printedRun(run, run.text.slice(inHeading), 'fangsong'))
    at += run.text.length
  }
  return [...number, ...runs]
}

function printedRun(run: Run, text: string, face: Face): PrintedRun {
  const marks = run.marks.flatMap((mark) => PRINTED_MARKS[mark] ?? [])
  return { face, text, marks }
}

function printedTable(table: NonNullable<OfficialBlock['table']>): PrintedBlock {
  const columns = Math.max(1, ...table.rows.map((row) => row.length))
  const printed = table.rows.map((row, index) =>
    Array.from({ length: columns }, (_, column) =>
      plainCell(row[column] ?? '', index < table.headRows ? 'hei' : 'fangsong'),
    ),
  )
  return {
    form: 'table',
    widths: Array.from({ length: columns }, () => 1 / columns),
    head: printed.slice(0, table.headRows),
    rows: printed.slice(table.headRows),
  }
}

/** A cell of plain words in one face; heads are centred. */
export function plainCell(text: string, face: Face): PrintedCell {
  const align = face === 'hei' ? 'center' : 'start'
  return { runs: [{ face, text, marks: [] }], colspan: 1, rowspan: 1, align }
}
