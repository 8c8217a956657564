/** Words of set-up, signing in, joining, and of what stands before the door. */
export const entryWords = {
  tagline: { zh: '一起起草，断网也写，版版留痕。', en: 'Draft together, write offline, keep every version.' },
  login: { zh: '登录名', en: 'Login' },
  loginHint: { zh: '2 至 32 个字，可以用中文姓名。', en: '2 to 32 characters; a Chinese name is fine.' },
  name: { zh: '姓名', en: 'Name' },
  nameHint: { zh: '同事看到的名字。', en: 'What colleagues see.' },
  password: { zh: '密码', en: 'Password' },
  passwordHint: { zh: '至少 8 个字符。', en: 'At least 8 characters.' },
  showPassword: { zh: '显示密码', en: 'Show the password' },
  hidePassword: { zh: '隐藏密码', en: 'Hide the password' },
  next: { zh: '下一步', en: 'Next' },
  previous: { zh: '上一步', en: 'Back' },

  loginProblem: {
    zh: '登录名用 2 至 32 个汉字、字母、数字、点、横线或下划线。',
    en: 'Use 2 to 32 letters of any script, digits, dots, hyphens or underscores.',
  },
  nameProblem: { zh: '请填写姓名，不超过 64 字。', en: 'Enter a name of up to 64 characters.' },
  passwordProblem: { zh: '密码需要 8 至 128 个字符。', en: 'A password needs 8 to 128 characters.' },
  workspaceProblem: {
    zh: '请填写工作区名称，不超过 100 字。',
    en: 'Enter a workspace name of up to 100 characters.',
  },

  signInTitle: { zh: '登录合署', en: 'Sign in to Heshu' },
  signIn: { zh: '登录', en: 'Sign in' },
  signInWrong: { zh: '登录名或密码不对，请再试一次。', en: 'Login or password is wrong. Try again.' },
  signInAgain: {
    zh: '登录已过期。本机的内容都在，登录后继续同步。',
    en: 'Your session has ended. Everything on this device is still here; sign in to go on syncing.',
  },
  help: {
    zh: '忘记密码，或还没有账号？请管理员发一个链接。',
    en: 'Forgot the password, or no account yet? Ask an admin for a link.',
  },
  signedInAs: {
    zh: (name: string) => `你已登录为${name}。`,
    en: (name: string) => `You are signed in as ${name}.`,
  },
  goOn: { zh: '进入合署', en: 'Go to Heshu' },
  goOnOffline: {
    zh: (name: string) => `以${name}离线继续`,
    en: (name: string) => `Go on offline as ${name}`,
  },
  notSetUpTitle: { zh: '这台服务器还没有设置', en: 'This server is not set up yet' },
  notSetUpText: {
    zh: '请用服务器启动时显示的设置链接打开。',
    en: 'Open the set-up link that the server printed when it started.',
  },

  unreachableTitle: { zh: '连不上服务器', en: 'The server cannot be reached' },
  unreachableText: {
    zh: '这台电脑上还没有登录过，所以需要先连上服务器。请检查网络，或向管理员核对地址。',
    en: 'Nobody has signed in on this computer yet, so the server is needed first. Check the network, or the address with an admin.',
  },

  setUpTitle: { zh: '设置合署', en: 'Set up Heshu' },
  step: {
    zh: (n: number, of: number) => `第 ${n} 步，共 ${of} 步`,
    en: (n: number, of: number) => `Step ${n} of ${of}`,
  },
  stepWorkspace: { zh: '工作区', en: 'Workspace' },
  stepAdmin: { zh: '管理员', en: 'Admin' },
  stepUnits: { zh: '单位', en: 'Units' },
  workspaceName: { zh: '工作区名称', en: 'Workspace name' },
  workspaceHint: {
    zh: '一般是专班或领导小组的名称。',
    en: 'Usually the name of the task team or leading group.',
  },
  workspaceExample: { zh: '例如：城市更新专班', en: 'For example: Urban renewal task team' },
  adminTitle: { zh: '第一位管理员', en: 'The first admin' },
  adminText: {
    zh: '这个账号可以邀请成员、调整单位和权限。',
    en: 'This account invites members and changes units and rights.',
  },
  unitsTitle: { zh: '单位', en: 'Units' },
  unitsText: {
    zh: '把单位名单粘贴到这里，一行一个，下级缩进。以后随时可以改。',
    en: 'Paste the units, one a line, lower ones indented. You can change them at any time.',
  },
  unitsLabel: { zh: '单位名单', en: 'List of units' },
  unitsExample: {
    zh: '区城市更新局\n  综合科\n  规划科\n东街街道办事处\n  东门社区\n  桥头社区',
    en: 'District renewal office\n  General section\n  Planning section\nEast Street subdistrict\n  East Gate community',
  },
  unitsPreview: { zh: '预览', en: 'Preview' },
  unitsCount: {
    zh: (n: number, depth: number) => `${n} 个单位，${depth} 级`,
    en: (n: number, depth: number) =>
      `${n} ${n === 1 ? 'unit' : 'units'}, ${depth} ${depth === 1 ? 'level' : 'levels'}`,
  },
  unitsNone: { zh: '粘贴后，在这里看到层级。', en: 'The tree appears here as you paste.' },
  unitsLater: { zh: '没有名单也可以先完成设置。', en: 'You can finish without a list.' },
  finishSetUp: { zh: '完成设置', en: 'Finish set-up' },
  settingUp: { zh: '正在设置…', en: 'Setting up…' },
  setUpDoneTitle: { zh: '已经设置过了', en: 'Already set up' },
  setUpDoneText: { zh: '设置链接只能用一次。请直接登录。', en: 'A set-up link works once. Sign in instead.' },
  setUpLinkTitle: { zh: '设置链接无效', en: 'The set-up link is not valid' },
  setUpLinkText: {
    zh: '链接可能不完整。请从服务器启动时显示的内容里重新复制。',
    en: 'It may be incomplete. Copy it again from what the server printed.',
  },

  problemDuplicate: {
    zh: (line: number, name: string) => `第 ${line} 行“${name}”重复，已并入前一个。`,
    en: (line: number, name: string) => `Line ${line}: “${name}” is there already; taken together.`,
  },
  problemJump: {
    zh: (line: number, name: string) => `第 ${line} 行“${name}”跳了一级，按下一级处理。`,
    en: (line: number, name: string) => `Line ${line}: “${name}” skips a level; taken as one level down.`,
  },
  problemBetween: {
    zh: (line: number, name: string) => `第 ${line} 行“${name}”缩进不齐，按同级处理。`,
    en: (line: number, name: string) =>
      `Line ${line}: “${name}” is indented unevenly; taken as its neighbour.`,
  },
  problemLong: {
    zh: (line: number) => `第 ${line} 行超过 200 字，已截短。`,
    en: (line: number) => `Line ${line} is longer than 200 characters and was cut.`,
  },

  joinTitle: {
    zh: (workspace: string) => `加入“${workspace}”`,
    en: (workspace: string) => `Join “${workspace}”`,
  },
  joinAs: {
    zh: (role: string, unit: string | null) =>
      unit === null ? `角色：${role}` : `单位：${unit}，角色：${role}`,
    en: (role: string, unit: string | null) =>
      unit === null ? `Role: ${role}` : `Unit: ${unit}, role: ${role}`,
  },
  joinUntil: {
    zh: (moment: string) => `链接在 ${moment} 前有效，只能用一次。`,
    en: (moment: string) => `The link works once, until ${moment}.`,
  },
  join: { zh: '加入', en: 'Join' },
  joinWithAccount: { zh: (name: string) => `以${name}加入`, en: (name: string) => `Join as ${name}` },
  joinHaveAccount: {
    zh: '已有账号？先登录再打开这个链接。',
    en: 'Have an account? Sign in first, then open this link again.',
  },
  linkUsedTitle: { zh: '这个邀请链接已经用过', en: 'This invitation has been used' },
  linkUsedText: {
    zh: '每个链接只能用一次。请直接登录，或请管理员再发一个。',
    en: 'Each link works once. Sign in, or ask the admin for another.',
  },
  linkExpiredTitle: { zh: '这个邀请链接已过期', en: 'This invitation has expired' },
  linkExpiredText: {
    zh: '链接 7 天内有效。请管理员再发一个。',
    en: 'A link works for 7 days. Ask the admin for another.',
  },
  linkMissingTitle: { zh: '没有这个邀请链接', en: 'There is no such invitation' },
  linkMissingText: {
    zh: '链接可能不完整，或已被收回。',
    en: 'The link may be incomplete, or was withdrawn.',
  },

  passwordTitle: { zh: '设置新密码', en: 'Choose a new password' },
  passwordFor: {
    zh: (name: string, login: string) => `${name}（${login}）`,
    en: (name: string, login: string) => `${name} (${login})`,
  },
  passwordSave: { zh: '保存新密码', en: 'Save the password' },
  passwordSaved: { zh: '新密码已保存，请登录。', en: 'The password is saved. Sign in.' },
  checkingLink: { zh: '正在核对链接', en: 'Checking the link' },
  hasAccount: { zh: '已有账号，先登录', en: 'I have an account' },

  insecure: {
    zh: '这个地址不是安全连接（https），浏览器关闭了离线功能：断网后不能打开和编辑。请管理员用 heshu tls 启用 https。',
    en: 'This address is not secure (https), so the browser has switched offline work off: without a network nothing opens. Ask the admin to turn on https with heshu tls.',
  },
} as const
