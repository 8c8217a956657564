import type { Node } from 'prosemirror-model'
import { expect } from 'vitest'
import * as Y from 'yjs'
import { bodyOf, readBlocks } from '../../schemas/text/body.ts'
import { renderBody } from '../../schemas/text/render.ts'
import { PINYIN } from './text-edits.ts'
import type { HeadlessEditor } from './text-editor.ts'
import type { TextNetwork } from './text-network.ts'

/** What must hold of an editor after every single transaction, its own or a colleague's. */
export function expectInSync(peer: HeadlessEditor): void {
  const { doc } = peer.state
  const rendered = renderBody(peer.body)
  if (peer.binding.isHeld) return expectInSyncBut(peer, rendered)
  if (!doc.eq(rendered)) expect(doc.toJSON()).toEqual(rendered.toJSON())
  doc.check()
  const { index } = peer.binding.shown
  expect(index.entries.length).toBe(doc.childCount)
  expect(index.unitsBefore(index.entries.length)).toBe(peer.body.length)
}

/** While a block is held it may differ, and once colleagues have touched it, the rest waits too. */
function expectInSyncBut(peer: HeadlessEditor, rendered: Node): void {
  const { doc } = peer.state
  doc.check()
  expect(peer.body.toString()).not.toContain(PINYIN)
  if (peer.binding.isWaiting) return
  expect(doc.childCount).toBe(rendered.childCount)
  const differing = doc.children.filter((block, i) => !block.eq(rendered.child(i)))
  expect(differing.length).toBeLessThanOrEqual(1)
  expect(differing.every((block) => block.textContent.includes(PINYIN))).toBe(true)
}

/** What must hold of all peers once everything has arrived, and of one that loads the server's log. */
export function expectConverged(network: TextNetwork): void {
  const [first, ...others] = network.peers
  if (first === undefined) return
  for (const peer of network.peers) expectInSync(peer)
  for (const peer of others) {
    expect(peer.state.doc.toJSON()).toEqual(first.state.doc.toJSON())
    expect(readBlocks(peer.body)).toEqual(readBlocks(first.body))
  }
  const replayed = new Y.Doc()
  Y.applyUpdate(replayed, Y.mergeUpdates(network.log))
  expect(renderBody(bodyOf(replayed)).toJSON()).toEqual(first.state.doc.toJSON())
  expectWellFormed(first)
}

/** Agreement alone would accept a shared mess. */
export function expectWellFormed(peer: HeadlessEditor): void {
  const blocks = readBlocks(peer.body)
  expect(new Set(blocks.map(({ id }) => id)).size).toBe(blocks.length)
  for (const { text } of blocks) expect(text.isWellFormed()).toBe(true)
}
