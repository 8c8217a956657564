import type { FindingCode } from '../../../schemas/record/finding.ts'
import type { VersionReason } from '../../../schemas/protocol/api.ts'
import type { Phrase, Word } from './language.svelte.ts'

/** Words of versions and their record. */
export const recordWords = {
  versions: { zh: '版本', en: 'Versions' },
  take: { zh: '存为版本', en: 'Take version' },
  takeText: {
    zh: '把现在的内容存入档案。存入后不能修改，任何人都可以核验。',
    en: 'Puts the present content on record. It can never be changed, and anybody can verify it.',
  },
  takeOffline: {
    zh: '现在连不上服务器。先在本机记下你此刻看到的内容，联网后再存为版本，编号和时间以那时为准。',
    en: 'The server cannot be reached. What you see now is kept on this device and becomes a version when the network is back; its number and time are those of that moment.',
  },
  label: { zh: '版本名称', en: 'Name of the version' },
  labelProblem: { zh: '请填写名称，不超过 100 字。', en: 'Enter a name of up to 100 characters.' },
  reason: { zh: '用途', en: 'Purpose' },
  taken: {
    zh: (label: string) => `“${label}”已存为版本。`,
    en: (label: string) => `“${label}” is on record.`,
  },
  queued: {
    zh: (label: string) => `“${label}”已记在本机，联网后存为版本。`,
    en: (label: string) =>
      `“${label}” is kept on this device and becomes a version when the network is back.`,
  },
  notKept: {
    zh: '没能记下这个版本：本机存储没有写入。正文不受影响，请再试一次。',
    en: 'The version could not be kept: this device’s storage did not take it. The text is not affected; try again.',
  },
  waiting: { zh: '待存入', en: 'Waiting' },
  waitingText: {
    zh: (when: string) => `记于 ${when}，尚未存入档案`,
    en: (when: string) => `Kept ${when}, not on record yet`,
  },
  notTaken: { zh: '未存入', en: 'Not taken' },
  giveUp: { zh: '不再存入', en: 'Discard this request' },
  refused: {
    zh: (label: string, why: string) => `“${label}”没有存为版本：${why}。正文不受影响。`,
    en: (label: string, why: string) =>
      `“${label}” did not become a version: ${why}. The text is not affected.`,
  },
  refusedOtherwise: { zh: '服务器没有接受', en: 'the server did not accept it' },
  empty: {
    zh: '还没有版本。存一个，日后可以打开、对比和核验。',
    en: 'No versions yet. Take one, and it can be opened, compared and verified later.',
  },
  loading: { zh: '正在读取版本', en: 'Reading versions' },
  unknown: {
    zh: '连不上服务器，这台电脑上也没有看过版本列表。',
    en: 'The server cannot be reached, and this computer has never seen the list.',
  },
  denied: { zh: '你不能查看这份文档的版本。', en: 'You may not see the versions of this document.' },
  asOf: { zh: (when: string) => `截至 ${when}`, en: (when: string) => `as of ${when}` },
  number: { zh: (n: number) => `第 ${n} 版`, en: (n: number) => `Version ${n}` },
  byServer: { zh: '系统', en: 'The system' },
  open: { zh: '打开', en: 'Open' },
  openVersion: { zh: (n: number) => `打开第 ${n} 版`, en: (n: number) => `Open version ${n}` },

  readOnly: { zh: '版本，只读', en: 'Version, read only' },
  versionMissing: { zh: '没有这个版本', en: 'No such version' },
  versionMissingText: {
    zh: '编号可能不对。请从版本列表打开。',
    en: 'The number may be wrong. Open it from the list.',
  },
  versionUnreachable: { zh: '这个版本还不在这台电脑上', en: 'This version is not on this computer yet' },
  versionUnreachableText: {
    zh: '联网打开一次之后，离线也能看。',
    en: 'Open it once with the network; it then opens offline too.',
  },
  versionUnreadable: { zh: '这个版本由较新的程序存入', en: 'This version was made by a newer program' },
  versionUnreadableText: {
    zh: '内容完好地在档案里。更新程序后即可查看。',
    en: 'Its content is safe on record. Update the program to see it.',
  },
  backToDocument: { zh: '回到文档', en: 'Back to the document' },
  compareWith: { zh: '对比', en: 'Compare with' },
  compareNone: { zh: '不对比', en: 'Nothing' },
  comparing: { zh: '正在对比', en: 'Comparing' },
  noChanges: { zh: '两版内容相同。', en: 'Both versions say the same.' },
  changesCount: {
    zh: (n: number) => `${n} 处不同`,
    en: (n: number) => (n === 1 ? '1 difference' : `${n} differences`),
  },
  changesFrom: {
    zh: (from: number, to: number) => `从第 ${from} 版到第 ${to} 版`,
    en: (from: number, to: number) => `From version ${from} to version ${to}`,
  },
  added: { zh: '新增', en: 'Added' },
  removed: { zh: '删去', en: 'Removed' },
  changed: { zh: '修改', en: 'Changed' },
  moved: { zh: '移动', en: 'Moved' },
  runningText: { zh: '正文段落', en: 'Paragraph' },
  column: { zh: (label: string) => `列：${label}`, en: (label: string) => `Column: ${label}` },
  row: { zh: (label: string) => `行：${label}`, en: (label: string) => `Row: ${label}` },
  cell: {
    zh: (row: string, column: string) => `${row} · ${column}`,
    en: (row: string, column: string) => `${row} · ${column}`,
  },

  verify: { zh: '核验', en: 'Verify' },
  verifying: { zh: '正在核验', en: 'Verifying' },
  download: { zh: '下载归档包', en: 'Download archive package' },
  packageUnreachable: {
    zh: '需要连上服务器才能取得归档包。版本本身不受影响，请稍后再试。',
    en: 'The server is needed for the archive package. The version itself is not affected; try again later.',
  },
  holds: { zh: '核验通过', en: 'It holds' },
  holdsText: {
    zh: (n: number) =>
      n === 1
        ? '内容、状态和签名一致，从存入时起没有改动。'
        : `第 1 至 ${n} 版首尾相接，内容、状态和签名一致，从存入时起没有改动。`,
    en: (n: number) =>
      n === 1
        ? 'Content, states and signature agree; nothing has changed since it was taken.'
        : `Versions 1 to ${n} follow from one another; content, states and signatures agree. Nothing has changed since they were taken.`,
  },
  holdsNot: { zh: '核验未通过', en: 'It does not hold' },
  holdsNotText: {
    zh: '以下各处与存入时不一致，请勿作为凭证使用，并把这份文件交给管理员查看。',
    en: 'The following differs from what was put on record. Do not rely on it; show the file to an admin.',
  },
  keyId: { zh: '签名钥匙', en: 'Signing key' },
  headHash: { zh: '末版指纹', en: 'Last fingerprint' },
  fingerprintHint: {
    zh: '与纸上或别处留存的指纹相同，说明档案没有被截短。',
    en: 'If it equals the one in print or kept elsewhere, the record has not been cut short.',
  },

  title: { zh: '档案', en: 'Record' },
  verifyFile: { zh: '核验归档包', en: 'Verify an archive package' },
  verifyFileText: {
    zh: '选择或拖入归档包文件。核验只在这台电脑上进行，不需要联网。',
    en: 'Choose or drop an archive package. It is verified on this computer alone; no network is needed.',
  },
  chooseFile: { zh: '选择文件', en: 'Choose a file' },
  documents: { zh: '各文档的版本', en: 'Versions by document' },
  documentsEmpty: { zh: '还没有文档。', en: 'There are no documents yet.' },
} as const

