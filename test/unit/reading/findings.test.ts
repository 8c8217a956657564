import { expect, test } from 'vitest'
import { readPlan } from '../../../schemas/text/reading/read-plan.ts'

const indicators = (text: string) =>
  readPlan(`一、目标\n${text}`).indicators.map(({ metric, comparator, value, unit }) => [
    metric,
    comparator,
    value,
    unit,
  ])
const tasks = (text: string) =>
  readPlan(`二、分工\n${text}`)
    .responsibilities.filter(({ basis }) => basis !== 'class')
    .map(({ lead, support, due }) => ({ lead, support, due }))
const rules = (text: string) =>
  readPlan(`三、要求\n${text}`).rules.map(({ kind, value, unit }) => [kind, value, unit])

test.each([
  ['社区办公用房不少于180平方米。', [['社区办公用房', '>=', 180, '平方米']]],
  ['绿化率達到百分之三十以上。', [['绿化率', '>=', 30, '%']]],
  ['出行半径控制在500米以内。', [['出行半径', '<=', 500, '米']]],
  ['藏书总量突破20万册。', [['藏书总量', '>', 20, '万册']]],
  ['每村配备保洁员2至3名。', [['保洁员', 'range', [2, 3], '名/村']]],
  ['打造示范街区5个。', [['示范街区', '=', 5, '个']]],
  ['创建20个示范小区。', [['示范小区', '=', 20, '个']]],
])('[R22 R23] %s sets a target', (text, expected) => {
  expect(indicators(text)).toEqual(expected)
})

test.each([
  '全县现有水厂86处。',
  '对60周岁以上的老人登记。',
  '落实“六个一”要求。',
  '经三年努力取得成效。',
  '坚持两手抓。',
  '第3次会议。',
])('[R22] %s sets none', (text) => {
  expect(indicators(text)).toEqual([])
})

test('[R24] names that share a number are one indicator each', () => {
  expect(indicators('道路硬化率、自来水入户率、亮化率达到100%。').map(([metric]) => metric)).toEqual([
    '道路硬化率',
    '自来水入户率',
    '亮化率',
  ])
})

test('[R24] a noun left out is completed and marked as doubtful', () => {
  const { indicators: found } = readPlan('一、目标\n绿地率达到25%以上（其中新建社区要达30%以上）。')
  expect(found.map(({ metric, confidence }) => [metric, confidence])).toEqual([
    ['绿地率', 'sure'],
    ['新建社区绿地率', 'doubtful'],
  ])
})

test.each([
  [
    '由区民政局牵头，会同区财政局、各街道组织实施。',
    [{ lead: ['区民政局'], support: ['区财政局', '各街道'], due: null }],
  ],
  [
    '国土城建和水务局（住建）负责小区排查。',
    [{ lead: ['国土城建和水务局（住建）'], support: [], due: null }],
  ],
  [
    '县公安局、县文广新局配合县城管局清除小广告。',
    [{ lead: ['县城管局'], support: ['县公安局', '县文广新局'], due: null }],
  ],
  [
    '清理河道。（牵头单位：区水务局；责任单位：各街道；完成时限：2023年6月底）',
    [{ lead: ['区水务局'], support: ['各街道'], due: '2023-06-30' }],
  ],
  ['清理河道。（区水务局牵头，各街道配合）', [{ lead: ['区水务局'], support: ['各街道'], due: null }]],
  ['县水务局：负责工程建设。', [{ lead: ['县水务局'], support: [], due: null }]],
  ['2023年8月底前，各镇完成排查。', [{ lead: ['各镇'], support: [], due: '2023-08-31' }]],
  ['各单位要提高认识。', []],
  ['由区住房城乡建设局负责排查。', [{ lead: ['区住房城乡建设局'], support: [], due: null }]],
  ['由区城市管理局牵头整治。', [{ lead: ['区城市管理局'], support: [], due: null }]],
  ['由县委组织部、县委宣传部抓好培训。', [{ lead: ['县委组织部', '县委宣传部'], support: [], due: null }]],
  [
    '区城市综合行政执法局、区发展和改革局负责执法。',
    [{ lead: ['区城市综合行政执法局', '区发展和改革局'], support: [], due: null }],
  ],
  [
    '由区卫生监督所、镇便民服务中心落实。',
    [{ lead: ['区卫生监督所', '镇便民服务中心'], support: [], due: null }],
  ],
  [
    '市政府督查室会同市创建领导小组办公室开展督查。',
    [{ lead: ['市政府督查室'], support: ['市创建领导小组办公室'], due: null }],
  ],
  ['由县城乡防汛指挥部统一调度。', [{ lead: ['县城乡防汛指挥部'], support: [], due: null }]],
  [
    '区委统战部牵头，区委组织部、团区委等单位参与。',
    [{ lead: ['区委统战部'], support: ['区委组织部', '团区委等单位'], due: null }],
  ],
  [
    '区水务局负责清淤，各镇（街道）、各相关部门配合。',
    [{ lead: ['区水务局'], support: ['各镇（街道）', '各相关部门'], due: null }],
  ],
])('[R26 R27 R28 R29] %s', (text, expected) => {
  expect(tasks(text)).toEqual(expected)
})

