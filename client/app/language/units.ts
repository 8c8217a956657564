/** Words of units, members, roles and invitations. */
export const unitWords = {
  title: { zh: '单位与成员', en: 'Units and members' },
  units: { zh: '单位', en: 'Units' },
  members: { zh: '成员', en: 'Members' },
  unitCount: { zh: (n: number) => `${n} 个单位`, en: (n: number) => (n === 1 ? '1 unit' : `${n} units`) },
  memberCount: {
    zh: (n: number) => `${n} 位成员`,
    en: (n: number) => (n === 1 ? '1 member' : `${n} members`),
  },
  everyone: { zh: '全部', en: 'Everyone' },
  withoutUnit: { zh: '未分单位', en: 'No unit' },
  unit: { zh: '单位', en: 'Unit' },
  role: { zh: '角色', en: 'Role' },
  name: { zh: '姓名', en: 'Name' },
  login: { zh: '登录名', en: 'Login' },
  revoked: { zh: '已停用', en: 'Revoked' },
  me: { zh: '我', en: 'You' },
  asOf: {
    zh: (moment: string) => `离线。显示的是 ${moment} 的名单，改动要连上服务器。`,
    en: (moment: string) => `Offline. This is the list as of ${moment}; changes need the server.`,
  },
  onlyAdmins: { zh: '名单由管理员维护。', en: 'Admins keep this list.' },
  findMember: { zh: '按姓名或登录名查找', en: 'Find by name or login' },
  tree: { zh: '单位层级', en: 'Tree of units' },
  list: { zh: '成员名单', en: 'List of members' },

  roleAdmin: {
    zh: '管理单位、成员和权限，可以做其他一切',
    en: 'Manages units, members and rights, and may do everything else',
  },
  roleDrafter: { zh: '起草和修改文档，存为版本', en: 'Writes documents and takes versions' },
  roleReporter: {
    zh: '填报本单位的进展，参与讨论',
    en: 'Fills in the own unit’s progress, takes part in discussion',
  },
  roleReviewer: { zh: '查看全部，提出意见', en: 'Reads everything, gives opinions' },
  roleReader: { zh: '只能查看', en: 'Reads only' },

  invite: { zh: '邀请成员', en: 'Invite a member' },
  inviteText: {
    zh: '生成一个链接发给同事。链接只能用一次，7 天内有效。',
    en: 'Make a link and send it to the colleague. It works once, within 7 days.',
  },
  makeLink: { zh: '生成链接', en: 'Make the link' },
  linkReady: { zh: '邀请链接', en: 'Invitation link' },
  linkOnce: {
    zh: (until: string) => `链接只显示这一次，请现在复制。${until} 前有效。`,
    en: (until: string) => `The link is shown this once; copy it now. Valid until ${until}.`,
  },
  copyLink: { zh: '复制链接', en: 'Copy link' },
  copied: { zh: '已复制', en: 'Copied' },
  done: { zh: '完成', en: 'Done' },
  another: { zh: '再邀请一位', en: 'Invite another' },

  change: { zh: '调整', en: 'Change' },
  changeMember: { zh: (name: string) => `调整${name}`, en: (name: string) => `Change ${name}` },
  memberActions: { zh: (name: string) => `${name}的操作`, en: (name: string) => `Actions for ${name}` },
  save: { zh: '保存', en: 'Save' },
  changed: { zh: (name: string) => `已更新${name}。`, en: (name: string) => `${name} is updated.` },
  revoke: { zh: '停用账号', en: 'Revoke' },
  revokeTitle: { zh: (name: string) => `停用${name}？`, en: (name: string) => `Revoke ${name}?` },
  revokeConsequence: {
    zh: (name: string) => `${name}会在几秒内断开，不能再查看或编辑这个工作区。已写的内容保留。以后可以恢复。`,
    en: (name: string) =>
      `${name} is disconnected within seconds and can no longer read or write here. What they wrote stays. You can let them back later.`,
  },
  revokedDone: { zh: (name: string) => `已停用${name}。`, en: (name: string) => `${name} is revoked.` },
  letBack: { zh: '恢复账号', en: 'Let back in' },
  letBackDone: { zh: (name: string) => `已恢复${name}。`, en: (name: string) => `${name} is back.` },
  lastAdmin: {
    zh: '这是最后一位管理员，不能停用或改成别的角色。请先指定另一位管理员。',
    en: 'This is the last admin. Make somebody else admin first.',
  },

  passwordLink: { zh: '重设密码链接', en: 'Password reset link' },
  passwordText: {
    zh: (name: string) => `把链接发给${name}，由本人设置新密码。链接只能用一次，7 天内有效。`,
    en: (name: string) =>
      `Send the link to ${name}, who then chooses a new password. It works once, within 7 days.`,
  },

  addUnit: { zh: '增加单位', en: 'Add a unit' },
  addUnits: { zh: '增加单位', en: 'Add units' },
  addBelow: { zh: '增加下级单位', en: 'Add a unit below' },
  unitName: { zh: '单位名称', en: 'Unit name' },
  shortName: { zh: '简称', en: 'Short name' },
  shortNameHint: { zh: '表格里用简称，可以不填。', en: 'Used in tables; may stay empty.' },
  parent: { zh: '上级单位', en: 'Belongs to' },
  top: { zh: '无上级', en: 'None' },
  pasteHint: { zh: '一行一个，下级缩进。', en: 'One a line, lower ones indented.' },
  unitActions: { zh: (name: string) => `${name}的操作`, en: (name: string) => `Actions for ${name}` },
  renameUnit: { zh: '修改单位', en: 'Change the unit' },
  removeUnit: { zh: '删除单位', en: 'Remove the unit' },
  removeTitle: { zh: (name: string) => `删除“${name}”？`, en: (name: string) => `Remove “${name}”?` },
  removeConsequence: {
    zh: '它从名单里去掉，文档里已写的名称不变。',
    en: 'It leaves this list; names already written in documents stay.',
  },
  removeHasMembers: {
    zh: '这个单位还有成员或下级单位，请先移走。',
    en: 'It still has members or units below. Move them first.',
  },
  unitAdded: {
    zh: (n: number) => `已增加 ${n} 个单位。`,
    en: (n: number) => (n === 1 ? '1 unit is added.' : `${n} units are added.`),
  },
  unitChanged: { zh: (name: string) => `已更新“${name}”。`, en: (name: string) => `“${name}” is updated.` },
  unitRemoved: { zh: (name: string) => `已删除“${name}”。`, en: (name: string) => `“${name}” is removed.` },
  noUnitsTitle: { zh: '还没有单位', en: 'No units yet' },
  noUnitsText: {
    zh: '粘贴单位名单，一行一个，下级缩进。',
    en: 'Paste the list of units, one a line, lower ones indented.',
  },
  noMembersHere: { zh: '这个单位还没有成员。', en: 'This unit has no members yet.' },
  nobodyMatches: { zh: '没有相符的成员。', en: 'No member matches.' },
  notHereYetTitle: { zh: '名单还没有下载到这台电脑', en: 'The list is not on this computer yet' },
  notHereYetText: { zh: '连上服务器后会自动下载。', en: 'It is fetched when the server can be reached.' },
} as const
