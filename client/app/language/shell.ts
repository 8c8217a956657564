/** Words of the frame: rail, bars, save state, palette, keys. */
export const shellWords = {
  product: { zh: '合署', en: 'Heshu' },
  close: { zh: '关闭', en: 'Close' },
  cancel: { zh: '取消', en: 'Cancel' },
  save: { zh: '保存', en: 'Save' },
  copy: { zh: '复制', en: 'Copy' },
  copied: { zh: '已复制', en: 'Copied' },
  tryAgain: { zh: '重试', en: 'Try again' },
  back: { zh: '返回', en: 'Back' },
  more: { zh: '更多', en: 'More' },
  skipToContent: { zh: '跳到正文', en: 'Skip to content' },
  loading: { zh: '正在打开', en: 'Opening' },
  newDocument: { zh: '新建', en: 'New' },

  navigation: { zh: '导航', en: 'Navigation' },
  openNavigation: { zh: '打开导航', en: 'Open navigation' },
  hideRail: { zh: '收起导航', en: 'Hide navigation' },
  showRail: { zh: '显示导航', en: 'Show navigation' },
  toggleRail: { zh: '显示或收起导航', en: 'Show or hide navigation' },
  togglePanel: { zh: '显示或收起侧栏', en: 'Show or hide the side panel' },
  hidePanel: { zh: '收起侧栏', en: 'Hide side panel' },
  showPanel: { zh: '显示侧栏', en: 'Show side panel' },
  panel: { zh: '侧栏', en: 'Side panel' },
  railWidth: { zh: '导航宽度', en: 'Navigation width' },
  panelWidth: { zh: '侧栏宽度', en: 'Side panel width' },
  find: { zh: '查找…', en: 'Find…' },
  today: { zh: '今日', en: 'Today' },
  documents: { zh: '文档', en: 'Documents' },
  units: { zh: '单位', en: 'Units' },
  notices: { zh: '公示', en: 'Notices' },
  record: { zh: '档案', en: 'Record' },
  import: { zh: '导入', en: 'Import' },
  settings: { zh: '设置', en: 'Settings' },
  switchWorkspace: { zh: '切换工作区', en: 'Switch workspace' },
  workspaceMenu: { zh: (name: string) => `工作区：${name}`, en: (name: string) => `Workspace: ${name}` },
  me: { zh: '我', en: 'Me' },
  signOut: { zh: '退出登录', en: 'Sign out' },
  signIn: { zh: '登录', en: 'Sign in' },

  online: { zh: '在线', en: 'Online' },
  connecting: { zh: '正在连接', en: 'Connecting' },
  offline: { zh: '离线', en: 'Offline' },
  signedOut: { zh: '需要登录', en: 'Sign in needed' },

  people: { zh: '正在看这份文档的人', en: 'People in this document' },
  peopleCount: { zh: (n: number) => `${n} 人在这份文档里`, en: (n: number) => `${n} in this document` },
  andMore: { zh: (n: number) => `另有 ${n} 人`, en: (n: number) => `${n} more` },
  listComma: { zh: '、', en: ', ' },
  you: { zh: '（我）', en: ' (you)' },
  versions: { zh: '版本', en: 'Versions' },
  export: { zh: '导出', en: 'Export' },
  takeVersion: { zh: '存为版本', en: 'Take version' },
  readOnly: { zh: '只读', en: 'Read only' },

  palette: { zh: '查找与命令', en: 'Find and commands' },
  paletteHint: { zh: '文档标题，或要做的事', en: 'A document title, or something to do' },
  paletteNothing: { zh: '没有相符的文档或命令', en: 'No document or command matches' },
  paletteResults: {
    zh: (n: number) => `${n} 项结果`,
    en: (n: number) => (n === 1 ? '1 result' : `${n} results`),
  },
  keySheet: { zh: '快捷键', en: 'Keyboard shortcuts' },
  keysNoneInEditor: {
    zh: '输入法组词时，快捷键不起作用。',
    en: 'Keys are ignored while an input method is composing.',
  },
  groupGo: { zh: '前往', en: 'Go to' },
  groupDocument: { zh: '文档', en: 'Document' },
  groupEdit: { zh: '编辑', en: 'Edit' },
  groupView: { zh: '显示', en: 'View' },
  groupApp: { zh: '程序', en: 'Application' },

  themeLight: { zh: '浅色', en: 'Light' },
  themeDark: { zh: '深色', en: 'Dark' },
  themeSystem: { zh: '跟随系统', en: 'As the system' },
  useLight: { zh: '使用浅色', en: 'Use light colours' },
  useDark: { zh: '使用深色', en: 'Use dark colours' },
  useChinese: { zh: '界面改为中文', en: 'Show the interface in Chinese' },
  useEnglish: { zh: '界面改为英文', en: 'Show the interface in English' },

  missingTitle: { zh: '这个地址没有对应的页面', en: 'No screen at this address' },
  missingText: {
    zh: '链接可能不完整。请向发给你链接的人再要一次，或回到今日。',
    en: 'The link may be incomplete. Ask the person who sent it again, or go back to Today.',
  },
  goToday: { zh: '回到今日', en: 'Go to Today' },
  screenFailedTitle: { zh: '这个页面没能载入', en: 'This screen could not be loaded' },
  screenFailedText: {
    zh: '没有写到一半的内容会因此丢失。请检查网络后重试。',
    en: 'Nothing you wrote is lost by this. Check the network and try again.',
  },
  screenBrokeTitle: { zh: '这个页面出现了程序错误', en: 'This screen met a program error' },
  screenBrokeText: {
    zh: '已写入的内容都在本机，没有丢失。可以重新打开这个页面，或下载救援包后再试。',
    en: 'What you wrote is on this device; nothing is lost. Open the screen again, or download a rescue bundle first.',
  },
  openAgain: { zh: '重新打开', en: 'Open again' },
} as const