/** Why a version was taken. */
export const reasonWords = {
  quiet: { zh: '静置自动', en: 'When at rest' },
  daily: { zh: '每日自动', en: 'Daily' },
  manual: { zh: '阶段稿', en: 'Working draft' },
  consultation: { zh: '征求意见稿', en: 'Consultation draft' },
  review: { zh: '送审稿', en: 'Review draft' },
  approved: { zh: '签发稿', en: 'Approved' },
  issued: { zh: '印发稿', en: 'Issued' },
  archived: { zh: '归档稿', en: 'Archived' },
} as const satisfies Record<VersionReason, Word>

/** Why the server did not take a version. */
export const refusalWords = {
  'not-allowed': { zh: '你不能为这份文档存版本', en: 'You may not take versions of this document' },
  'not-found': { zh: '服务器上没有这份文档', en: 'The server does not have this document' },
  'bad-input': { zh: '服务器读不懂这个版本', en: 'The server cannot read this version' },
  'too-large': { zh: '文档太大', en: 'The document is too large' },
} as const

/** What does not hold, said with the place it concerns. */
export const findingWords = {
  'not-a-package': { zh: () => '这不是归档包', en: () => 'This is no archive package' },
  'not-canonical': {
    zh: (place: string) => `文件被改动过，位置：${place}`,
    en: (place: string) => `The file has been altered at ${place}`,
  },
  'unknown-format': {
    zh: () => '归档包的格式由较新的程序写入，或被改动过',
    en: () => 'The format is of a newer program, or has been altered',
  },
  'head-differs': {
    zh: (place: string) => `${place}与留存的指纹不同，档案可能被截短或换过`,
    en: (place: string) =>
      `${place} differs from the fingerprint that was kept; the record may have been cut short or replaced`,
  },
  'header-differs': {
    zh: () => '文件开头的说明与版本不一致',
    en: () => 'What the file says at its head is not what the version says',
  },
  'chain-empty': { zh: () => '里面没有版本', en: () => 'It holds no version' },
  'entry-malformed': {
    zh: (place: string) => `${place}不完整`,
    en: (place: string) => `${place} is not well formed`,
  },
  'entry-out-of-order': {
    zh: (place: string) => `${place}的位置不对，可能缺了版本`,
    en: (place: string) => `${place} is out of place; a version may be missing`,
  },
  'entry-other-document': {
    zh: (place: string) => `${place}属于另一份文档`,
    en: (place: string) => `${place} is of another document`,
  },
  'chain-broken': {
    zh: (place: string) => `${place}与前一版接不上`,
    en: (place: string) => `${place} does not follow from the one before`,
  },
  'signature-wrong': {
    zh: (place: string) => `${place}的签名不符`,
    en: (place: string) => `The signature of ${place} does not hold`,
  },
  'key-missing': {
    zh: (place: string) => `${place}的签名钥匙不在里面`,
    en: (place: string) => `The signing key of ${place} is not there`,
  },
  'key-id-wrong': {
    zh: (place: string) => `钥匙 ${place} 被换过`,
    en: (place: string) => `Key ${place} has been replaced`,
  },
  'key-unused': {
    zh: (place: string) => `多出一把钥匙 ${place}`,
    en: (place: string) => `Key ${place} does not belong here`,
  },
  'key-untrusted': {
    zh: (place: string) => `钥匙 ${place} 不是你信任的`,
    en: (place: string) => `Key ${place} is not one you trust`,
  },
  'content-differs': {
    zh: () => '内容与存入时不同',
    en: () => 'The content is not the one that was put on record',
  },
  'state-missing': {
    zh: (place: string) => `缺少${place}的存档`,
    en: (place: string) => `The state of ${place} is missing`,
  },
  'state-unlisted': {
    zh: (place: string) => `多出${place}的存档`,
    en: (place: string) => `The state of ${place} does not belong here`,
  },
  'state-malformed': {
    zh: (place: string) => `${place}的存档已损坏`,
    en: (place: string) => `The state of ${place} is damaged`,
  },
  'state-differs': {
    zh: (place: string) => `${place}的存档与存入时不同`,
    en: (place: string) => `The state of ${place} is not the one that was put on record`,
  },
} as const satisfies Record<FindingCode, Phrase<[string]>>

