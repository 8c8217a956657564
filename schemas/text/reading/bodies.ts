/** Names of bodies: whoever a plan can assign a task to. All texts are in their matching form. */

const SUFFIX =
  '局|公路段|养护段|两委|委|办|厅|党委|党组|党工委|团工委|纪工委|纪委|政府|街道|社区|居|镇|乡|村|区|县|市|州|旗|公司|集团|企业|单位|部门|机关|机构|小组|工作组|督导组|专责组|专班|指挥部|办公室|委员会|办事处|管理处|服务处|学校|中学|小学|园|医院|卫生院|学院|检察院|法院|敬老院|养老院|银行|协会|学会|商会|联合会|理事会|工会|业委会|居委会|村委会|监委会|妇联|共青团|团委|团区委|团县委|团市委|残联|工商联|科协|文联|侨联|社联|公安|民政|财政|城管|住建|卫计|卫健|教育|司法|交警|消防|环卫|市政|物业|业主|居民|村民|支队|大队|中队|队伍|分局|支部|党总支|书记|主任|组长|镇长|乡长|局长|负责人|责任人|领导|干部|人员|专干|社工|辅导员|网格员|志愿者|民警|成员|专人|党员|代表|署|事务处|公所|派出所|(?:社工|文化|农技|监督|管理|救助|消防|救援|监测|检测|水利|畜牧|兽医|农机|林业|供电|经管|计生|广播|推广|联络)站|电视台|督查室|党政主要负责人|机构|司法所|财政所|国土所|规划所|所|中心|服务站|工作站|卫生站|服务中心|组织部|宣传部|统战部|武装部|农工部|政法委|各地|科|股|双方|方'
const ENDS_AS_BODY = new RegExp(
  `(?:${SUFFIX})(?:\\([^()]{1,20}\\))?(?:等)?(?:(?:主要|分管)?(?:有关|相关|成员|职能|责任|牵头|等)?(?:单位|部门|领导|负责人|负责同志|人员))?$`,
)
/** The characters a body's name may end in: a cheap test before the dear one. */
const LAST_CHARS = new Set([
  ...SUFFIX.split('|').map((suffix) => suffix.at(-1) ?? ''),
  ')',
  '等',
  '志',
  '人',
  '位',
  '门',
  '导',
  '员',
])

/** May a body's name end with this character? */
export const mayEndBody = (char: string): boolean => LAST_CHARS.has(char)

const NOT_A_BODY =
  /(?:主办|承办|协办|代办|举办|开办|交办|督办|场所|厕所|住所|诊所|哨所|网站|车站|示范区|小区环境|活动中心|为中心|公共场所|作用|工作|建设|管理|教育|志愿队伍|服务队伍|人才队伍|方方面面|地方|一方|成立工作专班)$/
const HAS_PREDICATE =
  /确定|明确|指定|抽调|约谈|责令|会同|配合|协助|牵头(?!单位|部门)|负责(?!人|同志)|组织(?!部|委|办|处|科)|兼任|担任|任(?=组长|主任|副)|联合(?!村|会|社|体|国|工会|总)|重视|注重|保证|保障(?!局|中心|和)|发挥|培育|组建|壮大|健全|开展|进行|加强|实施|推进(?!办|委|组|领导)|推动|做好|落实|提升|提高|完成|达到|按照|根据|通过|围绕|坚持|确保|建立|成立|积极|认真|充分|不断|全面|为了|以|把|使|让|在(?!线)|是|的|对(?!外)|与|经(?!济|信|贸|发|开|管|科|营)|(?<!主)要|应(?!急|城)|将|须|由|了|并|也|都|均|每年|当年|及时|发动|动员|引导|鼓励|支持(?!中心)|依托|结合|向|从|给|至|为|因|被|使用|按(?!摩)|列入|纳入|参与|利用/
const LONGEST_NAME = 32

/** Bodies named by their sort alone (各街道, 有关部门): what they are told is a duty of a class, not a task of somebody. */
const CLASS_LEAD =
  /^(?:各|每个?|全体|有关|相关|所有|全区|全市|全县|全镇|全街道|广大|区直|市直|县直|驻区|辖区|基层|上述|其他|本|参评|申报)/
const CLASS_WHOLE =
  /^(?:社区|街道|单位|部门|学校|企业|居民|村民|业主|村|镇|乡|乡镇|镇街|街镇|县市区|县区|市|区|县|机关|党员|干部|志愿者|人员|成员|领导|代表|双方|政府|居委会|村委会|业委会|市里|区里|县里|专人|家庭|群众|工作人员|物业|中心|社会组织|党支部|支部|公司)$/

/** Is `name` the name of one body, concrete or a class? */
export function isBody(name: string): boolean {
  if (name.length < 2 || name.length > LONGEST_NAME || /^[()报送请经]/.test(name)) return false
  const plain = name.replace(/\([^()]*\)/g, '').replace('“两委”', '两委')
  if (/[,。;:!?“”《》]/.test(plain) || NOT_A_BODY.test(plain)) return false
  return ENDS_AS_BODY.test(name.replace('“两委”', '两委')) && !HAS_PREDICATE.test(plain)
}

