/** Words of the settings. */
export const settingsWords = {
  title: { zh: '设置', en: 'Settings' },
  language: { zh: '界面语言', en: 'Language' },
  chinese: { zh: '中文', en: '中文' },
  english: { zh: 'English', en: 'English' },
  theme: { zh: '外观', en: 'Appearance' },
  storage: { zh: '这台电脑上的存储', en: 'Storage on this computer' },
  persisted: {
    zh: '浏览器已答应长期保存。',
    en: 'The browser has promised to keep it.',
  },
  notPersisted: {
    zh: '浏览器可能在空间不足时清除本机内容。已上传的不受影响。',
    en: 'The browser may clear it when space runs out. What is uploaded is not affected.',
  },
  persistUnknown: {
    zh: '这个浏览器没有说明会不会长期保存。',
    en: 'This browser does not say whether it keeps it.',
  },
  askPersist: { zh: '请求长期保存', en: 'Ask to keep it' },
  persistRefused: {
    zh: '浏览器没有答应。把合署安装为应用或加入书签后再试，通常就会答应。',
    en: 'The browser declined. Install Heshu as an app or bookmark it, then ask again; that usually helps.',
  },
  used: {
    zh: (used: string, quota: string) => `已用 ${used}，可用 ${quota}`,
    en: (used: string, quota: string) => `${used} used of ${quota}`,
  },
  secure: { zh: '离线使用', en: 'Offline use' },
  secureYes: {
    zh: '可以。断网后也能打开、编辑和新建。',
    en: 'On. Without a network you can open, write and create.',
  },
  secureInstalling: {
    zh: '正在准备。程序下载完成后就能离线打开。',
    en: 'Getting ready. It opens offline once the program is downloaded.',
  },
  account: { zh: '账号', en: 'Account' },
  about: { zh: '关于', en: 'About' },
  aboutText: {
    zh: '合署是开放源代码软件（MIT 许可）。',
    en: 'Heshu is open source software (MIT licence).',
  },
  version: { zh: (version: string) => `程序版本 ${version}`, en: (version: string) => `Version ${version}` },
} as const