/** Parts of a document and of a package, as findings name them. */
export const partWords = {
  body: { zh: '正文', en: 'the text' },
  discussion: { zh: '讨论', en: 'the discussion' },
  report: { zh: (unit: string) => `单位填报（${unit}）`, en: (unit: string) => `the report of ${unit}` },
  byte: { zh: (at: string) => `第 ${at} 字节`, en: (at: string) => `byte ${at}` },
} as const

/** Fields of a head, a meeting, a notice, as comparisons name them. */
export const fieldWords = {
  title: { zh: '标题', en: 'Title' },
  docNumber: { zh: '发文字号', en: 'Document number' },
  issuers: { zh: '发文机关', en: 'Issuers' },
  recipients: { zh: '主送机关', en: 'Recipients' },
  signer: { zh: '签发人', en: 'Signed by' },
  urgency: { zh: '紧急程度', en: 'Urgency' },
  date: { zh: '成文日期', en: 'Date' },
  copies: { zh: '抄送机关', en: 'Copies to' },
  annexes: { zh: '附件', en: 'Annexes' },
  note: { zh: '附注', en: 'Note' },
  office: { zh: '印发机关', en: 'Printed by' },
  printDate: { zh: '印发日期', en: 'Print date' },
  mark: { zh: '发文机关标志', en: 'Red heading' },
  confirmed: { zh: '要素核对', en: 'Checked findings' },
  meeting: { zh: '会议信息', en: 'Meeting' },
  period: { zh: '公示期', en: 'Period' },
  contact: { zh: '联系方式', en: 'Contact' },
  publication: { zh: '发布', en: 'Publication' },
} as const satisfies Record<string, Word>
