import { simplified } from './traditional.ts'

/** Characters that show nothing and break words: zero-width marks, soft hyphens, direction marks, controls. */
const INVISIBLE =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class -- these very characters are removed
  /[\u0001-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]/g
// oxlint-disable-next-line no-control-regex -- form feeds and vertical tabs end lines in old exports
const LINE_ENDS = /\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g
const ENTITIES: Readonly<Record<string, string>> = {
  '&nbsp;': '\u00a0',
  '&ensp;': '\u2002',
  '&emsp;': '\u2003',
  '&ldquo;': '“',
  '&rdquo;': '”',
  '&lt;': '<',
  '&gt;': '>',
  '&mdash;': '—',
  '&amp;': '&',
}

/**
 * The input as all offsets count it: line ends become \n, invisible characters and halves of broken surrogate
 * pairs go or become U+FFFD, the commonest HTML entities are resolved. Nothing that can be read is changed.
 */
export function normaliseInput(text: string): string {
  return text
    .replace(LINE_ENDS, '\n')
    .replace(INVISIBLE, '')
    .replace(/&(?:nbsp|ensp|emsp|ldquo|rdquo|lt|gt|mdash|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])/g, '\ufffd')
    .replace(/(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
}

const FOLDS = new Map<string, string>()
const addFolds = (from: string, to: string) => {
  for (const char of from) FOLDS.set(char, to)
}
addFolds('〔［【〖﹝', '[')
addFolds('〕］】〗﹞', ']')
addFolds('〈＜﹤', '《')
addFolds('〉＞﹥', '》')
addFolds('「『〝', '“')
addFolds('」』〞', '”')
addFolds('—–－―‐‑‒─━﹣−', '-')
addFolds('～〜∼∽', '~')
addFolds('︰∶﹕', ':')
addFolds('○◯◦', '〇')
addFolds('﹑､丶', '、')
addFolds('﹒', '.')
addFolds('｡', '。')
addFolds('﹔', ';')
addFolds('﹐', ',')
addFolds('﹪', '%')
addFolds(
  '\u00a0\u3000\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f',
  ' ',
)

function foldChar(char: string): string {
  const fold = FOLDS.get(char)
  if (fold !== undefined) return fold
  const code = char.charCodeAt(0)
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0)
  // Kangxi radicals and compatibility ideographs, as PDF readers copy them.
  if ((code >= 0x2e80 && code <= 0x2fdf) || (code >= 0xf900 && code <= 0xfaff)) {
    const plain = char.normalize('NFKC')
    return plain.length === 1 ? plain : char
  }
  return simplified(char)
}

/**
 * The matching form of a text: half width, simplified, one form of each quote, dash and space.
 * Always as long as the text itself, so an offset found in it holds in the original.
 */
export function fold(text: string): string {
  let folded = ''
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    folded += code < 0x80 ? text.charAt(at) : foldChar(text.charAt(at))
  }
  return folded
}
