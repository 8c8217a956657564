/** Verbs that stand inside the names of bodies: 建设局, 监督管理局, 综合执法局, 督查室, 创建领导小组办公室. */
const PART =
  '城乡|建设|管理|监督|监管|监测|监察|执法|综合|行政|服务|便民|政务|审批|发展|改革|经济|信息化|规划|统筹|协调|调度|推进|推动|促进|整治|治理|创建|提升|改造|攻坚|保障|救援|检查|巡查|督查|督导|考核|考评|评审|评议|领导|指挥|指导|宣传|统战|组织|人事|应急|防控|防汛|抗旱|消防|信访|维稳|交通|运输|环境|卫生|健康|教育|文化|旅游|体育|资源|农业|农村|水利|市场|财政|税务|安全|生产|工作|联席会议|专项|行动|项目|招商|投资|和|与'
const SUFFIX =
  '局|部(?!门|署|分)|所(?!有|需|属|在|管)|中心(?!村|小学|校|城区)|委员会|委(?!托|派|员|任)|办公室|办(?!理|好|结|公|法|案|事)|室(?!内|外)|领导小组|小组|处(?!理|置|罚)|科(?!学|技|普)|总?站(?!点)|支队|大队|中队|总队|署|集团|公司'
const GOES_ON = new RegExp(`^(?:${PART}){1,6}(?:领导小组)?(?:${SUFFIX})`)

/**
 * Does the name of a body go on over a place where it could end: 区城市|管理局, 县委|组织部, 区住房城乡|建设局, 副市|长?
 * @param rest the folded text right after that place.
 */
export const nameGoesOn = (rest: string): boolean => /^长(?![期效远度])/.test(rest) || GOES_ON.test(rest)
