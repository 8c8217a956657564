import { expect, test } from 'vitest'
import { readPlan } from '../../../schemas/text/reading/read-plan.ts'

const NOTICE = `云岭县民政局文件
云民发〔2021〕8号

关于印发《云岭县养老服务
提升工作方案》的通知
各乡镇人民政府、街道办事处，县直有关单位：
现将《云岭县养老服务提升工作方案》印发给你们，请认真组织实施。

云岭县民政局
2021年3月9日

云岭县养老服务提升工作方案
一、目标
每个乡镇建成养老服务中心1个。
附件：1.任务分工表
　　　2.联系人名单`

test('[R15] a notice gives number, issuer, date and recipients, the plan it carries the title', () => {
  const { header, blocks } = readPlan(NOTICE)
  expect(header).toMatchObject({
    title: '云岭县养老服务提升工作方案',
    noticeTitle: '关于印发《云岭县养老服务提升工作方案》的通知',
    docNumber: '云民发〔2021〕8号',
    issuers: ['云岭县民政局'],
    date: '2021-03-09',
    recipients: ['各乡镇人民政府', '街道办事处', '县直有关单位'],
  })
  expect(blocks.find(({ role }) => role === 'notice')?.text).toMatch(/^现将/)
})

test('[R17] attachments are listed, and their numbers are no headings', () => {
  const { header, blocks } = readPlan(NOTICE)
  expect(header.attachments).toEqual(['任务分工表', '联系人名单'])
  expect(blocks.filter(({ label }) => label !== undefined)).toHaveLength(1)
})

test('[R14] a number the text quotes is not its own', () => {
  const { header } = readPlan(
    '云岭县绿化方案\n根据《关于绿化的意见》（云发〔2020〕3号）精神，制定本方案。\n一、目标\n植树。',
  )
  expect(header).toMatchObject({ title: '云岭县绿化方案', docNumber: null, date: null })
})

test('[R16] the signature is believed before the table of the page, and the difference is shown', () => {
  const text = `发文日期：2018年6月28日\n云岭县绿化方案\n为改善环境，制定本方案，请照此执行。\n一、目标\n植树。\n云岭县林业局\n2018年6月25日`
  const { header, conflicts } = readPlan(text)
  expect(header).toMatchObject({ date: '2018-06-25', issuers: ['云岭县林业局'] })
  expect(conflicts).toMatchObject([{ code: 'date-differs', used: '2018-06-25' }])
})

test('[R16] a later imprint date contradicts nothing', () => {
  const text =
    '云岭县绿化方案\n一、目标\n植树。\n云岭县林业局\n2018年6月25日\n云岭县林业局办公室 2018年6月27日印发'
  const { header, conflicts } = readPlan(text)
  expect(header.date).toBe('2018-06-25')
  expect(conflicts).toEqual([])
})

test.each([
  ['', 'empty'],
  [' \n\u3000\n', 'empty'],
  ['%PDF-1.7 stream', 'not-text'],
  ['PK\u0003\u0004\u0000\u0000', 'not-text'],
  ['ç¤¾åŒºå»ºè®¾å®žæ–½æ–¹æ¡ˆç¤¾åŒºå»ºè®¾', 'not-text'],
  ['\ufffd'.repeat(40) + '方案', 'not-text'],
  ['<!DOCTYPE html><html><body>方案</body></html>', 'not-text'],
  ['为改善环境，制定方案。', 'no-headings'],
  ['一、目标', 'plan'],
])('[R6] %j is told for what it is', (text, kind) => {
  expect(readPlan(text).kind).toBe(kind)
})

test('[R4] debris of a web page stays visible as such', () => {
  const { blocks, doubts } = readPlan(
    '首页 > 政务公开\n绿化方案\n一、目标\n植树。\n- 3 -\n【打印本页】\n版权所有：某某网',
  )
  expect(blocks.filter(({ role }) => role === 'debris').map(({ text }) => text)).toEqual([
    '首页 > 政务公开',
    '- 3 -',
    '【打印本页】',
    '版权所有：某某网',
  ])
  expect(doubts).toContainEqual(expect.objectContaining({ code: 'left-out-lines', data: { count: 4 } }))
})

test.each([
  ['金桥村厕所改造\n请各组照此执行。\n一、任务\n完成改厕。', '金桥村厕所改造', '请各组照此执行。'],
  ['东里社区绿化计划\n现安排如下；\n一、任务\n种树。', '东里社区绿化计划', '现安排如下；'],
  ['关于做好秸秆禁烧\n的方案\n各村务必重视。\n一、任务\n禁烧。', '关于做好秸秆禁烧的方案', '各村务必重视。'],
])('[R14] in %j a short sentence below the title is text', (text, title, first) => {
  const { header, blocks } = readPlan(text)
  expect(header.title).toBe(title)
  expect(blocks.find(({ role }) => role === 'body')?.text).toBe(first)
})
