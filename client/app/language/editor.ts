/** Both languages group digits alike; made once, since making one costs more than using it a hundred times. */
const grouped = new Intl.NumberFormat('en')

/** Words of the editor: sheet, toolbar, carets, paste. */
export const editorWords = {
  sheet: { zh: '正文', en: 'Document text' },
  toolbar: { zh: '编辑工具', en: 'Editing tools' },
  undo: { zh: '撤销', en: 'Undo' },
  redo: { zh: '重做', en: 'Redo' },
  strong: { zh: '加粗', en: 'Bold' },
  em: { zh: '强调', en: 'Emphasis' },
  underline: { zh: '下划线', en: 'Underline' },
  strike: { zh: '删除线', en: 'Strikethrough' },
  level: { zh: '条款层级', en: 'Clause level' },
  level0: { zh: '正文段落', en: 'Running text' },
  level1: { zh: '一级条款', en: 'Level 1 clause' },
  level2: { zh: '二级条款', en: 'Level 2 clause' },
  level3: { zh: '三级条款', en: 'Level 3 clause' },
  level4: { zh: '四级条款', en: 'Level 4 clause' },
  text: { zh: '正文', en: 'Text' },
  indent: { zh: '降一级', en: 'One level down' },
  outdent: { zh: '升一级', en: 'One level up' },
  moveUp: { zh: '本节上移', en: 'Move section up' },
  moveDown: { zh: '本节下移', en: 'Move section down' },
  lineBreak: { zh: '段内换行', en: 'Line break' },
  zoom: { zh: '显示比例', en: 'Zoom' },
  zoomIn: { zh: '放大', en: 'Zoom in' },
  zoomOut: { zh: '缩小', en: 'Zoom out' },
  zoomReset: { zh: '恢复 100%', en: 'Reset to 100%' },
  characters: {
    zh: (count: number) => `${grouped.format(count)} 字`,
    en: (count: number) => `${grouped.format(count)} characters`,
  },
  pages: {
    zh: (count: number) => `约 ${count} 页`,
    en: (count: number) => (count === 1 ? 'about 1 page' : `about ${count} pages`),
  },
  readOnly: { zh: '只读', en: 'Read only' },
  picture: {
    zh: (alt: string) => (alt === '' ? '图片' : `图片：${alt}`),
    en: (alt: string) => (alt === '' ? 'Picture' : `Picture: ${alt}`),
  },
  unknownBlock: {
    zh: '这一段由较新的版本写入，在此原样保留，更新后即可查看。',
    en: 'Written by a newer version; kept as it is. Update to see it.',
  },
  leftBehind: { zh: '写在已移走段落里的文字', en: 'Text written in a paragraph that was moved' },
  leftBehindSettle: { zh: '知道了', en: 'Got it' },
  unknownInline: { zh: '原样保留', en: 'Kept as is' },
  table: { zh: '表格', en: 'Table' },
  insertTable: { zh: '插入表格', en: 'Insert table' },
  rowBelow: { zh: '下方加行', en: 'Row below' },
  columnRight: { zh: '右侧加列', en: 'Column right' },
  removeRow: { zh: '删除本行', en: 'Delete row' },
  removeColumn: { zh: '删除本列', en: 'Delete column' },
  headRow: { zh: '首行为表头', en: 'First row is head' },
  removeTable: { zh: '删除表格', en: 'Delete table' },
  picturesLeftOut: {
    zh: (count: number) => `文字已粘贴，其中 ${count} 处图片没有带入。`,
    en: (count: number) =>
      count === 1
        ? 'The text was pasted; 1 picture was left out.'
        : `The text was pasted; ${count} pictures were left out.`,
  },
  titleMissing: { zh: '未填写标题', en: 'No title yet' },
  editHead: { zh: '填写文件头', en: 'Edit document head' },
  copyNumber: { zh: '份号', en: 'Copy number' },
  signerLabel: { zh: '签发人：', en: 'Signed by: ' },
  annexLabel: { zh: '附件：', en: 'Annexes: ' },
} as const
