import type { ApiErrorCode } from '../../../schemas/protocol/api.ts'
import type { Refusal } from '../../../schemas/protocol/errors.ts'
import type { Word } from './language.svelte.ts'

/** What the program says when something happened: what, what is safe, what to do next (interface.md, Errors). */
export const alertWords = {
  alerts: { zh: '消息', en: 'Messages' },
  offlineAction: {
    zh: '现在连不上服务器，这一步需要联网。已写的内容都在本机，连上之后再试。',
    en: 'This step needs the server, which cannot be reached now. What you wrote is on this device; try again when it is back.',
  },
  signInToSync: {
    zh: '服务器已恢复，但登录已过期。本机的内容都在，登录后继续上传。',
    en: 'The server is back, but your session has ended. Everything is on this device; sign in to go on uploading.',
  },
  signIn: { zh: '登录', en: 'Sign in' },
  autoSaved: {
    zh: '已自动保存，不需要手动保存。要留一个可以对照的版本，可以存为版本。',
    en: 'Saved automatically; nothing to do by hand. To keep a state to compare with, take a version.',
  },
  autoSavedShort: { zh: '已自动保存，不需要手动保存。', en: 'Saved automatically; nothing to do by hand.' },
  takeVersion: { zh: '存为版本', en: 'Take version' },
  updateReady: {
    zh: '新版本程序已就绪。更新只需几秒，不影响内容。',
    en: 'A new version of the program is ready. Updating takes seconds and touches no content.',
  },
  updatedElsewhere: {
    zh: '合署已在另一个标签页更新。请也更新这一页，内容不受影响。',
    en: 'Heshu was updated in another tab. Update this page too; no content is touched.',
  },
  updateWaits: {
    zh: '新版本程序已就绪。还有内容没有上传，全部上传后再更新。',
    en: 'A new version of the program is ready. It will be offered once everything is uploaded.',
  },
  updateNow: { zh: '更新', en: 'Update' },
  later: { zh: '以后', en: 'Later' },
  storageFull: {
    zh: (n: number) =>
      `这台电脑的存储空间已满。刚才的 ${n} 处修改仍在本页内存中，没有丢失。请释放空间，或先下载救援包。`,
    en: (n: number) =>
      `The storage of this computer is full. Your last ${n} ${n === 1 ? 'change is' : 'changes are'} still in this page’s memory. Free some space, or download a rescue bundle first.`,
  },
  storageBlocked: {
    zh: (n: number) =>
      `浏览器不允许在这台电脑上存储。刚才的 ${n} 处修改仍在本页内存中，没有丢失。请不要关闭本页，先下载救援包，再检查浏览器的隐私设置。`,
    en: (n: number) =>
      `The browser does not allow storage on this computer. Your last ${n} ${n === 1 ? 'change is' : 'changes are'} still in this page’s memory. Keep this page open, download a rescue bundle, then look at the browser’s privacy settings.`,
  },
  storageFailed: {
    zh: (n: number) =>
      `这台电脑没能存下刚才的 ${n} 处修改。它们仍在本页内存中，没有丢失，正在重试。请不要关闭本页，或先下载救援包。`,
    en: (n: number) =>
      `This computer could not store your last ${n} ${n === 1 ? 'change' : 'changes'}. They are still in this page’s memory and it is trying again. Keep this page open, or download a rescue bundle first.`,
  },
  rescued: {
    zh: '有修改没有被服务器接受。它们已单独保存在本机，没有丢失，可以查看、下载或重新提交。',
    en: 'The server did not take some changes. They are kept on this device; look at them, download them or submit them again.',
  },
  signOutTitle: { zh: '退出登录？', en: 'Sign out?' },
  signOutUnsent: {
    zh: (n: number) =>
      `这台电脑上还有 ${n} 处修改没有到服务器。退出后它们仍留在这台电脑，要等同一账号在这里再次登录才会上传。可以先下载救援包。`,
    en: (n: number) =>
      `${n} ${n === 1 ? 'change' : 'changes'} on this computer ${n === 1 ? 'has' : 'have'} not reached the server. After signing out they stay here and go up only when this account signs in here again. You can download a rescue bundle first.`,
  },
  revoked: {
    zh: '你在这个工作区的权限已被停用，不能再查看和编辑。没有到服务器的修改仍在这台电脑上，请现在下载救援包。',
    en: 'Your access to this workspace was revoked. Changes that had not reached the server are still on this computer; download the rescue bundle now.',
  },
  look: { zh: '查看', en: 'Look' },
  downloadRescue: { zh: '下载救援包', en: 'Download rescue bundle' },
  copyFailed: {
    zh: '浏览器不允许复制。请选中文字后手动复制。',
    en: 'The browser did not allow copying. Select the text and copy it by hand.',
  },
} as const

