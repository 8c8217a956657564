/** Words of the import screen: dropping, reading, what was understood, what is doubtful. */
export const exchangeWords = {
  title: { zh: '导入方案', en: 'Import a plan' },
  lead: {
    zh: '把方案全文粘贴到这里，或拖入纯文本文件。先看读出了什么，确认之后才会创建。',
    en: 'Paste the whole plan here, or drop a plain text file. You see what was understood first; nothing is created before you confirm.',
  },
  textLabel: { zh: '方案全文', en: 'Text of the plan' },
  dropHere: { zh: '松开，读取这个文件', en: 'Drop to read this file' },
  chooseFile: { zh: '选择文件', en: 'Choose a file' },
  read: { zh: '读取', en: 'Read' },
  fileHint: { zh: '纯文本文件，UTF-8 或国标编码均可', en: 'Plain text, UTF-8 or GB 18030' },
  reading: { zh: '正在读取', en: 'Reading' },
  readingLong: {
    zh: (count: number) => `正在读取，全文 ${count.toLocaleString('zh-CN')} 字`,
    en: (count: number) => `Reading ${count.toLocaleString('en')} characters`,
  },
  cancel: { zh: '取消', en: 'Cancel' },
  again: { zh: '重新导入', en: 'Start again' },
  offlineNote: {
    zh: '离线时也可以导入，联网后自动上传。',
    en: 'Works offline too; uploaded when the network is back.',
  },
  mayNotWrite: { zh: '你在这个工作区不能新建文档', en: 'You cannot make documents in this workspace' },
  mayNotWriteText: {
    zh: '起草和管理员可以导入。需要时请联系管理员。',
    en: 'Drafters and admins can import. Ask an admin if you need to.',
  },

  emptyTitle: { zh: '没有文字可读', en: 'There is nothing to read' },
  emptyText: {
    zh: '什么也没有创建。请粘贴方案全文再试。',
    en: 'Nothing was created. Paste the whole plan and try again.',
  },
  notTextTitle: { zh: '这不是纯文本', en: 'This is not plain text' },
  notTextWord: {
    zh: '这是 Word 或表格文件。请打开它，全选、复制，再粘贴到这里。什么也没有创建。',
    en: 'This is a Word or spreadsheet file. Open it, select all, copy, and paste here. Nothing was created.',
  },
  notTextPdf: {
    zh: '这是 PDF。请打开它，全选、复制，再粘贴到这里；扫描件需要先识别文字。什么也没有创建。',
    en: 'This is a PDF. Open it, select all, copy, and paste here; a scan needs text recognition first. Nothing was created.',
  },
  notTextImage: {
    zh: '这是图片。请先识别文字，再粘贴到这里。什么也没有创建。',
    en: 'This is a picture. Recognise its text first, then paste it here. Nothing was created.',
  },
  notTextOther: {
    zh: '里面没有可以读的文字。请换成纯文本，或直接粘贴。什么也没有创建。',
    en: 'It holds no text that can be read. Use plain text, or paste. Nothing was created.',
  },
  tooLargeTitle: { zh: '文件太大', en: 'The file is too large' },
  tooLargeText: {
    zh: (megabytes: number) => `最大 ${megabytes} MB，约百万字。请拆开后分别导入。什么也没有创建。`,
    en: (megabytes: number) =>
      `At most ${megabytes} MB, about a million characters. Import it in parts. Nothing was created.`,
  },
  failedTitle: { zh: '没能读取', en: 'The reading failed' },
  failedText: {
    zh: '原文没有改动，什么也没有创建。可以再试一次。',
    en: 'Your text is untouched and nothing was created. Try again.',
  },
  noHeadings: {
    zh: '没有读出“一、”“（一）”这样的标题，全文将作为普通段落导入。可以在左侧点一段，把它设为标题。',
    en: 'No headings such as 一、 or （一） were found; the text comes in as plain paragraphs. Click a paragraph on the left to make it a heading.',
  },

  source: { zh: '原文', en: 'Source text' },
  understood: { zh: '读出的内容', en: 'What was understood' },
  sourceHint: { zh: '点一段，可以改它的层级', en: 'Click a paragraph to change its level' },
  head: { zh: '文件头', en: 'Head' },
  look: { zh: '请核对', en: 'Please check' },
  lookNone: { zh: '没有存疑或矛盾之处。', en: 'Nothing is doubtful or contradictory.' },
  contradictions: { zh: '前后矛盾', en: 'Contradictions' },
  doubts: { zh: '存疑', en: 'Doubtful' },
  doubtfulFindings: {
    zh: (n: number) => `另有 ${n} 项要素存疑，见各栏。`,
    en: (n: number) =>
      n === 1
        ? '1 more finding is doubtful; see the tabs.'
        : `${n} more findings are doubtful; see the tabs.`,
  },
  openQuestions: {
    zh: (n: number) => `还有 ${n} 处请核对`,
    en: (n: number) => (n === 1 ? '1 thing to check' : `${n} things to check`),
  },
  nothingOpen: { zh: '已全部核对', en: 'Everything is checked' },
  create: { zh: '确认并创建方案', en: 'Confirm and create the plan' },
  creating: { zh: '正在创建', en: 'Creating' },
  created: { zh: '方案已创建。', en: 'The plan was created.' },
  createFailed: {
    zh: '没能创建，读出的内容和你的更正都还在。请再试一次。',
    en: 'It could not be created; what was read and your corrections are still here. Try again.',
  },
  leaveTitle: { zh: '放弃这次导入', en: 'Give up this import' },
  leaveText: {
    zh: '读出的内容和你的更正不会保留，原文不受影响。',
    en: 'What was read and your corrections are not kept; the source is not affected.',
  },
  leave: { zh: '放弃', en: 'Give up' },
  showSource: { zh: '见原文', en: 'In the source' },
  showSourceOf: { zh: (what: string) => `：${what}`, en: (what: string) => `: ${what}` },
  notFound: { zh: '没有读出', en: 'Not found' },
  level: { zh: '层级', en: 'Level' },
  levelOf: { zh: (words: string) => `“${words}”的层级`, en: (words: string) => `Level of “${words}”` },
  level0: { zh: '正文，不是标题', en: 'Text, not a heading' },
  level1: { zh: '一级标题', en: 'Heading 1' },
  level2: { zh: '二级标题', en: 'Heading 2' },
  level3: { zh: '三级标题', en: 'Heading 3' },
  level4: { zh: '四级标题', en: 'Heading 4' },
  leftOut: { zh: '不放入正文', en: 'Leave out' },
  outlineNone: { zh: '没有读出标题。', en: 'No headings were found.' },
  noneOfKind: { zh: '没有读出。', en: 'None were found.' },
  confirmDoubtful: {
    zh: (n: number) => `确认本栏 ${n} 项存疑`,
    en: (n: number) => `Confirm these ${n} doubtful ones`,
  },
} as const