/** An office of government by its name: whatever it is said to do is a task of its own. */
const OFFICE =
  /(?:局|委|办|办公室|(?<![居村监业家])委员会|政府|党委|党工委|团委|团工委|纪工委|财政|公安|残联|妇联|工商联|科协|文联|总工会|工会|指挥部|领导小组|专班|部|办事处|厅|法院|检察院|电视台|督查室|卫生院|疾控中心|融媒体中心|大数据中心|(?:卫生服务|社工|文化|农技|监督|救助)站|支队|大队|署|事务处|管理处|监督所|供电所|[市区县镇乡街]所|监管所|派出所|电视台|督查室|党政主要负责人|机构|司法所|财政所|义工队)(?:\([^()]{1,20}\))?$/

/** Is `name` an office of government by its name (区民政局, 县活动办)? */
export const isOffice = (name: string): boolean => OFFICE.test(name) && !isClass(name)

/** Does `name` say that it means each of a class (各街道, 有关部门)? */
export const isEach = (name: string): boolean => /^(?:各|每(?![名户人位])|有关|相关|全体|所有)/.test(name)

/** Does `name` stand for a class of bodies? */
export function isClass(name: string): boolean {
  return (
    CLASS_LEAD.test(name) ||
    name.includes('各') ||
    /(?:社区|小区|村|户|居民|群众|干部|党员)$/.test(name) ||
    CLASS_WHOLE.test(name.replace(/\([^()]*\)/g, ''))
  )
}

/** Cuts at 、 and at 和, 与, 及, 以及, outside brackets; the cut marks are kept for putting names together again. */
function pieces(list: string): { text: string; start: number; mark: string }[] {
  const found: { text: string; start: number; mark: string }[] = []
  let depth = 0
  let start = 0
  let mark = ''
  for (let at = 0; at < list.length; at++) {
    const char = list.charAt(at)
    if (char === '(') depth++
    if (char === ')') depth = Math.max(0, depth - 1)
    if (depth > 0) continue
    const cut =
      char === '、' || char === ',' || char === '和' || char === '与' || char === '及' || char === '/'
        ? 1
        : list.startsWith('以及', at)
          ? 2
          : list.charAt(at) === ' '
            ? 1
            : 0
    if (cut === 0) continue
    found.push({ text: list.slice(start, at), start, mark })
    mark = char
    start = at + cut
    at += cut - 1
  }
  found.push({ text: list.slice(start), start, mark })
  return found
}

/** One name in a list of bodies, as offsets into that list. */
export interface NameSpan {
  readonly start: number
  readonly end: number
}

/**
 * The names in a list such as `区民政局、国土城建和水务局(住建)及各街道`, or null when some part of it is no body.
 * 和 inside a name (国土城建和水务局) is told from 和 between names by whether the first half is a body by itself.
 */
export function bodyList(list: string): NameSpan[] | null {
  const short = departments(list.trimEnd())
  if (short !== null) return short
  const names: NameSpan[] = []
  let pending: number | null = null
  for (const piece of pieces(list.trimEnd())) {
    if (piece.text.trim() === '') continue
    // Only 和, 与, 及 can stand inside a name; 、 always divides.
    if (pending !== null && !'和与及以'.includes(piece.mark)) return null
    const start: number = pending ?? piece.start
    const end = piece.start + piece.text.length
    if (isBody(list.slice(start, end).trim())) {
      names.push({ start, end })
      pending = null
    } else pending = start
  }
  return pending === null && names.length > 0 ? names : null
}

/** `卫生、工商、质监等部门`: short names that are bodies by the word that closes the list. */
function departments(list: string): NameSpan[] | null {
  if (!/等(?:有关|相关|职能|新闻|成员)?(?:部门|单位|机关)$/.test(list)) return null
  const parts = pieces(list)
  const areNames = parts.every(
    ({ text }) => /^[\u4e00-\u9fff]{2,14}$/.test(text) && !HAS_PREDICATE.test(text),
  )
  return areNames && parts.length > 1
    ? parts.map(({ text, start }) => ({ start, end: start + text.length }))
    : null
}

/** The names of a list that is one by its place (after 牵头单位：), whatever they look like. */
export function namesIn(list: string): NameSpan[] {
  const names: NameSpan[] = []
  let pending: number | null = null
  for (const piece of pieces(list)) {
    if (piece.text.trim() === '') continue
    const start: number = pending ?? piece.start
    const end = piece.start + piece.text.length
    const next = list.slice(end, end + 1)
    const inner = (next === '和' || next === '与' || next === '及') && !isBody(list.slice(start, end).trim())
    if (inner) pending = start
    else {
      names.push({ start, end })
      pending = null
    }
  }
  if (pending !== null) names.push({ start: pending, end: list.length })
  return names
}
