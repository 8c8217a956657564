import { nanoid } from 'nanoid'
import { mount } from 'svelte'
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import '../../../client/ui/tokens.css'
import '../../../client/ui/base.css'
import { EditorDesk } from '../../../client/editor/editor-desk.svelte.ts'
import { startHeader } from '../../../schemas/official/header-edit.ts'
import { appendBlocks, bodyOf, readBlocks, writeBlocks, type NewBlock } from '../../../schemas/text/body.ts'
import HarnessScreen from './HarnessScreen.svelte'

/**
 * The editor alone on a page. Pages of one browser context share the document through a BroadcastChannel named in the
 * address: `?room=a&who=chen`. What a test needs of it stands on `window.harness`.
 */
const address = new URLSearchParams(location.search)
const who = address.get('who') ?? 'chen'
const doc = new Y.Doc()
const awareness = new Awareness(doc)
awareness.setLocalStateField('user', { id: who, name: address.get('name') ?? who })
document.documentElement.dataset.theme = address.get('theme') ?? 'light'

const channel = new BroadcastChannel(address.get('room') ?? 'alone')
const REMOTE = Symbol('another page')
let isOnline = true
doc.on('update', (update: Uint8Array, origin: unknown) => {
  if (origin !== REMOTE && isOnline) channel.postMessage({ update })
})
awareness.on(
  'update',
  (change: { added: number[]; updated: number[]; removed: number[] }, origin: unknown) => {
    const clients = [...change.added, ...change.updated, ...change.removed]
    if (origin !== REMOTE) channel.postMessage({ awareness: encodeAwarenessUpdate(awareness, clients) })
  },
)
channel.addEventListener('message', ({ data }) => {
  if (!isOnline) return
  if (data.update) Y.applyUpdate(doc, data.update, REMOTE)
  if (data.awareness) applyAwarenessUpdate(awareness, data.awareness, REMOTE)
  if (data.hello) {
    channel.postMessage({ update: Y.encodeStateAsUpdate(doc) })
    channel.postMessage({ awareness: encodeAwarenessUpdate(awareness, [...awareness.getStates().keys()]) })
  }
})
channel.postMessage({ hello: true })

const desk = new EditorDesk()
const heard: { blocks: (string | null)[]; picturesLeftOut: number } = { blocks: [], picturesLeftOut: 0 }

const harness = {
  doc,
  awareness,
  desk,
  heard,
  Y,
  start(blocks: readonly NewBlock[], title = '') {
    doc.transact(() => {
      startHeader(doc, { title })
      writeBlocks(bodyOf(doc), blocks, nanoid)
    })
  },
  /** Cuts the page off from the others, or lets all of them have what each wrote meanwhile. */
  setOnline(online: boolean) {
    isOnline = online
    if (!online) return
    channel.postMessage({ update: Y.encodeStateAsUpdate(doc) })
    channel.postMessage({ hello: true })
  },
  append: (blocks: readonly NewBlock[]) => appendBlocks(bodyOf(doc), blocks, nanoid),
  open(editable = true) {
    const target = document.getElementById('app')
    if (target === null) throw new Error('the harness page has no #app')
    mount(HarnessScreen, {
      target,
      props: {
        doc,
        awareness,
        desk,
        editable,
        onselection: (blockId: string | null) => heard.blocks.push(blockId),
        onpicturesleftout: (count: number) => (heard.picturesLeftOut += count),
      },
    })
  },
  /** The blocks as `level|text`. */
  blocks: () => readBlocks(bodyOf(doc)).map((block) => `${block.level}|${block.text}`),
  /** What each block is besides its text. */
  facts: () =>
    readBlocks(bodyOf(doc)).map(({ id, role, units, due, text }) => ({
      id,
      role,
      units: [...units],
      due,
      text,
    })),
  state: () => Y.encodeStateAsUpdate(doc),
}
export type Harness = typeof harness

declare global {
  interface Window {
    harness: Harness
  }
}
window.harness = harness
