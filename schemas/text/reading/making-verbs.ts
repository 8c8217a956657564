/**
 * Verbs by which a plan makes so-and-so many of something, for use inside a pattern. Matching form.
 * `LONG` may stand well before the number (新建垃圾中转站6座), `SHORT` only right before it (建6座).
 */
const LONG =
  '划分|新开工|开工建设|开工|竣工|完工|投用|投运|新改扩建|新改建|改扩建|新建|续建|建设|建成|建立|改造|改建|扩建|创建|打造|培育|培养|发展|完成|配备|配置|配齐|配强|设立|设置|组建|成立|新增|增加|增设|增配|种植|栽植|栽种|补植|植树|造林|安装|加装|整治|清理|清除|拆除|评选|评出|评定|命名|选树|选取|选出|选定|遴选|推选|推荐|确定|明确|抓好|实施|推进|启动|开展|举办|举行|组织|培训|招募|招聘|聘请|聘用|发放|印发|制作|张贴|刷写|开设|开通|开辟|开放|绿化|硬化|亮化|修建|修缮|修复|维修|铺设|更换|添置|购置|采购|投放|引进|吸纳|帮扶|帮助|救助|资助|扶持|走访|慰问|实现|落实|争创|提供|布设|布局|划定|编制|制定|出台|推出|安排|动员|发动|发展|受理|化解|解决|办好|办理|推广|提升|形成|创成|更新|治理|疏通|清淤|粉刷|完善|建好|规范|补充|筹集|搭建|转移|覆盖|脱贫|搬迁|安置|征集|收集|认领|结对|挂牌|复垦|流转|接入|迁改|整修|盘活|腾退|摘牌|销号|设有|建有|储备|选派|派驻|组成|列为'
const SHORT = '抓|有|建|配|设|种|植|增|拆|改|修|装|办|评|选|为|各|力争|争取|确保|达标|申报|验收'
const ASPECT = '(?:了|好|起|成|至|出)?'
const LIMIT = '(?:不少于|不低于|至少|最少|约|近|超过|各|达到?|共|总计|累计)?'

/** A verb right before a number: the counted thing comes after it. */
export const MAKES_BEFORE = new RegExp(`(?:${LONG}|${SHORT})${ASPECT}${LIMIT}$`)

/** A verb with its object before a number: `新建垃圾中转站` 6座. The object is the first group. */
export const MAKES_OBJECT = new RegExp(
  `(?:${LONG}|(?:^|每.{1,4})(?:配(?![备置齐强])|建(?![设成立])|设(?![置立有])|种(?!植)|植|装(?!修)|聘(?![请用])|增(?![加设配])))${ASPECT}([^,。;:、\\d]{2,28}?)${LIMIT}$`,
)
