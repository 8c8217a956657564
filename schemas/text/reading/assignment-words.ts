/** The words by which plans assign tasks, as patterns on the matching form. */

/** 由 before the bodies that do something; not 理由, 由于. */
export const BY = /(?:^|[^理自缘事因])由(?![于此来衷])/g
/** What may come right after the names of the bodies that something is done by. */
export const AFTER_BY =
  /^(?:共同|分别|具体|统一|再|另行|主要|全面|直接|定期|每|按|根据|对|将|把|于|在|会同|联合|牵头|主办|承办|负责|组织|进行|承担|实施|给予|拨付|补贴|补助|出资|主持|审|制定|制订|拟定|编制|开展|提供|协调|统筹|推荐|安排|落实|建设|管理|监督|检查|考核|验收|评|汇总|上报|报|收集|印|发|核|选|派|做好|抓|向|指导|培训|配合|参与|设|成立|筹|购|支付|代|处|解决|完成|兼|归档|存档|备案|督促|发放|签|通知|通报|公布|公示|上墙|批|落实|清理|拆除|建立|完善|维护|保管|运营|整改|改造|执行|推|聘|召|举办|领(?!导)|带|约谈|责令|查处|划|确认|认定|授|奖|决定|受理|移交|接|调|联系|逐|自行|依|及时|分类|免费|全额|集中|优先|讨论|研究|出具|填|协助|逐步|入户|上门|加强|强化|做)/
/** Words that make a body the one in charge, wherever its name stands. */
export const IN_CHARGE =
  /(?<!各)(?:具体)?(?:牵头|负责|会同|主办|承办)(?!人|的(?!指导|统筹|组织|协调|具体)|单位|部门|制)|具体抓好|组织(?!建设|机构|架构)(?=(?:有关|相关|各|区|市|县|街道|社区|镇|乡|村|全|人员|力量|专家|居民|群众|党员|志愿者|开展|实施|协调|对|召开|评|验收|辖区|所属|干部|物业|成员))/g
/** What a body that is told its task is followed by: 要, 负责, 对, 将. */
export const MODAL =
  /^(?:也|还|都|均|并|同时|每[年月周季][度]?)?(?:要|应(?!急|城)当?|须|需|必须|务必|将(?!其)|负责(?!人|同志)|先(?![后进行])|对|把|按照?|根据|会同|联合(?!村|会|社|体|国)|牵头|组织(?!建设|机构|架构|部|生活)|给予|拨付)/
/** What an office does when it is told so without a modal verb: `县林业局免费提供苗木`. */
export const DOES =
  /^(?:也|还|都|均|并|同时|再|会)?(?:每(?:[年月周季半两天日旬]|个?学期)|定期|不定期|适时|及时|免费|提供|安排|拿出|抽调|召开|开展|组织(?!建设|机构|架构|部|人事|委员|科|办)|制定|制订|印发|开辟|配合|建立|成立|设立|派(?!出)|指导|协助|下达|下拨|筹措|编制|选取|选派|做好|抓好|采取|承担|审核|审批|公布|公示|汇总|通报|分别|统一|共同|进行|主动|全程|加大|加强|完善|督促|统筹|协调|收集|受理|落实|实施|推进|发放|聘请|委托|依托|利用|通过|围绕|结合实际|于|在|会商|评|验收|考核|督查|检查|巡查|曝光|把好|履行|为.{1,20}(?:提供|发放|办理|免费|开展|建立))/
/** What may follow the name of a class of bodies that is told its duty. */
export const DUTY =
  /^(?:在(?=.*[下上中]$|.*,)|结合|依据|认真|积极|充分|完成|制定|制订|成立|开展|建立|上报|报送|落实|做好|抓好|切实|至少|依托|明确|确定|启动|召开|形成|配合|全面|集中|基本|实现|每)/
/** What may stand before the subject of a clause. */
export const LEAD_IN = /^(?:同时|其中|此外|另外|并且?|届时|原则上|日常|平时|每[年月季周][度]?|年[终底])[,]?/
/** `Y积极配合`: the helping body is the first group. */
export const SUPPORT =
  /^(.{2,60}?)(?:积极|主动|全力|做好|予以|给予|密切|共同)*(?:配合|协助|参与|协办|支持)(?!单位|部门)/
/** `X牵头,Y按职责分工负责`: beside one in charge, Y helps. */
export const SHARES = /^(.{2,60}?)按照?(?:各自)?职责(?:分工)?(?:共同|分别)?(?:负责|落实)/

/** `各街道配合`: they help with what the clause before assigns. */
export const HELPS_ONLY =
  /^(?:要|应|须)?(?:积极|主动|全力|密切)?(?:做好)?(?:配合|参与|协助|协办|支持)(?:工作)?$/

/** More names in a row are a roster. */
export const MOST_NAMES = 8
