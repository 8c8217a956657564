import { baseKeymap } from 'prosemirror-commands'
import { keymap } from 'prosemirror-keymap'
import { Schema } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { initProseMirrorDoc, yCursorPlugin, ySyncPlugin, yUndoPlugin } from 'y-prosemirror'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'

// The least a shared editor can be: paragraphs of text, carets, undo, the usual keys.
const schema = new Schema({
  nodes: {
    doc: { content: 'paragraph+' },
    paragraph: { content: 'text*', toDOM: () => ['p', 0], parseDOM: [{ tag: 'p' }] },
    text: {},
  },
})

const doc = new Y.Doc()
const peer = new Y.Doc()
const fragment = doc.getXmlFragment('body')

window.bench = {
  load(paragraphs) {
    const seed = new Y.Doc()
    seed.getXmlFragment('body').insert(
      0,
      paragraphs.map(({ text }) => {
        const paragraph = new Y.XmlElement('paragraph')
        paragraph.insert(0, [new Y.XmlText(text)])
        return paragraph
      }),
    )
    const state = Y.encodeStateAsUpdate(seed)
    Y.applyUpdate(doc, state)
    Y.applyUpdate(peer, state)
    peer.on('update', (update) => Y.applyUpdate(doc, update, 'peer'))
  },
  open() {
    const { doc: node, mapping } = initProseMirrorDoc(fragment, schema)
    const awareness = new Awareness(doc)
    this.view = new EditorView(document.getElementById('sheet'), {
      state: EditorState.create({
        doc: node,
        plugins: [
          ySyncPlugin(fragment, { mapping }),
          yCursorPlugin(awareness),
          yUndoPlugin(),
          keymap(baseKeymap),
        ],
      }),
      attributes: { spellcheck: 'false' },
    })
  },
  caretIn(index) {
    const { state } = this.view
    let pos = 1
    for (let at = 0; at < index; at++) pos += state.doc.child(at).nodeSize
    pos += Math.floor(state.doc.child(index).content.size / 2)
    this.view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, pos)).scrollIntoView())
    this.view.focus()
  },
  peerTypes(index) {
    const text = peer.getXmlFragment('body').get(index).get(0)
    text.insert(Math.floor(text.length / 2), '同')
  },
}