test('[R26] a pasted table with columns for task and body is read row by row', () => {
  const table =
    '序号\t任务\t牵头单位\t配合单位\t完成时限\n1\t摸底\t区民政局\t各社区\t2022年3月底\n2\t改造\t区住建局\t区财政局、各街道\t2022年8月'
  expect(tasks(table)).toEqual([
    { lead: ['区民政局'], support: ['各社区'], due: '2022-03-31' },
    { lead: ['区住建局'], support: ['区财政局', '各街道'], due: '2022-08' },
  ])
})

test.each([
  ['方案在小区公示7天。', [['publicNotice', 7, '天']]],
  ['经2/3以上户数业主同意后实施。', [['threshold', 0.6667, null]]],
  ['广泛征求居民意见。', [['consultation', null, null]]],
  ['每季度召开一次联席会议。', [['meeting', 1, '次']]],
  ['对考核不合格的单位进行通报批评。', [['penalty', null, null]]],
  ['对先进社区给予2万元奖励。', [['reward', 2, '万元']]],
  ['工程资料及时归档。', [['archive', null, null]]],
  ['组织有关部门进行联合验收。', [['inspection', null, null]]],
  ['执行《社区考核办法》规定的考核标准。', []],
  ['对受到表彰的社区加强宣传。', []],
])('[R30 R31 R32] %s', (text, expected) => {
  expect(rules(text)).toEqual(expected)
})

test('[R26] whoever only helps is support and no part of the task', () => {
  const { responsibilities } = readPlan('二、分工\n县卫生监督所要做好水质监测，各镇配合。')
  expect(responsibilities.map(({ task, lead, support }) => [task, lead, support])).toEqual([
    ['做好水质监测', ['县卫生监督所'], ['各镇']],
  ])
})

test('[R19] steps without a year take the document’s and say so', () => {
  const { stages, doubts } = readPlan(
    '2012年清洁方案\n一、步骤\n（一）准备（3月1日至31日）\n（二）实施（4月至次年1月）',
  )
  expect(stages.map(({ name, start, end }) => [name, start, end])).toEqual([
    ['准备', '2012-03-01', '2012-03-31'],
    ['实施', '2012-04', '2013-01'],
  ])
  expect(doubts.filter(({ code }) => code === 'implied-year')).toHaveLength(2)
})

test.each([
  ['一、甲\n三、乙', 'label-gap'],
  ['一、甲\n二、乙\n二、丙', 'label-repeated'],
  ['一、甲\n10个试点是：东村、西村、南村、北村。', 'count-differs'],
  ['一、甲\n活动分三个阶段。\n（一）准备阶段\n（二）实施阶段', 'count-differs'],
  ['一、甲\n社区绿化率达到30%。\n二、乙\n社区绿化率达到35%。', 'indicator-differs'],
  ['一、步骤\n2012年6月1日至2012年5月1日。', 'dates-reversed'],
])('[R33] %j contradicts itself: %s', (text, code) => {
  expect(readPlan(text).conflicts.map((conflict) => conflict.code)).toEqual([code])
})

test('[R1] damaged characters are shown where they stand', () => {
  const { doubts } = readPlan('一、目标\n每个书屋补助***万元，座席24个\ufffd')
  expect(
    doubts.filter(({ code }) => code === 'damaged-characters').map(({ block, words }) => [block, words]),
  ).toEqual([
    [1, '每个书屋补助***万元，座席2'],
    [1, '，座席24个\ufffd'],
  ])
})

