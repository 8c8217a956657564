/**
 * What official text costs without a view: opening, one's own key, a colleague's key, by length of the document.
 * `node test/bench/official-text.ts`; milliseconds, median / 95th percentile. Compare runs of one machine only.
 */
import * as Y from 'yjs'
import { bodyOf, readBlocks, writeBlocks, type NewBlock } from '../../schemas/text/body.ts'
import { setLevel, splitBlock, toggleMark } from '../../schemas/text/commands.ts'
import { renderBody } from '../../schemas/text/render.ts'
import { HeadlessEditor } from '../support/text-editor.ts'

const SIZES = [
  { blocks: 500, length: 200 },
  { blocks: 5_000, length: 200 },
  { blocks: 20_000, length: 50 },
]
const TEXT = '各部门要高度重视加强领导落实责任按时完成'.repeat(20)

for (const { blocks, length } of SIZES) console.log(JSON.stringify(measure(blocks, length)))

function measure(blocks: number, length: number): Record<string, unknown> {
  const colleague = new Y.Doc()
  let ids = 0
  writeBlocks(bodyOf(colleague), plan(blocks, length), () => `p${ids++}`)
  const doc = new Y.Doc()
  const load = timed(() => Y.applyUpdate(doc, Y.encodeStateAsUpdate(colleague), 'bench'))
  const render = timed(() => renderBody(bodyOf(doc)))
  const read = timed(() => readBlocks(bodyOf(doc)))
  const editor = new HeadlessEditor(doc)
  const attach = timed(() => editor.binding.attach(editor))
  const updates: Uint8Array[] = []
  colleague.on('update', (update: Uint8Array) => updates.push(update))
  const body = bodyOf(colleague)
  const middle = Math.floor(body.length / 2)
  for (let i = 0; i < 200; i++) body.insert(middle + i, '字')
  const remoteKey = spread(updates.map((update) => timed(() => Y.applyUpdate(doc, update, 'bench'))))
  updates.length = 0
  for (let i = 0; i < 20; i++) body.format(middle - 2_000 + i * 40, 5, { em: true })
  const remoteBold = spread(updates.map((update) => timed(() => Y.applyUpdate(doc, update, 'bench'))))
  editor.at(Math.floor(blocks / 2), 10)
  const key = spread(repeat(200, () => timed(() => editor.type('好'))))
  const at = (i: number) => editor.at(Math.floor(blocks / 3) + i, 5, 12)
  const bold = spread(repeat(30, (i) => (at(i), timed(() => editor.run(toggleMark('strong'))))))
  const level = spread(repeat(30, (i) => (at(i), timed(() => editor.run(setLevel(3))))))
  const split = spread(repeat(30, (i) => (at(2 * i), timed(() => editor.run(splitBlock)))))
  return { blocks, load, render, read, attach, key, remoteKey, bold, remoteBold, level, split }
}

function plan(blocks: number, length: number): NewBlock[] {
  return Array.from({ length: blocks }, (_, i) => ({
    level: i % 5 === 0 ? 1 : 0,
    inline: [
      { kind: 'text', text: TEXT.slice(0, 20), marks: i % 5 === 0 ? { strong: true } : {} },
      { kind: 'text', text: TEXT.slice(20, length), marks: {} },
    ],
  }))
}

function timed(run: () => unknown): number {
  const start = performance.now()
  run()
  return Math.round((performance.now() - start) * 100) / 100
}

function repeat(times: number, run: (index: number) => number): number[] {
  return Array.from({ length: times }, (_, index) => run(index))
}

function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  return `${sorted[Math.floor(sorted.length / 2)]} / ${sorted[Math.floor(sorted.length * 0.95)]}`
}
