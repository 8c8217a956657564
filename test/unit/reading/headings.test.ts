import { expect, test } from 'vitest'
import { readPlan } from '../../../schemas/text/reading/read-plan.ts'

/** Headings as `level label title`, with `+` where text runs on. */
function headings(text: string): string[] {
  return readPlan(text).blocks.flatMap(({ level, label, title, runIn }) =>
    label === undefined ? [] : [`${level} ${label} ${title}${runIn ? ' +' : ''}`],
  )
}

const paths = (text: string): string[] => readPlan(text).blocks.map(({ section }) => section)

test('[R9] a level is the depth in this document', () => {
  expect(headings('一、目标\n1、内容。说明如下文。\n2、范围\n二、要求\n（一）领导\n1.分工')).toEqual([
    '1 一、 目标',
    '2 1、 内容 +',
    '2 2、 范围',
    '1 二、 要求',
    '2 （一） 领导',
    '3 1. 分工',
  ])
})

test('[R9] sections are named by their labels from the root', () => {
  expect(paths('一、目标\n（一）内容\n1.范围\n说明。')).toEqual([
    '一',
    '一/（一）',
    '一/（一）/1.',
    '一/（一）/1.',
  ])
})

test('[R10] a wider form nests where the narrower sequence goes on after it', () => {
  expect(headings('1、目标\n（一）甲\n（二）乙\n2、任务\n（一）丙')).toEqual([
    '1 1、 目标',
    '2 （一） 甲',
    '2 （二） 乙',
    '1 2、 任务',
    '2 （一） 丙',
  ])
})

test('[R10] phases stand below their section and above what is inside them', () => {
  expect(
    headings('四、步骤\n第一阶段：准备（3月）\n（一）方案。制定方案。\n第二阶段：实施\n五、要求'),
  ).toEqual([
    '1 四、 步骤',
    '2 第一阶段： 准备（3月）',
    '3 （一） 方案 +',
    '2 第二阶段： 实施',
    '1 五、 要求',
  ])
})

test('[R11] labels inside a line are headings when they carry on a sequence', () => {
  expect(
    headings(
      '一、目标 改善环境，方便居民，提升满意度。二、任务（一）清理垃圾。每日清运。（二）整治广告。三、要求',
    ),
  ).toEqual(['1 一、 目标 +', '1 二、 任务', '2 （一） 清理垃圾 +', '2 （二） 整治广告', '1 三、 要求'])
})

test.each([
  '一、目标\n按照第（二）项执行，占地1.5万平方米，发展一、二、三产业。',
  '一、目标\n参照《办法》（一）的规定，①宣传，②发动。',
])('[R11] numbers that point elsewhere are no headings: %s', (text) => {
  expect(headings(text)).toEqual(['1 一、 目标'])
})

test('[R12] a title ends at the first 。 or ：', () => {
  expect(
    headings(
      '一、任务\n1.基础设施：为满足需要，新建道路。\n2.加强领导，落实责任。成立小组。\n3.范围包括：甲、乙',
    ),
  ).toEqual(['1 一、 任务', '2 1. 基础设施 +', '2 2. 加强领导，落实责任 +', '2 3. 范围包括：甲、乙'])
})

test('[R12] the full stop inside a quotation ends no title', () => {
  expect(headings('一、做到“有人管。有人问。”，形成机制。各村照办。')).toEqual([
    '1 一、 做到“有人管。有人问。”，形成机制 +',
  ])
})

test('[R13] where the first headings are lost, those below keep their level', () => {
  const reading = readPlan('（二）清理河道。每月一次。\n（三）绿化。\n二、步骤\n（一）准备\n（二）实施')
  expect(reading.blocks.map(({ level, section }) => `${level} ${section}`)).toEqual([
    '2 （二）',
    '2 （三）',
    '1 二',
    '2 二/（一）',
    '2 二/（二）',
  ])
  expect(reading.doubts.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['missing-first-heading', 'orphan-heading']),
  )
})

test.each([
  ['第一章 总则\n第一条 目的。\n第二章 附则\n第二条 施行。', ['第一章', '第一条']],
  ['一、甲\n1、乙', ['一、', '1、']],
  ['二、甲\n（三）乙\n4．丙\n（5）丁', ['一、', '（一）', '1．', '（1）']],
  ['正文', []],
])('[R8] the forms of the levels are told: %s', (text, forms) => {
  expect(readPlan(text).outline).toEqual(forms)
})

test('[R7] lines broken by hand are joined, and a label alone on its line finds its title', () => {
  const text = [
    '　　为了进一步改善社区环境，方便居民群众的日',
    '常生活，结合本街道工作实际，现在制定下面的这',
    '个方案，请各个社区居委会和有关的单位认真地组',
    '织实施，并且及时把工作中的好经验好做法报送街',
    '道办事处，不得拖延。',
    '　　一、',
    '工作目标',
    '　　到年底之前，全街道每一个社区都要建成一处面',
    '积合适的文体广场，并且配齐照明设备。',
  ].join('\n')
  const { blocks, doubts } = readPlan(text)
  expect(blocks.map((block) => block.text)).toEqual([
    '为了进一步改善社区环境，方便居民群众的日常生活，结合本街道工作实际，现在制定下面的这个方案，请各个社区居委会和有关的单位认真地组织实施，并且及时把工作中的好经验好做法报送街道办事处，不得拖延。',
    '一、工作目标',
    '到年底之前，全街道每一个社区都要建成一处面积合适的文体广场，并且配齐照明设备。',
  ])
  expect(doubts.map(({ code }) => code)).toContain('joined-lines')
})

test('[R8 R13] misread marks are labels where their sequence says so', () => {
  expect(headings('二丶目标\nl.市容。整洁。\n2.卫生。清洁。\n三、步骤\n（-）准备\n（二）实施')).toEqual([
    '1 二丶 目标',
    '2 l. 市容 +',
    '2 2. 卫生 +',
    '1 三、 步骤',
    '2 （-） 准备',
    '2 （二） 实施',
  ])
})

test('[R13] orphans keep their depths among themselves', () => {
  expect(headings('5.绿化。种树。\n（二）环境\n1.清洁。打扫。\n四、要求')).toEqual([
    '3 5. 绿化 +',
    '2 （二） 环境',
    '3 1. 清洁 +',
    '1 四、 要求',
  ])
})
