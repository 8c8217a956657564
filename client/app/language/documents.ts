/** Words of the list of documents, folders and the bin. */
export const documentWords = {
  documents: { zh: '文档', en: 'Documents' },
  allDocuments: { zh: '全部文档', en: 'All documents' },
  untitled: { zh: '未命名', en: 'Untitled' },
  title: { zh: '标题', en: 'Title' },
  kind: { zh: '类型', en: 'Kind' },
  status: { zh: '状态', en: 'Status' },
  folder: { zh: '文件夹', en: 'Folder' },
  created: { zh: '建立', en: 'Created' },
  actions: { zh: '操作', en: 'Actions' },
  createdBy: { zh: '建立人', en: 'Created by' },
  state: { zh: '保存', en: 'Saved' },
  list: { zh: '文档列表', en: 'List of documents' },
  count: { zh: (n: number) => `${n} 份`, en: (n: number) => (n === 1 ? '1 document' : `${n} documents`) },

  filterTitle: { zh: '按标题筛选', en: 'Filter by title' },
  filterKind: { zh: '按类型筛选', en: 'Filter by kind' },
  everyKind: { zh: '全部类型', en: 'Every kind' },
  sortBy: {
    zh: (column: string) => `按${column}排序`,
    en: (column: string) => `Sort by ${column.toLowerCase()}`,
  },
  sortOrder: { zh: '排序', en: 'Sort' },
  sortNewest: { zh: '最近建立在前', en: 'Newest first' },
  sortOldest: { zh: '最早建立在前', en: 'Oldest first' },
  sortTitle: { zh: '按标题', en: 'By title' },
  sortManual: { zh: '按排定顺序', en: 'As arranged' },
  clearFilter: { zh: '清除筛选', en: 'Clear the filter' },

  newDocument: { zh: '新建', en: 'New' },
  newPlan: { zh: '新建工作方案', en: 'New work plan' },
  newOf: { zh: (kind: string) => `新建${kind}`, en: (kind: string) => `New ${kind.toLowerCase()}` },
  newFolder: { zh: '新建文件夹', en: 'New folder' },
  importText: { zh: '从文本导入工作方案', en: 'Import a work plan from text' },
  folderName: { zh: '文件夹名称', en: 'Folder name' },
  create: { zh: '建立', en: 'Create' },
  createTitleHint: { zh: '可以先不填，写正文时再定。', en: 'May stay empty; decide while writing.' },
  createInFolder: { zh: '放在', en: 'Put into' },
  noFolder: { zh: '不放入文件夹', en: 'No folder' },

  actionsFor: { zh: (title: string) => `“${title}”的操作`, en: (title: string) => `Actions for “${title}”` },
  open: { zh: '打开', en: 'Open' },
  rename: { zh: '重命名', en: 'Rename' },
  moveTo: { zh: '移到…', en: 'Move to…' },
  move: { zh: '移动', en: 'Move' },
  copyAddress: { zh: '复制地址', en: 'Copy address' },
  delete: { zh: '删除', en: 'Delete' },
  renameTitle: { zh: '重命名', en: 'Rename' },
  moveTitle: { zh: (title: string) => `把“${title}”移到`, en: (title: string) => `Move “${title}” to` },
  folderActions: {
    zh: (title: string) => `文件夹“${title}”的操作`,
    en: (title: string) => `Actions for folder “${title}”`,
  },
  deleteFolder: { zh: '删除文件夹', en: 'Delete folder' },

  deleted: {
    zh: (title: string) => `已把“${title}”移入回收站。`,
    en: (title: string) => `“${title}” is in the bin.`,
  },
  folderDeleted: {
    zh: (title: string) => `已删除文件夹“${title}”，里面的文档移到上一级。`,
    en: (title: string) => `Folder “${title}” is deleted; its documents are one level up.`,
  },
  undo: { zh: '撤销', en: 'Undo' },
  addressCopied: { zh: '地址已复制，可以发给同事。', en: 'The address is copied; send it to a colleague.' },

  bin: { zh: '回收站', en: 'Bin' },
  binHint: {
    zh: '删除的文档都在这里，随时可以恢复；档案记录不受影响。',
    en: 'Deleted documents stay here and can be restored at any time; their record is untouched.',
  },
  deletedAt: { zh: '删除', en: 'Deleted' },
  restore: { zh: '恢复', en: 'Restore' },
  restored: { zh: (title: string) => `已恢复“${title}”。`, en: (title: string) => `“${title}” is restored.` },
  binEmptyTitle: { zh: '回收站是空的', en: 'The bin is empty' },
  binEmptyText: {
    zh: '删除的文档会放在这里，可以恢复。',
    en: 'Deleted documents go here and can be restored.',
  },

  emptyTitle: { zh: '这里还没有文档', en: 'No documents here yet' },
  emptyText: {
    zh: '可以导入已有的工作方案文本，也可以新建一份。',
    en: 'Import the text of a plan you have, or start a new one.',
  },
  emptyFolderText: {
    zh: '把文档移到这个文件夹，或在这里新建。',
    en: 'Move documents into this folder, or start one here.',
  },
  emptyReaderText: {
    zh: '起草人员建立文档后，会列在这里。',
    en: 'Documents are listed here once a drafter has made one.',
  },
  nothingMatchesTitle: { zh: '没有符合筛选的文档', en: 'No document matches the filter' },
  notHereYetTitle: {
    zh: '文档列表还没有下载到这台电脑',
    en: 'The list of documents is not on this computer yet',
  },
  notHereYetText: {
    zh: '现在连不上服务器。连上之后会自动下载，之后离线也能打开。',
    en: 'The server cannot be reached now. It will be fetched on the next connection and then opens offline too.',
  },
  deniedTitle: { zh: '你没有查看这个工作区的权限', en: 'You may not see this workspace' },
  deniedText: { zh: '需要时请联系管理员。', en: 'Ask an admin if you need to.' },

  documentMissingTitle: { zh: '找不到这份文档', en: 'This document is not there' },
  documentMissingText: {
    zh: '它可能还没有同步过来，或地址不完整。请向发给你地址的人核对。',
    en: 'It may not have arrived yet, or the address is incomplete. Check with whoever sent it.',
  },
  documentDeletedTitle: {
    zh: (title: string) => `“${title}”在回收站里`,
    en: (title: string) => `“${title}” is in the bin`,
  },
  documentDeletedText: { zh: '恢复之后可以继续查看和编辑。', en: 'Restore it to read and write on.' },
  kindLaterTitle: {
    zh: (kind: string) => `这个版本还不能打开${kind}`,
    en: (kind: string) => `This version cannot open this kind yet: ${kind.toLowerCase()}`,
  },
  kindLaterText: {
    zh: '内容保存完好。请更新程序后再打开。',
    en: 'Its content is safe. Update the program, then open it.',
  },
  folderMissingTitle: { zh: '找不到这个文件夹', en: 'This folder is not there' },
  folderMissingText: { zh: '它可能已被删除。', en: 'It may have been deleted.' },
  expand: { zh: '展开', en: 'Expand' },
  collapse: { zh: '收起', en: 'Collapse' },
} as const
