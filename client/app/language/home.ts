/** Words of 今日: what needs me, then what I was at. */
export const homeWords = {
  today: { zh: '今日', en: 'Today' },
  needsMe: { zh: '需要处理', en: 'Needs you' },
  onlyHere: { zh: '只在这台电脑上的修改', en: 'Changes only on this device' },
  onlyHereText: {
    zh: (n: number, since: string) => `${n} 处待上传，自 ${since}。连上服务器后自动上传。`,
    en: (n: number, since: string) =>
      `${n} to upload since ${since}. They go up by themselves when the server is back.`,
  },
  rescues: { zh: '没有被服务器接受的修改', en: 'Changes the server did not take' },
  rescuesText: {
    zh: (n: number) => `${n} 份，已单独保存在本机，可以下载或重新提交。`,
    en: (n: number) => `${n} kept on this device; download them or submit them again.`,
  },
  look: { zh: '查看', en: 'Look' },
  nothing: {
    zh: '现在没有需要处理的事，可以接着写最近的文档。',
    en: 'Nothing needs you now. Go on with a recent document.',
  },
  recent: { zh: '最近的文档', en: 'Recent documents' },
  drafts: { zh: '正在起草', en: 'Being drafted' },
  inConsultation: { zh: '征求意见中', en: 'In consultation' },
  allDocuments: { zh: '全部文档', en: 'All documents' },
  openedAt: { zh: (moment: string) => `打开于 ${moment}`, en: (moment: string) => `Opened ${moment}` },
  createdAt: { zh: (moment: string) => `建立于 ${moment}`, en: (moment: string) => `Created ${moment}` },
  emptyTitle: { zh: '从一份工作方案开始', en: 'Start with a work plan' },
  emptyText: {
    zh: '把已有方案的文字贴进来，合署会认出条款、指标、阶段和责任单位。',
    en: 'Paste the text of a plan you have; Heshu recognises its clauses, indicators, stages and units in charge.',
  },
  emptyReader: {
    zh: '同事建立文档后，会出现在这里。',
    en: 'Documents appear here once colleagues have made some.',
  },
  importPlan: { zh: '导入工作方案', en: 'Import a work plan' },
  writePlan: { zh: '新建一份', en: 'Start a new one' },
  invite: { zh: '邀请同事', en: 'Invite a colleague' },
  noWorkspaceTitle: { zh: '你还不在任何工作区里', en: 'You are in no workspace yet' },
  noWorkspaceText: { zh: '请管理员发一个邀请链接。', en: 'Ask an admin for an invitation link.' },
} as const
