import { nanoid } from 'nanoid'
import { mount } from 'svelte'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import '../../../client/ui/tokens.css'
import '../../../client/ui/base.css'
import { EditorDesk } from '../../../client/editor/editor-desk.svelte.ts'
import { startHeader } from '../../../schemas/official/header-edit.ts'
import { bodyOf, readBlocks, writeBlocks } from '../../../schemas/text/body.ts'
import HarnessScreen from '../../browser/harness-editor/HarnessScreen.svelte'
import './bench-window.ts'

// The whole sheet as people use it: toolbar, head, numbers, carets, paste, composition, foot.
const doc = new Y.Doc()
const peer = new Y.Doc()
const desk = new EditorDesk()
const awareness = new Awareness(doc)
awareness.setLocalStateField('user', { id: 'chen', name: '陈' })

window.bench = {
  load(paragraphs) {
    const seed = new Y.Doc()
    seed.transact(() => {
      startHeader(seed, { title: '关于做好老旧小区加装电梯工作的方案' })
      writeBlocks(bodyOf(seed), paragraphs, nanoid)
    })
    const state = Y.encodeStateAsUpdate(seed)
    Y.applyUpdate(doc, state, 'loaded')
    Y.applyUpdate(peer, state, 'loaded')
    peer.on('update', (update: Uint8Array) => Y.applyUpdate(doc, update, 'peer'))
  },
  open() {
    const target = document.body.firstElementChild
    if (target === null) throw new Error('the bench page has no place for the editor')
    const nobody = (): void => undefined
    mount(HarnessScreen, {
      target,
      props: { doc, awareness, desk, editable: true, onselection: nobody, onpicturesleftout: nobody },
    })
  },
  caretIn(index) {
    const block = readBlocks(bodyOf(doc))[index]
    if (block === undefined) throw new RangeError(`block ${index} of the bench text does not exist`)
    desk.enter(block.id)
    for (let at = 0; at < Math.floor(block.text.length / 2); at++)
      getSelection()?.modify('move', 'forward', 'character')
  },
  peerTypes(index) {
    const body = bodyOf(peer)
    place ??= middleOf(index)
    const at = Y.createAbsolutePositionFromRelativePosition(place, peer)?.index
    body.insert(at ?? 0, '同')
  },
}

/** Found once, so that the colleague's own search is no part of what is measured. */
let place: Y.RelativePosition | null = null

function middleOf(index: number): Y.RelativePosition {
  const blocks = readBlocks(bodyOf(peer))
  const before = blocks.slice(0, index).reduce((sum, block) => sum + block.text.length + 1, 0)
  const middle = Math.floor((blocks[index]?.text.length ?? 0) / 2)
  return Y.createRelativePositionFromTypeIndex(bodyOf(peer), before + middle)
}