/** What may be doubtful, said with the words it concerns. */
export const doubtWords = {
  'damaged-characters': { zh: '有损坏的字符', en: 'Damaged characters' },
  'missing-first-heading': {
    zh: '第一个标题之前可能缺了内容',
    en: 'Something may be missing before the first heading',
  },
  'orphan-heading': { zh: '上一级标题没有读到', en: 'The heading above it was not found' },
  'heading-without-title': { zh: '只有编号，没有标题文字', en: 'A number without a title' },
  'low-confidence-heading': { zh: '可能不是标题', en: 'May not be a heading' },
  'implied-year': {
    zh: '年份没有写明，按成文日期推断',
    en: 'The year is not written; taken from the date of the document',
  },
  'impossible-date': { zh: '没有这个日期', en: 'There is no such date' },
  'unmatched-number': { zh: '这个数字没有归入任何要素', en: 'This number belongs to no finding' },
  'no-title': { zh: '没有读出标题，请填写', en: 'No title was found; please enter one' },
  'not-text': { zh: '不像成段的文字', en: 'Does not look like running text' },
  'no-headings': { zh: '没有读出标题', en: 'No headings were found' },
  empty: { zh: '没有文字', en: 'No text' },
  'joined-lines': { zh: '有断开的行，已接成整段', en: 'Broken lines were joined into paragraphs' },
  'left-out-lines': {
    zh: '有些行未放入正文，如页码、网页残留',
    en: 'Some lines were left out, such as page numbers or web leftovers',
  },
} as const

/** How a text contradicts itself. */
export const conflictWords = {
  'date-differs': { zh: '成文日期前后不一', en: 'The date differs' },
  'number-differs': { zh: '发文字号前后不一', en: 'The document number differs' },
  'issuer-differs': { zh: '发文机关前后不一', en: 'The issuer differs' },
  'title-differs': { zh: '标题前后不一', en: 'The title differs' },
  'label-gap': { zh: '编号中间有缺', en: 'A number is missing in between' },
  'label-repeated': { zh: '编号重复', en: 'A number is used twice' },
  'count-differs': { zh: '说的数目与列出的不一', en: 'The count differs from what is listed' },
  'indicator-differs': { zh: '同一指标有两个数值', en: 'One indicator has two values' },
  'dates-reversed': { zh: '结束早于开始', en: 'It ends before it begins' },
  used: { zh: (value: string) => `采用：${value}`, en: (value: string) => `Used: ${value}` },
  counted: {
    zh: (said: number, counted: number) => `说 ${said}，列出 ${counted}`,
    en: (said: number, counted: number) => `says ${said}, lists ${counted}`,
  },
} as const
