import { Schema, type Attrs, type DOMOutputSpec, type Node } from 'prosemirror-model'
import { frozenString } from './opaque.ts'

/** Deepest clause level: 一、 is 1, （一） 2, 1. 3, （1） 4. Level 0 is running text. */
export const LEVEL_MAX = 4

/** Attributes every block carries. `x` keeps what this version does not know, see `opaque.ts`. */
const COMMON = { id: { default: '' }, x: { default: null } }

/**
 * The ProseMirror schema of official text. A block is one paragraph, table or image; the level of a clause is an
 * attribute, so that no change of level re-creates text. Nothing here trusts the document: `toDOM` writes only
 * attributes built from checked values, never a URL or style somebody else stored.
 */
export const officialSchema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: {
      group: 'block',
      content: 'inline*',
      attrs: {
        ...COMMON,
        level: { default: 0 },
        label: { default: null },
        role: { default: null },
        units: { default: null },
        due: { default: null },
        origin: { default: null },
      },
      toDOM: (node): DOMOutputSpec => ['p', paragraphDom(node), 0],
      parseDOM: [{ tag: 'p', getAttrs: paragraphAttrs }],
    },
    table: {
      group: 'block',
      atom: true,
      attrs: { ...COMMON, table: { default: null } },
      toDOM: (node): DOMOutputSpec => ['div', { ...blockDom(node), 'data-type': 'table' }, tableDom(node)],
    },
    image: {
      group: 'block',
      atom: true,
      attrs: {
        ...COMMON,
        blob: { default: null },
        alt: { default: null },
        width: { default: null },
        height: { default: null },
      },
      toDOM: (node): DOMOutputSpec => [
        'figure',
        { ...blockDom(node), 'data-type': 'image', ...imageDom(node) },
      ],
    },
    unknown_block: {
      group: 'block',
      atom: true,
      attrs: { ...COMMON, type: { default: null } },
      toDOM: (node): DOMOutputSpec => [
        'div',
        { ...blockDom(node), 'data-type': 'unknown', 'data-unknown': frozenString(node.attrs.type) },
      ],
    },
    text: { group: 'inline' },
    hard_break: {
      group: 'inline',
      inline: true,
      selectable: false,
      toDOM: (): DOMOutputSpec => ['br'],
      parseDOM: [{ tag: 'br' }],
      leafText: () => '\n',
    },
    unknown_inline: {
      group: 'inline',
      inline: true,
      atom: true,
      attrs: { v: { default: null } },
      toDOM: (): DOMOutputSpec => ['span', { 'data-type': 'unknown' }],
    },
  },
  marks: {
    strong: {
      excludes: '',
      toDOM: (): DOMOutputSpec => ['strong', 0],
      parseDOM: [
        { tag: 'strong' },
        { tag: 'b', getAttrs: unlessNormal },
        { style: 'font-weight', getAttrs: isBold },
      ],
    },
    em: {
      excludes: '',
      toDOM: (): DOMOutputSpec => ['em', 0],
      parseDOM: [{ tag: 'em' }, { tag: 'i' }, { style: 'font-style=italic' }],
    },
    underline: {
      excludes: '',
      toDOM: (): DOMOutputSpec => ['u', 0],
      parseDOM: [{ tag: 'u' }, { style: 'text-decoration=underline' }],
    },
    strike: {
      excludes: '',
      toDOM: (): DOMOutputSpec => ['s', 0],
      parseDOM: [{ tag: 's' }, { tag: 'del' }, { style: 'text-decoration=line-through' }],
    },
    superscript: { excludes: '', toDOM: (): DOMOutputSpec => ['sup', 0], parseDOM: [{ tag: 'sup' }] },
    subscript: { excludes: '', toDOM: (): DOMOutputSpec => ['sub', 0], parseDOM: [{ tag: 'sub' }] },
    opaque_mark: {
      excludes: '',
      attrs: { k: {}, v: {} },
      toDOM: (): DOMOutputSpec => ['span', { 'data-mark': 'unknown' }, 0],
    },
  },
})

/** Names of the marks that a text attribute of the same name with the value `true` stands for. */
export const KNOWN_MARKS: readonly string[] = Object.keys(officialSchema.marks).filter(
  (k) => k !== 'opaque_mark',
)

function blockDom(node: Node): Record<string, string> {
  return node.attrs.id === '' ? {} : { 'data-block-id': String(node.attrs.id) }
}

function paragraphDom(node: Node): Record<string, string> {
  const dom = { ...blockDom(node), 'data-level': String(node.attrs.level) }
  return node.attrs.role === null ? dom : { ...dom, 'data-role': String(node.attrs.role) }
}

function imageDom(node: Node): Record<string, string> {
  return node.attrs.blob === null ? {} : { 'data-blob': String(node.attrs.blob) }
}

/** A plain table for places without a view of its own (clipboard, tests). The editor draws tables itself. */
function tableDom(node: Node): DOMOutputSpec {
  const table: { rows?: { cells: { text: string }[] }[] } | null = node.attrs.table
  const rows = (table?.rows ?? []).map((row) => ['tr', row.cells.map((cell) => ['td', cell.text])].flat(1))
  return ['table', ['tbody', ...rows]]
}

/** Reads a pasted paragraph. Ids are taken only if well formed; a duplicate gets a fresh one when it lands. */
function paragraphAttrs(dom: HTMLElement): Attrs {
  const level = Number(dom.getAttribute('data-level') ?? 0)
  return {
    id: /^[A-Za-z0-9_-]{1,64}$/.exec(dom.getAttribute('data-block-id') ?? '')?.[0] ?? '',
    level: Number.isInteger(level) && level >= 0 && level <= LEVEL_MAX ? level : 0,
    role: dom.getAttribute('data-role'),
  }
}

function unlessNormal(dom: HTMLElement): null | false {
  return dom.style.fontWeight === 'normal' ? false : null
}

function isBold(value: string): null | false {
  return /^(bold(er)?|[5-9]\d{2,})$/.test(value) ? null : false
}