/** The save state: one place, always true (interface.md, Behaviour). */
export const saveWords = {
  atServer: { zh: '已保存到服务器', en: 'Saved to the server' },
  saving: { zh: '正在保存', en: 'Saving' },
  onDevice: {
    zh: (n: number, since: string) => `已保存在本机，${n} 处待上传（自 ${since}）`,
    en: (n: number, since: string) => `Saved on this device, ${n} to upload (since ${since})`,
  },
  offline: { zh: '离线，可继续编辑', en: 'Offline, you can go on editing' },
  notSaved: { zh: (why: string) => `未能保存：${why}`, en: (why: string) => `Not saved: ${why}` },
  storageFull: { zh: '存储空间已满', en: 'storage is full' },
  storageBlocked: { zh: '浏览器不允许本机存储', en: 'the browser does not allow storage' },
  storageFailed: { zh: '本机存储出错', en: 'this device could not store it' },
  rescues: { zh: '有修改未被接受', en: 'some changes were not taken' },
  onlyHere: { zh: '仅在本机', en: 'Only here' },

  title: { zh: '保存情况', en: 'What is saved where' },
  details: {
    zh: (state: string) => `${state}。查看保存情况`,
    en: (state: string) => `${state}. See what is saved where`,
  },
  command: { zh: '查看保存情况', en: 'See what is saved where' },
  allAtServer: {
    zh: '所有修改都已到服务器，同事可以看到。',
    en: 'Every change has reached the server; colleagues can see it.',
  },
  allKnownOffline: {
    zh: '之前的修改都已到服务器。现在离线，新的修改先存在本机，连上后自动上传。',
    en: 'Everything so far has reached the server. You are offline: new changes are kept here and go up by themselves.',
  },
  waitingTitle: { zh: '只在这台电脑上', en: 'Only on this computer' },
  waitingText: {
    zh: '连上服务器后自动上传，不需要做什么。',
    en: 'They go up by themselves when the server is back; nothing to do.',
  },
  waitingLine: {
    zh: (n: number, since: string) => `${n} 处，自 ${since}`,
    en: (n: number, since: string) => `${n}, since ${since}`,
  },
  lists: { zh: '文档列表和文件夹', en: 'List of documents and folders' },
  memoryTitle: { zh: '还在本页内存中', en: 'Still in this page’s memory' },
  memoryText: {
    zh: (n: number) =>
      `这台电脑没能存下 ${n} 处修改。它们还在本页内存中，没有丢失。请不要关闭这个页面；释放空间后会自动再存，或先下载救援包。`,
    en: (n: number) =>
      `This computer could not store ${n} ${n === 1 ? 'change' : 'changes'}. They are in this page’s memory, not lost. Keep this page open; it tries again once there is space, or download a rescue bundle first.`,
  },
  rescueTitle: { zh: '服务器没有接受', en: 'Not taken by the server' },
  rescueText: {
    zh: '这些修改已单独保存在本机，没有丢失。可以下载交给管理员，或在原因解决后重新提交。',
    en: 'These changes are kept on this device. Download them for an admin, or submit them again once the reason is gone.',
  },
  rescueLine: {
    zh: (moment: string, why: string) => `${moment}，原因：${why}`,
    en: (moment: string, why: string) => `${moment}, reason: ${why}`,
  },
  discard: { zh: '丢弃', en: 'Discard' },
  discardTitle: { zh: '丢弃这些修改？', en: 'Discard these changes?' },
  discardConsequence: {
    zh: '它们会从这台电脑上删除，不能恢复。',
    en: 'They are deleted from this computer and cannot be brought back.',
  },
  resubmit: { zh: '重新提交', en: 'Submit again' },
  resubmitted: { zh: '已重新提交。', en: 'Submitted again.' },
  download: { zh: '下载救援包', en: 'Download rescue bundle' },
  downloadHint: {
    zh: '救援包里是这台电脑上还没有到服务器的全部修改。',
    en: 'The bundle holds every change on this computer that has not reached the server.',
  },
  bundleName: { zh: '合署救援包', en: 'heshu-rescue' },
  connection: { zh: (state: string) => `与服务器：${state}`, en: (state: string) => `Server: ${state}` },
} as const

/** 管理员 · 起草 · 填报 · 审阅 · 只读, and what each may do. */
export const roleWords = {
  admin: { zh: '管理员', en: 'Admin' },
  drafter: { zh: '起草', en: 'Drafter' },
  reporter: { zh: '填报', en: 'Reporter' },
  reviewer: { zh: '审阅', en: 'Reviewer' },
  reader: { zh: '只读', en: 'Reader' },
} as const

export const kindWords = {
  plan: { zh: '工作方案', en: 'Work plan' },
  matrix: { zh: '责任分工表', en: 'Responsibility matrix' },
  minutes: { zh: '会议纪要', en: 'Minutes' },
  notice: { zh: '公示通告', en: 'Public notice' },
  unknown: { zh: '新版本程序建立的文档', en: 'Made by a newer program' },
} as const

export const statusWords = {
  draft: { zh: '起草', en: 'Draft' },
  consultation: { zh: '征求意见', en: 'Consultation' },
  review: { zh: '送审', en: 'Review' },
  approved: { zh: '签发', en: 'Approved' },
  issued: { zh: '印发', en: 'Issued' },
  archived: { zh: '归档', en: 'Archived' },
} as const
