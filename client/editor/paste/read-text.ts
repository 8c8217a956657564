import type { PastedBlock } from './pasted.ts'

/**
 * Reads plain text from the clipboard: every line is a paragraph, a row of tabs in two or more lines a table.
 * Empty lines only divide.
 */
export function readText(text: string): PastedBlock[] {
  const blocks: PastedBlock[] = []
  let rows: string[][] = []
  const endTable = (): void => {
    if (rows.length > 1) blocks.push({ kind: 'table', rows })
    else blocks.push(...rows.map((row) => paragraph(row.join(' '))))
    rows = []
  }
  for (const line of text.replace(/[\u200B\uFEFF]/g, '').split(/\r\n?|[\n\u2028\u2029]/)) {
    if (/\S\t+\S/.test(line)) {
      rows.push(line.split('\t').map((cell) => cell.trim()))
      continue
    }
    endTable()
    const content = line.replace(/[\t\u00A0]+/g, ' ').trim()
    if (content !== '') blocks.push(paragraph(content))
  }
  endTable()
  return blocks
}

function paragraph(text: string): PastedBlock {
  return { kind: 'paragraph', runs: [{ text, marks: [] }] }
}
