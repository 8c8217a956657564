import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { appendBlocks, bodyOf, readBlocks, writeBlocks } from '../../../schemas/text/body.ts'
import { blocksFromParagraphs, plainText } from '../../../schemas/text/plain-text.ts'
import { DEFAULT_OUTLINE } from '../../../schemas/text/numbering.ts'
import { renderBody } from '../../../schemas/text/render.ts'

function ids(): () => string {
  let n = 0
  return () => `n${n++}`
}

function bodyWith(build: (body: Y.Text) => void): Y.Text {
  const body = bodyOf(new Y.Doc())
  build(body)
  return body
}

test('[T14] what is written is read back, in one transaction', () => {
  const doc = new Y.Doc()
  let updates = 0
  doc.on('update', () => updates++)
  writeBlocks(
    bodyOf(doc),
    [
      { text: '总体要求', level: 1 },
      { text: '第一行\n第二行', role: 'decision', units: ['区水利局'], due: '2027-10-31' },
      { type: 'table', rows: [['指标', '数'], ['甲']], headRows: 1 },
      { inline: [{ kind: 'text', text: '加粗', marks: { strong: true } }], label: '附：' },
    ],
    ids(),
  )
  expect(updates).toBe(1)
  const [heading, decision, table, bold] = readBlocks(bodyOf(doc))
  expect(heading).toMatchObject({ id: 'n0', type: 'paragraph', level: 1, text: '总体要求' })
  expect(decision).toMatchObject({
    text: '第一行\n第二行',
    role: 'decision',
    units: ['区水利局'],
    due: '2027-10-31',
  })
  expect(table?.table?.rows.map((row) => row.cells.map((cell) => cell.text))).toEqual([
    ['指标', '数'],
    ['甲', ''],
  ])
  expect(table?.table?.headRows).toBe(1)
  expect(table?.text).toBe('指标\t数\n甲\t')
  expect(bold).toMatchObject({
    label: '附：',
    inline: [{ kind: 'text', text: '加粗', marks: { strong: true } }],
  })
})

test('[T14] a body that holds something is not written over, but appended to', () => {
  const body = bodyWith((body) => writeBlocks(body, [{ text: '甲' }], ids()))
  writeBlocks(body, [{ text: '乙' }], ids())
  expect(readBlocks(body).map(({ text }) => text)).toEqual(['甲'])
  appendBlocks(body, [{ text: '乙' }], () => 'later')
  expect(readBlocks(body).map(({ text }) => text)).toEqual(['甲', '乙'])
})

test('[T4] text without a marker is shown, and closed before something is appended', () => {
  const body = bodyWith((body) => body.insert(0, '没有标记'))
  expect(readBlocks(body)).toMatchObject([
    { id: 'implicit-0', type: 'paragraph', text: '没有标记', level: 0 },
  ])
  appendBlocks(body, [{ text: '后' }], ids())
  expect(readBlocks(body).map(({ text }) => text)).toEqual(['没有标记', '后'])
})

test('[T9] repeated and missing ids are repaired in what is read, the same on every peer, and not written', () => {
  const marker = (entries: [string, unknown][]) => new Y.Map<unknown>(entries)
  const body = bodyWith((body) => {
    for (const id of ['same', 'same', 7, undefined]) {
      body.insertEmbed(
        body.length,
        marker([['type', 'paragraph'], ...(id === undefined ? [] : [['id', id] as [string, unknown]])]),
      )
    }
  })
  const copy = new Y.Doc()
  const state = Y.encodeStateAsUpdate(body.doc ?? copy)
  Y.applyUpdate(copy, state)
  const read = readBlocks(body).map(({ id }) => id)
  expect(new Set(read).size).toBe(4)
  expect(read[0]).toBe('same')
  expect(readBlocks(bodyOf(copy)).map(({ id }) => id)).toEqual(read)
  expect(Y.encodeStateAsUpdate(copy)).toEqual(state)
})

test('[T13] half a surrogate pair is never written', () => {
  const body = bodyWith((body) => writeBlocks(body, [{ text: `甲\ud842` }], ids()))
  expect(readBlocks(body)[0]?.text).toBe('甲\ufffd')
})

test('[T15] nothing that a document says becomes a script, a URL or a style', () => {
  const body = bodyWith((body) => {
    body.insert(0, 'x', { link: { href: 'javascript:alert(1)' }, style: 'position:fixed' })
    body.insertEmbed(
      1,
      new Y.Map<unknown>([
        ['id', '"><img onerror=alert(1)>'],
        ['type', 'image'],
        ['blob', 'javascript:alert(1)'],
        ['width', '1"'],
      ]),
    )
  })
  const [paragraph, image] = renderBody(body).children
  const dom = JSON.stringify([image?.type.spec.toDOM?.(image), paragraph?.type.spec.toDOM?.(paragraph)])
  expect(dom).not.toMatch(/javascript|onerror|position/)
  expect(image?.attrs).toMatchObject({ blob: null, width: null })
})

test('[T12] plain text writes numbers and labels out, and comes back as blocks', () => {
  const paragraphs = [
    { text: '总体要求', level: 1 as const },
    { text: '  ' },
    { text: '正文' },
    { text: '准备', level: 2 as const, label: '第一阶段：' },
  ]
  const body = bodyWith((body) => writeBlocks(body, blocksFromParagraphs(paragraphs), ids()))
  expect(plainText(readBlocks(body), DEFAULT_OUTLINE)).toBe('一、总体要求\n正文\n第一阶段：准备')
})