test('[R24] sizes and shares keep their nouns', () => {
  expect(indicators('每个社区组建一支10人以上的义务巡逻队。')).toEqual([
    ['义务巡逻队', '=', 1, '支/社区'],
    ['义务巡逻队', '>=', 10, '人'],
  ])
  expect(indicators('80%的小区达到平安小区标准。')).toEqual([['小区', '=', 80, '%']])
  expect(indicators('办理时限由15个工作日压缩至7个工作日以内。')).toEqual([['办理时限', '<=', 7, '个工作日']])
})

test.each([
  ['各乡镇人民政府是改厕工作的责任主体，负责组织实施。', [['各乡镇人民政府']]],
  ['卫生、工商、质监等部门要加强监管。', [['卫生', '工商', '质监等部门']]],
  ['由区长任组长，各部门负责人为成员。', []],
  ['组长：张某某', []],
])('[R26 R28] %s', (text, leads) => {
  expect(tasks(text).map(({ lead }) => lead)).toEqual(leads)
})

test('[R26] keys on lines of their own belong to one task', () => {
  expect(
    tasks('（一）补建养老用房。\n牵头单位：区民政局\n配合单位：区财政局、各街道\n完成时限：2023年12月底'),
  ).toEqual([{ lead: ['区民政局'], support: ['区财政局', '各街道'], due: '2023-12-31' }])
})

test('[R8] a number before a count is a label where its sequence says so', () => {
  const { stages } = readPlan(
    '2015年整治方案\n二、时间安排\n1.2月15日前，制定方案。\n2.3月至4月，开展自查。\n3.2016年1月，总结。',
  )
  expect(stages.map(({ section, start, end }) => [section, start, end])).toEqual([
    ['二/1.', null, '2015-02-15'],
    ['二/2.', '2015-03', '2015-04'],
    ['二/3.', '2016-01', '2016-01'],
  ])
})

test.each([
  [
    '覆盖率、合格率分别达到100%和90%。',
    [
      ['覆盖率', '>=', 100, '%'],
      ['合格率', '>=', 90, '%'],
    ],
  ],
  ['全村已完成改厕233户。年底前再完成150户。', [['改厕', '=', 150, '户']]],
  ['覆盖率由72%提升至90%。', [['覆盖率', '>=', 90, '%']]],
  ['社区数量翻一番。', [['社区数量', '=', 1, '番']]],
  ['列养率达到8 5 %。', [['列养率', '>=', 85, '%']]],
  [
    '新建公厕20座、步道5公里。',
    [
      ['公厕', '=', 20, '座'],
      ['步道', '=', 5, '公里'],
    ],
  ],
  ['二类以上公厕占比达到70%。', [['二类以上公厕占比', '>=', 70, '%']]],
  ['按投资额的30%给予补助。', []],
  ['验收合格之日起15个工作日内发放。', []],
  ['30分钟内报街道应急办。', []],
])('[R22 R24] %s', (text, expected) => {
  expect(indicators(text)).toEqual(expected)
})

test('[R22] what a past year reached is no target of this one', () => {
  const { indicators: found } = readPlan('2019年计划\n2018年，案件下降12%。\n一、目标\n2019年，案件下降5%。')
  expect(found.map(({ value }) => value)).toEqual([5])
})

test('[R19] a due date that stands by itself does not follow the one above it', () => {
  expect(
    tasks(
      '2024年任务。\n1.修路。（责任单位：区交通局；完成时限：2024年11月底）\n2.种树。（责任单位：区林业局；完成时限：3月底）',
    ).map(({ due }) => due),
  ).toEqual(['2024-11-30', '2024-03-31'])
})

test('[R8 R9] 壹、 stands above 一、', () => {
  const { blocks } = readPlan('松雲市計畫\n壹、緣起\n說明。\n貳、目標\n一、新增據點\n參、組織')
  expect(blocks.filter(({ level }) => level > 0).map(({ section }) => section)).toEqual([
    '壹',
    '貳',
    '貳/一、',
    '參',
  ])
})

test('[R31] a short whole item is a rule, a short name is none', () => {
  expect(rules('1.对弄虚作假的，取消评优资格。')).toEqual([['penalty', null, null]])
  expect(rules('（一）严格考核验收\n建好队伍。')).toEqual([])
})