/** What each answer of the server means to the person, and what to do. */
export const apiErrorWords: Readonly<Record<ApiErrorCode, Word>> = {
  'sign-in': { zh: '需要先登录。', en: 'Sign in first.' },
  'not-allowed': {
    zh: '你的角色不能做这一步。需要时请联系管理员。',
    en: 'Your role does not allow this. Ask an admin if you need to.',
  },
  'not-found': {
    zh: '服务器上没有找到。可能已被删除或地址不完整。',
    en: 'The server does not have it. It may have been deleted, or the address is incomplete.',
  },
  'bad-input': {
    zh: '填写的内容服务器不接受。请核对后再试。',
    en: 'The server did not accept what was entered. Check it and try again.',
  },
  'too-large': {
    zh: '内容超过了允许的大小，没有提交。',
    en: 'It is larger than allowed and was not submitted.',
  },
  'too-fast': { zh: '操作太频繁，请过一分钟再试。', en: 'Too many tries. Wait a minute and try again.' },
  'login-taken': {
    zh: '这个登录名已有人使用，请换一个。',
    en: 'Somebody has this login already. Choose another.',
  },
  'wrong-password': { zh: '登录名或密码不对，请再试一次。', en: 'Login or password is wrong. Try again.' },
  'link-used': { zh: '这个链接已经用过。', en: 'This link has been used.' },
  'link-expired': { zh: '这个链接已过期。', en: 'This link has expired.' },
  'setup-done': { zh: '这台服务器已经设置过了，请直接登录。', en: 'This server is set up already. Sign in.' },
  'stale-revision': {
    zh: '刚才有别人也改了。已取来最新内容，请看过后再改。',
    en: 'Somebody changed this meanwhile. The latest is shown; look at it and try again.',
  },
  'foreign-origin': {
    zh: '请用服务器的正式地址打开合署，再做这一步。',
    en: 'Open Heshu at the server’s own address, then try again.',
  },
  'not-held': {
    zh: '还有内容没有上传完。上传之后再试。',
    en: 'Not everything is uploaded yet. Try again once it is.',
  },
  'store-failed': {
    zh: '服务器没能存下来，这一步没有生效。请稍后再试，或告诉管理员。',
    en: 'The server could not store it; nothing was changed. Try again later, or tell an admin.',
  },
}

/** Why edits could not go up, inside 未能保存：… and in the list of rescues. */
export const refusalWords: Readonly<Record<Refusal, Word>> = {
  signIn: { zh: '需要登录', en: 'sign in needed' },
  notAllowed: { zh: '没有编辑权限', en: 'no right to write' },
  unknownWorkspace: { zh: '工作区不存在', en: 'the workspace does not exist' },
  otherWorkspace: { zh: '文档属于别的工作区', en: 'the document belongs to another workspace' },
  schemaTooOld: { zh: '程序需要更新', en: 'the program needs an update' },
  tooLarge: { zh: '内容过大', en: 'too large' },
  malformed: { zh: '内容损坏', en: 'damaged' },
  restarting: { zh: '服务器正在重启', en: 'the server is restarting' },
  roomUnreadable: { zh: '服务器读不出这份文档', en: 'the server cannot read this document' },
  storeFailed: { zh: '服务器存储出错', en: 'the server could not store it' },
  tooFast: { zh: '服务器繁忙', en: 'the server is busy' },
}
